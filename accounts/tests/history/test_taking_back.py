"""Every change of the history has a way back, which says first what it leads to."""

import re
from datetime import timedelta
from html import unescape

import pytest

from accounts.history.event_rows import changes, with_details
from accounts.journal.undo import current_value
from accounts.models import (
    CriterionTick,
    EvidenceLink,
    ProgressEvent,
    SkillClaim,
    State,
    StepHours,
    StepNote,
    StepProgress,
    Sweep,
)
from accounts.tests.history.entries import HISTORY, change_everything, press_often, rows
from guide.models import StepSuccessor
from guide.tests.factory import make_course, make_roadmap, make_skill, make_step

pytestmark = pytest.mark.both_databases


def last():
    return ProgressEvent.objects.order_by("pk").last()


def take_back(client, event, seen, **fields):
    return client.post(f"{HISTORY}{event.pk}/undo/", {"seen": seen, **fields})


# Taking back


def test_what_a_page_says_holds_now_is_what_holds(learner):
    change_everything(learner)
    for event in list(ProgressEvent.objects.all()):
        if event.kind == "link":
            EvidenceLink.objects.remove(event.link)

    details = with_details(changes(learner).values_list("pk", flat=True))

    assert {event.pk: event.now for event in details if event.kind != "hours"} == {
        event.pk: current_value(event)
        for event in ProgressEvent.objects.exclude(kind="hours")
    }


def test_a_change_is_taken_back_and_leads_back_to_its_page(signed_in, learner):
    step = press_often(learner, 1, make_step(name_en="Sums"))
    change = last()

    response = take_back(signed_in, change, "done", next=f"{HISTORY}?step={step.slug}")

    assert (response.status_code, response.url) == (
        303,
        f"{HISTORY}?step={step.slug}#change-{change.pk}",
    )
    assert rows(signed_in.get(response.url)) == [
        "Not started before: Done · by an undo Undo",
        "Done before: Not started · undone Undone: “Sums” is “Not started” again.",
    ]


def test_what_is_taken_back_is_said_at_its_entry_for_every_kind(signed_in, learner):
    change_everything(learner)

    for event in list(ProgressEvent.objects.all()):
        take_back(signed_in, event, current_value(event))

    said = re.findall(
        r'<p class="message success here" role="status">(.*?)</p>',
        signed_in.get(HISTORY).text,
    )
    assert [unescape(words) for words in said] == [
        "Undone: the link on “Sums” is gone.",
        "Undone: the note on “Sums” is back to the previous version.",
        "Undone: + 2 h on “Sums”.",
        "Undone: “Python” is “no level” again.",
        "Undone: “A course” is “Not on my list” again.",
        "Undone: “do thing 0” is no longer checked.",
        "Undone: “Sums” is “Not started” again.",
    ]


def test_what_is_said_of_an_entry_that_the_page_does_not_hold_stands_above(
    signed_in, learner
):
    press_often(learner, 1, make_step(name_en="Sums"))
    change = last()
    take_back(signed_in, change, "done")

    text = signed_in.get(HISTORY, {"by": "other"}).text

    assert (
        '<li class="message success">Undone: “Sums” is “Not started” again.</li>'
        in re.sub(
            r'class="message [^"]*success[^"]*"',
            'class="message success"',
            unescape(text),
        )
    )


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("undo", "by an undo"),
        ("merge", "added from a browser"),
        ("sign-up", "brought over at sign-up"),
        ("reset", "by a reset of the roadmap"),
        ("course", "covered by a finished course"),
    ],
)
def test_the_way_of_a_change_is_said_where_it_is_no_press(
    signed_in, learner, by, words
):
    StepProgress.objects.set_state(
        learner, make_step(name_en="Sums"), State.DONE, by=by
    )

    assert rows(signed_in.get(HISTORY)) == [
        f"Sums Done before: Not started · {words} Undo"
    ]


def test_twice_is_once(signed_in, learner):
    press_often(learner, 1)
    change = last()

    answers = [take_back(signed_in, change, "done").status_code for _ in range(2)]

    assert (answers, ProgressEvent.objects.count()) == ([303, 303], 2)


def test_of_an_older_change_the_button_says_where_it_leads_back_to(signed_in, learner):
    press_often(learner, 3, make_step(name_en="Sums"))

    assert [row.removeprefix("Sums ") for row in rows(signed_in.get(HISTORY))] == [
        "Done before: Under way Undo",
        "Under way before: Done",
        "Done before: Not started Change back to “Not started”",
    ]


def test_a_page_that_is_out_of_date_is_told_what_holds_and_asked_once_more(
    signed_in, learner
):
    step = press_often(learner, 1)
    change = last()
    StepProgress.objects.set_state(learner, step, State.SKIPPED)

    response = take_back(signed_in, change, "done", next=f"{HISTORY}?page=2")

    assert response.status_code == 409
    assert "It is “Skipped” now." in response.text
    assert (
        '<button class="button primary" name="seen" value="skipped">Change back to “Not started”</button>'
        in response.text
    )
    assert f'name="next" value="{HISTORY}?page=2"' in response.text
    assert StepProgress.objects.get().state == "skipped"

    assert take_back(signed_in, change, "skipped").status_code == 303
    assert StepProgress.objects.get().state == "not-started"


def test_a_note_that_was_written_again_is_asked_about(signed_in, learner):
    step = make_step()
    StepNote.objects.write(learner, step, "one", seen=0)
    StepNote.objects.write(learner, step, "two", seen=1)
    change = last()
    StepNote.objects.write(learner, step, "three", seen=2)

    response = take_back(signed_in, change, "2")

    assert (response.status_code, "this is version 3 now" in response.text) == (
        409,
        True,
    )
    assert StepNote.objects.current(learner, step).text == "three"
    take_back(signed_in, change, "3")
    assert StepNote.objects.current(learner, step).text == "one"


def test_where_nothing_can_be_taken_back_it_says_so(signed_in, learner):
    step = make_step()
    StepHours.objects.add(learner, step, 120)
    change = last()
    StepHours.objects.add(learner, step, -90)

    response = signed_in.post(f"{HISTORY}{change.pk}/undo/", {}, follow=True)

    assert "Nothing to undo" in response.text
    assert StepHours.objects.get().minutes == 30


def test_the_history_of_a_step_that_became_another_says_what_comes_back(
    signed_in, learner
):
    old, new = make_step(), make_step()
    StepSuccessor.objects.create(old=old, new=new, kind="same")
    StepProgress.objects.set_state(learner, old, State.DONE)
    StepProgress.objects.set_state(learner, new, State.SKIPPED)

    assert rows(signed_in.get(HISTORY))[0] == f"{new.name_en} Skipped before: Done Undo"


@pytest.mark.parametrize("person", ["other_learner", "editor", None])
def test_nobody_else_takes_a_change_back(client, learner, request, person):
    press_often(learner, 1)
    if person:
        client.force_login(request.getfixturevalue(person))

    assert take_back(client, last(), "done").status_code == 404
    assert StepProgress.objects.get().state == "done"


@pytest.mark.parametrize("number", ["0", "9" * 30, "9" * 5000])
def test_a_change_that_is_not_there_is_404(signed_in, number):
    assert signed_in.post(f"{HISTORY}{number}/undo/").status_code == 404


def test_a_way_back_to_another_site_is_not_followed(signed_in, learner):
    press_often(learner, 1)

    assert (
        take_back(
            signed_in, last(), "done", next="https://evil.example/"
        ).url.partition("#")[0]
        == HISTORY
    )


def test_taking_back_is_posted_and_counted_as_a_press(
    signed_in, learner, settings, fresh_cache
):
    press_often(learner, 1)
    address = f"{HISTORY}{last().pk}/undo/"
    assert signed_in.get(address).status_code == 405
    settings.PRESSES_A_MINUTE = 1

    assert [
        signed_in.post(address, {"seen": "done"}).status_code for _ in range(2)
    ] == [303, 429]


# Sweeps


@pytest.fixture
def swept(learner):
    roadmap = make_roadmap([make_step(criteria=1), make_step()], name_en="The way")
    states = {step.pk: State.DONE for step in roadmap.steps.all()}
    for step in roadmap.steps.all():
        StepProgress.objects.set_state(learner, step, State.DONE)
    criterion = roadmap.steps.exclude(criteria=None).get().criteria.get()
    CriterionTick.objects.set_state(learner, criterion, "ticked")
    return Sweep.objects.reset(
        learner, roadmap, states, {criterion.pk: criterion.step_id}
    )


def test_a_reset_is_one_entry_with_its_numbers_and_one_button(
    signed_in, learner, swept
):
    until = swept.at + timedelta(days=29)
    first, *others = rows(signed_in.get(HISTORY))

    assert first == (
        f"The way Reset: 2 steps · 1 tick can be undone until {until:%-d %B %Y} Undo"
    )
    assert len(others) == 3


def test_a_reset_is_taken_back_as_a_whole_from_any_of_its_rows(
    signed_in, learner, swept
):
    step = StepProgress.objects.first().step
    response = signed_in.get(HISTORY, {"step": step.slug})
    assert rows(response)[0].endswith("Undo the entire reset")

    take_back(signed_in, swept.events.filter(step=step).first(), "not-started")

    assert set(StepProgress.objects.values_list("state", flat=True)) == {"done"}
    first, second, *others = rows(signed_in.get(HISTORY))
    assert first == "The way Reset undone"
    assert second == (
        "The way Reset: 2 steps · 1 tick undone "
        "Undone: the reset of “The way”. Later changes stay as they are."
    )
    assert len(others) == 3


def test_a_reset_of_long_ago_stays(signed_in, learner, swept):
    Sweep.objects.update(at=swept.at - timedelta(days=31))
    assert not rows(signed_in.get(HISTORY))[0].endswith("Undo")

    response = signed_in.post(f"{HISTORY}{swept.events.first().pk}/undo/", follow=True)

    assert "Not undone: changes can be undone for 30 days." in response.text
    assert set(StepProgress.objects.values_list("state", flat=True)) == {"not-started"}


def test_what_a_course_covers_is_one_entry(signed_in, learner):
    course, skill = make_course(title="A course"), make_skill()
    states = {make_step().pk: State.NOT_STARTED for _ in range(3)}
    sweep = Sweep.objects.mark_known(learner, course, states, {skill.pk: 2})

    (row,) = rows(signed_in.get(HISTORY))

    assert row.startswith(
        "A course What it covers marked as known: 3 steps · 1 skill can be undone until"
    )
    take_back(signed_in, sweep.events.last(), "")
    assert SkillClaim.objects.get().level == 0
