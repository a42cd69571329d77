"""Changing route shows what carries over before it happens; back to the start says what goes back."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import (
    CriterionTick,
    Learner,
    State,
    StepHours,
    StepNote,
    StepProgress,
    Sweep,
)
from accounts.my_path.roadmaps import roadmaps_by_slug
from accounts.tests.history.test_history_page import plain
from accounts.tests.pressing import OURS, hold
from guide.models import ContentVersion, StepSuccessor
from guide.tests.factory import make_roadmap, make_step
from tests.document import document, items, texts, words

pytestmark = pytest.mark.both_databases


@pytest.fixture
def shared(db):
    return make_step(name_en="Sums")


@pytest.fixture
def mine(shared):
    return make_roadmap([shared, make_step(name_en="Loops")], name_en="My way")


@pytest.fixture
def other(shared):
    return make_roadmap(
        [shared, make_step(name_en="Graphs"), make_step(name_en="Maps")],
        name_en="The other way",
    )


def parts(response):
    """The lists of the page by their headings."""
    page = document(response)
    return {heading: items(page, heading) for heading in texts(page, ".//section/h2")}


def rows(response):
    return [
        plain(row)
        for row in re.findall(
            r"<tr>(\s*<th scope=\"row\">.*?)</tr>", response.text, re.DOTALL
        )
    ]


def follow(user, mine):
    Learner.objects.set_roadmap(user, mine)
    for stop, state in zip(
        mine.stops.in_order(), (State.DONE, State.DOING), strict=True
    ):
        StepProgress.objects.set_state(user, stop.step, state, roadmap=mine)


def test_it_says_what_carries_over_what_stays_and_both_totals(
    signed_in, learner, mine, other
):
    follow(learner, mine)

    response = signed_in.get(f"/my/route/{other.slug}/")

    assert parts(response) == {
        "Done or begun there already": ["Sums Done"],
        "Not on that route, and kept all the same": ["Loops Under way"],
    }
    assert rows(response) == [
        "My way now 1 of 2 10–20 h",
        "The other way then 1 of 3 20–40 h",
    ]
    assert Learner.objects.get().roadmap == mine


def test_its_button_changes_the_route_and_leads_to_my_path(
    signed_in, learner, mine, other
):
    follow(learner, mine)
    text = signed_in.get(f"/my/route/{other.slug}/").text
    assert f'action="/progress/roadmap/?seen={mine.slug}"' in text
    assert f'name="roadmap" value="{other.slug}"' in text

    response = signed_in.post(
        "/progress/roadmap/", {"roadmap": other.slug, "next": "/my/"}, headers=OURS
    )

    assert (response.url, Learner.objects.get().roadmap) == ("/my/", other)


def test_a_guest_sees_the_same(client, mine, other, shared):
    hold(
        client,
        {shared: State.KNOWN, mine.steps.exclude(pk=shared.pk).get(): State.DOING},
        mine.slug,
    )

    response = client.get(f"/my/route/{other.slug}/")

    assert parts(response) == {
        "Done or begun there already": ["Sums Known already"],
        "Not on that route, and kept all the same": ["Loops Under way"],
    }
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_first_route_leaves_nothing(client, other):
    response = client.get(f"/my/route/{other.slug}/")

    assert (parts(response), rows(response)) == (
        {"Done or begun there already": []},
        ["The other way 0 of 3 30–60 h"],
    )


def test_the_route_in_hand_says_so_and_has_no_button(signed_in, learner, mine):
    follow(learner, mine)

    text = signed_in.get(f"/my/route/{mine.slug}/").text

    assert ("This is your route." in text, 'name="roadmap"' in text) == (True, False)


def test_what_a_step_took_over_from_an_older_one_carries_over(
    signed_in, learner, mine, other
):
    old = make_step()
    StepSuccessor.objects.create(
        old=old, new=other.steps.get(name_en="Maps"), kind="same"
    )
    StepProgress.objects.set_state(learner, old, State.DONE, roadmap=mine)

    assert parts(signed_in.get(f"/my/route/{other.slug}/"))[
        "Done or begun there already"
    ] == ["Maps Done"]


def test_somebody_elses_steps_do_not_carry_over(signed_in, other_learner, mine, other):
    follow(other_learner, mine)

    assert parts(signed_in.get(f"/my/route/{other.slug}/")) == {
        "Done or begun there already": []
    }


def test_the_map_of_another_route_leads_here(signed_in, learner, mine, other):
    follow(learner, mine)

    page = document(signed_in.get(f"/roadmaps/{other.slug}/"))
    (link,) = [a for a in page.iter("a") if a.text == "Make this my route"]
    assert link.get("href") == f"/my/route/{other.slug}/"


def test_it_speaks_chinese(signed_in, learner, mine, other, shared):
    follow(learner, mine)

    response = signed_in.get(f"/zh-hans/my/route/{other.slug}/")

    assert parts(response)["在那条路线上已经完成或开始的"] == [
        f"{shared.name_zh} 已完成"
    ]


@pytest.mark.parametrize("page", ["", "reset/"])
@pytest.mark.parametrize("slug", ["nowhere", "-", "x" * 500])
def test_a_route_that_is_not_there_is_404(signed_in, page, slug):
    assert signed_in.get(f"/my/route/{slug}/{page}").status_code == 404


def test_a_withdrawn_route_is_404(signed_in, mine):
    mine.published = False
    mine.save()

    assert [
        signed_in.get(f"/my/route/{mine.slug}/{page}").status_code
        for page in ("", "reset/")
    ] == [404, 404]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(signed_in, mine, method):
    assert getattr(signed_in, method)(f"/my/route/{mine.slug}/").status_code == 405


@pytest.mark.parametrize("times", [1, 10])
def test_it_costs_the_same_queries_however_much_there_is(
    signed_in, learner, settings, times
):
    settings.CONTENT_VERSION_SECONDS = 60
    for _ in range(times):
        follow(learner, make_roadmap(2))
    there = make_roadmap(
        list({row.step for row in StepProgress.objects.select_related("step")})
    )
    signed_in.get(f"/my/route/{there.slug}/")

    with CaptureQueriesContext(connection) as queries:
        signed_in.get(f"/my/route/{there.slug}/")

    assert len(queries) == 4  # session, user, progress, names of the steps


def test_totals_of_all_routes_are_read_at_once_however_many_there_are(
    db, django_assert_num_queries
):
    for _ in range(10):
        make_roadmap(2)

    with django_assert_num_queries(
        4
    ):  # the version of the content, prerequisites, stops, roadmaps
        assert len(roadmaps_by_slug()) == 10


# Back to the start


@pytest.fixture
def begun(learner, mine, other, shared):
    """Two steps of my way were begun, one of them counts elsewhere; a tick, a note and hours."""
    follow(learner, mine)
    loops = mine.steps.get(name_en="Loops")
    loops.criteria.create(code="a", order=1, text_en="Do it")
    CriterionTick.objects.set_state(learner, loops.criteria.get(), "ticked")
    StepNote.objects.write(learner, loops, "kept", seen=0)
    StepHours.objects.add(learner, loops, 60)
    return f"/my/route/{mine.slug}/reset/"


def seen(response):
    return re.search(r'name="seen" value="([^"]*)"', response.text)[1]


def states():
    return dict(StepProgress.objects.values_list("step__name_en", "state"))


def test_it_says_what_goes_back_where_it_counts_too_and_what_stays(
    signed_in, begun, monkeypatch
):
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: datetime(2026, 11, 28, 12, tzinfo=UTC)
    )

    response = signed_in.get(begun)

    text = plain(response.text)
    assert (
        "2 steps go back to “Not started”. 1 tick of what you can do is taken away."
        in text
    )
    assert "Your notes, links, hours and courses stay as they are" in text
    assert "You can undo this in one press until 27 December 2026." in text
    assert parts(response) == {
        "What goes back": ["Sums Done · also on “The other way”", "Loops Under way"]
    }
    assert (
        "1 of them is on other roadmaps too, and goes back there as well: a step has one state"
        in text
    )
    assert states() == {"Sums": "done", "Loops": "doing"}


def test_other_roadmaps_of_a_step_are_counted_where_their_names_would_fill_the_page(
    signed_in, begun, shared
):
    make_roadmap([shared], name_en="A third way")

    response = signed_in.get(begun)

    assert parts(response)["What goes back"] == [
        "Sums Done · also on 2 other roadmaps",
        "Loops Under way",
    ]


@pytest.mark.parametrize(("done", "is_open"), [(8, True), (9, False)])
def test_a_long_list_of_what_goes_back_is_folded_and_complete(
    signed_in, learner, done, is_open
):
    steps = [make_step() for _ in range(done)]
    roadmap = make_roadmap(steps, slug="long")
    for step in steps:
        StepProgress.objects.set_state(learner, step, State.DONE)

    page = document(signed_in.get(f"/my/route/{roadmap.slug}/reset/"))

    fold = page.find(".//details[@class='going-back']")
    assert ("open" in fold.attrib, words(fold.find("summary"))) == (
        is_open,
        f"{done} steps",
    )
    assert len(fold.findall(".//li")) == done


def test_one_press_goes_back_and_one_undoes_it(signed_in, learner, begun):
    response = signed_in.post(begun, {"seen": seen(signed_in.get(begun))}, follow=True)

    assert response.redirect_chain == [("/my/history/", 303)]
    assert "You are back at the start. Until" in response.text
    assert set(states().values()) == {"not-started"}
    assert not CriterionTick.objects.ticked().exists()
    assert (StepHours.objects.get().minutes, StepNote.objects.get().text) == (
        60,
        "kept",
    )

    signed_in.post(f"/my/history/{Sweep.objects.get().events.first().pk}/undo/")
    assert states() == {"Sums": "done", "Loops": "doing"}
    assert CriterionTick.objects.ticked().exists()


def test_ticks_that_came_along_from_a_criterion_elsewhere_go_back_too_and_return(
    signed_in, learner, begun, mine
):
    old, loops = make_step(criteria=1), mine.steps.get(name_en="Loops")
    CriterionTick.objects.set_state(learner, old.criteria.get(), "ticked")
    new = loops.criteria.create(code="b", order=2, text_en="Do that")
    old.criteria.update(replaced_by=new, retired_on=date(2026, 11, 1))
    ContentVersion.expire_current()

    def ticked():
        page = document(signed_in.get(f"/steps/{loops.slug}/"))
        return [
            button.get("aria-pressed")
            for button in page.iter("button")
            if button.get("name") == "tick"
        ]

    assert ticked() == ["true", "true"]
    signed_in.post(begun, {"seen": seen(signed_in.get(begun))})
    assert ticked() == ["false", "false"]
    Sweep.objects.get().undo()
    assert ticked() == ["true", "true"]


def test_twice_is_once(signed_in, begun):
    sent = {"seen": seen(signed_in.get(begun))}

    answers = [signed_in.post(begun, sent).status_code for _ in range(2)]

    assert (answers, Sweep.objects.count()) == ([303, 409], 1)


def test_a_page_that_is_out_of_date_is_asked_once_more(signed_in, learner, begun, mine):
    sent = {"seen": seen(signed_in.get(begun))}
    StepProgress.objects.set_state(learner, mine.steps.get(name_en="Loops"), State.DONE)

    response = signed_in.post(begun, sent)

    assert (
        response.status_code,
        "has changed since you opened the page" in response.text,
    ) == (409, True)
    assert states() == {"Sums": "done", "Loops": "done"}
    assert signed_in.post(begun, {"seen": seen(response)}).status_code == 303


@pytest.mark.parametrize(
    "sent", [{}, {"seen": ""}, {"seen": "x" * 5000}, {"seen": "\x00"}]
)
def test_a_press_that_says_not_what_it_saw_does_nothing(signed_in, begun, sent):
    assert (signed_in.post(begun, sent).status_code, Sweep.objects.count()) == (409, 0)


def test_at_the_start_there_is_nothing_to_take_back(signed_in, mine):
    text = signed_in.get(f"/my/route/{mine.slug}/reset/").text

    assert ("there is nothing to take back" in text, 'name="seen"' in text) == (
        True,
        False,
    )


def test_only_the_own_steps_go_back(client, begun, other_learner, learner):
    client.force_login(other_learner)
    assert "there is nothing to take back" in client.get(begun).text

    client.post(begun, {"seen": "whatever"})

    assert states() == {"Sums": "done", "Loops": "doing"}


def test_a_guest_is_asked_to_sign_in(client, mine):
    response = client.get(f"/my/route/{mine.slug}/reset/")

    assert response.url == f"/accounts/login/?next=/my/route/{mine.slug}/reset/"


def test_until_when_is_a_day_of_the_learner(signed_in, learner, begun, monkeypatch):
    learner.time_zone = "Asia/Shanghai"
    learner.save()
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: datetime(2026, 11, 28, 23, tzinfo=UTC)
    )

    assert "until 28 December 2026." in signed_in.get(begun).text
