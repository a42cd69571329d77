"""Back to the start of a route says what goes back, and one press brings it all again."""

import re
from datetime import UTC, date, datetime

import pytest

from accounts.models import (
    CriterionTick,
    State,
    StepHours,
    StepNote,
    StepProgress,
    Sweep,
)
from accounts.tests.history.entries import plain
from accounts.tests.my_path.routes import follow, parts
from guide.models import ContentVersion
from guide.tests.factory import make_roadmap, make_step
from tests.document import document, words

pytestmark = pytest.mark.both_databases


@pytest.fixture
def begun(learner, mine, other, shared):
    """Two steps of my way were begun, one of them counts elsewhere; a tick, a note and hours."""
    follow(learner, mine)
    loops = mine.steps.get(name_en="Loops")
    loops.criteria.create(code="a", order=1, text_en="Confirm")
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
    assert "Your notes, links, hours, courses and history stay as they are" in text
    assert "You can undo this with one click until 27 December 2026." in text
    assert parts(response) == {
        "What is reset": ["Sums Done · also on “The other way”", "Loops Under way"]
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

    assert parts(response)["What is reset"] == [
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
    assert "Your progress was reset. You can undo this here until" in response.text
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

    assert ("there is nothing to reset" in text, 'name="seen"' in text) == (
        True,
        False,
    )


def test_only_the_own_steps_go_back(client, begun, other_learner, learner):
    client.force_login(other_learner)
    assert "there is nothing to reset" in client.get(begun).text

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
