"""A learner ticks what a step asks for."""

from datetime import date

import pytest

from accounts.models import CriterionTick, State, StepProgress
from accounts.tests.writing import counted, send
from guide.models import Criterion
from guide.tests.factory import make_step
from tests.document import document, texts

pytestmark = pytest.mark.both_databases


@pytest.fixture
def step(db):
    return make_step(criteria=2, slug="sql")


def tick(client, number=0, state="ticked", **options):
    return send(client, f"criteria/sql/c-{number}/", tick=state, **options)


def ticked(user):
    return list(
        CriterionTick.objects.for_user(user)
        .ticked()
        .values_list("criterion__code", flat=True)
        .order_by("pk")
    )


def pressed(page):
    return {
        button.text: button.get("aria-pressed")
        for button in page.iter("button")
        if button.get("name") == "tick"
    }


def test_a_tick_is_saved_and_leads_back_to_the_criteria(signed_in, learner, step):
    response = tick(signed_in, next="/steps/sql/")

    assert (response.status_code, response.url) == (303, "/steps/sql/#my-criteria")
    assert ticked(learner) == ["c-0"]
    assert pressed(document(signed_in.get("/steps/sql/"))) == {
        "do thing 0": "true",
        "do thing 1": "false",
    }


def test_unticking_works_and_both_may_be_sent_twice(signed_in, learner, step):
    for state, found in (
        ("ticked", ["c-0"]),
        ("ticked", ["c-0"]),
        ("open", []),
        ("open", []),
    ):
        assert tick(signed_in, state=state).status_code == 303
        assert ticked(learner) == found


def test_in_place_the_answer_is_the_list_and_what_a_screen_reader_says(signed_in, step):
    response = tick(signed_in, in_place=True, next="/steps/sql/")

    assert response.text.startswith('<section hx-swap-oob="true" id="my-criteria" ')
    assert '<p id="press-said" hx-swap-oob="innerHTML">Saved</p>' in response.text
    assert pressed(document(f"<main>{response.text}</main>")) == {
        "do thing 0": "true",
        "do thing 1": "false",
    }


def test_all_ticked_offers_to_mark_the_step_done_and_does_not_do_it(
    signed_in, learner, step
):
    tick(signed_in, 0)
    assert texts(document(signed_in.get("/steps/sql/")), ".//p[@class='offer']") == []

    tick(signed_in, 1)
    page = document(signed_in.get("/steps/sql/"))

    assert texts(page, ".//p[@class='offer']") == [
        "You can do all of this. Mark the step as done"
    ]
    assert not StepProgress.objects.exists()

    StepProgress.objects.set_state(learner, step, State.DONE)
    assert texts(document(signed_in.get("/steps/sql/")), ".//p[@class='offer']") == []


def test_a_step_without_criteria_offers_nothing(signed_in):
    make_step(slug="bare")

    assert "You can do all of this" not in signed_in.get("/steps/bare/").text


def test_a_retired_an_unknown_and_a_draft_criterion_are_not_found(signed_in, step):
    make_step(criteria=1, slug="draft", published=False)
    Criterion.objects.filter(code="c-1").update(retired_on=date(2026, 1, 1))

    addresses = [
        "criteria/sql/c-1/",
        "criteria/sql/flying/",
        "criteria/flying/c-0/",
        "criteria/draft/c-0/",
    ]
    assert [
        send(signed_in, address, tick="ticked").status_code for address in addresses
    ] == [404] * 4


@pytest.mark.parametrize("state", ["", "done", "真"])
def test_an_unknown_state_is_refused(signed_in, learner, step, state):
    response = tick(signed_in, state=state)

    assert (response.status_code, ticked(learner)) == (422, [])
    assert "did not understand" in response.text


def test_only_a_press_from_a_page_of_ours_ticks(signed_in, learner, step):
    address = "/progress/criteria/sql/c-0/"

    assert signed_in.get(address).status_code == 405
    response = signed_in.post(
        address, {"tick": "ticked"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert (response.status_code, ticked(learner)) == (403, [])
    assert '<input type="hidden" name="tick" value="ticked">' in response.text


def test_another_learner_sees_nothing_of_it(signed_in, client, other_learner, step):
    tick(signed_in)
    client.force_login(other_learner)

    assert set(pressed(document(client.get("/steps/sql/"))).values()) == {"false"}


def test_chinese_learners_get_the_chinese_list(signed_in, step):
    response = tick(signed_in, in_place=True, prefix="/zh-hans")

    assert pressed(document(f"<main>{response.text}</main>")) == {
        "做事0": "true",
        "做事1": "false",
    }
    assert "已保存" in response.text


def replace(old, new):
    Criterion.objects.filter(pk=old.pk).update(
        retired_on=date(2026, 1, 1), replaced_by=new
    )


def test_a_tick_follows_a_criterion_to_the_one_that_holds_today(
    signed_in, learner, step
):
    """From another step too, over any number of changes; what is said of the last one itself holds."""
    first, second = make_step(slug="older", criteria=2).criteria.all()
    third = step.criteria.first()
    replace(first, second)
    replace(second, third)
    CriterionTick.objects.set_state(learner, first, "ticked")
    assert pressed(document(signed_in.get("/steps/sql/"))) == {
        "do thing 0": "true",
        "do thing 1": "false",
    }

    tick(signed_in, state="open")

    assert set(pressed(document(signed_in.get("/steps/sql/"))).values()) == {"false"}


@pytest.mark.parametrize("criteria", [1, 10])
def test_a_tick_costs_at_most_six_queries(signed_in, settings, criteria):
    make_step(criteria=criteria, slug="sql")
    tick(signed_in, in_place=True)

    with counted(settings) as queries:
        tick(signed_in, state="open", in_place=True)

    # session, user, tick, event, what is ticked; a whole list asks for the state of the step too
    assert len(queries) == 5
