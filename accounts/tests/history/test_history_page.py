"""The history: every change in words, on the day of the learner, and the way back from each."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.history.event_rows import changes, with_details
from accounts.journal.undo import current_value
from accounts.models import (
    CourseProgress,
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
from guide.models import StepSuccessor
from guide.tests.factory import make_course, make_roadmap, make_skill, make_step

pytestmark = pytest.mark.both_databases

HISTORY = "/my/history/"


def plain(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def rows(response):
    """Each entry as a reader sees it, without its time, newest first."""
    found = re.findall(
        r'<li class="change".*?</time>(.*?)</li>', response.text, re.DOTALL
    )
    return [plain(row) for row in found]


def days(response):
    return re.findall(r'<h2 id="day-[\d-]+">(.*?)</h2>', response.text)


def last():
    return ProgressEvent.objects.order_by("pk").last()


def take_back(client, event, seen, **fields):
    return client.post(f"{HISTORY}{event.pk}/undo/", {"seen": seen, **fields})


def change_everything(user):
    """One change of each kind, and what the history says of it."""
    step, skill = make_step(criteria=1, name_en="Sums"), make_skill(name_en="Python")
    course = make_course(title="A course")
    StepProgress.objects.set_state(user, step, State.DOING)
    CriterionTick.objects.set_state(user, step.criteria.get(), "ticked")
    CourseProgress.objects.set(user, course.pk, "done")
    SkillClaim.objects.set(user, skill.pk, 2)
    StepHours.objects.add(user, step, 120)
    StepNote.objects.write(user, step, "My <b>text</b>", seen=0)
    EvidenceLink.objects.add(user, step, "https://a.example/work", "My work")
    return [
        "Sums Link added My work a.example Undo",
        "Sums Note written View this version My <b>text</b> Undo",
        "Sums + 2 h Undo",
        "Python Known: working before: no level Undo",
        "A course Finished before: Not on my list Undo",
        "Sums Ticked: “do thing 0” Undo",
        "Sums Under way before: Not started Undo",
    ]


def test_every_kind_of_change_is_there_in_words_newest_first(signed_in, learner):
    expected = change_everything(learner)

    assert rows(signed_in.get(HISTORY)) == expected


def test_links_of_learners_lead_away_without_a_recommendation(signed_in, learner):
    change_everything(learner)

    assert (
        '<a href="https://a.example/work" rel="noopener nofollow ugc">My work</a>'
        in signed_in.get(HISTORY).text
    )


def test_the_words_for_what_was_taken_away(signed_in, learner):
    step, skill, course = make_step(criteria=1), make_skill(), make_course()
    link = EvidenceLink.objects.add(learner, step, "https://a.example/")
    EvidenceLink.objects.remove(link)
    for state in ("ticked", "open"):
        CriterionTick.objects.set_state(learner, step.criteria.get(), state)
    for level in (3, 0):
        SkillClaim.objects.set(learner, skill.pk, level)
    for state in ("planned", "none"):
        CourseProgress.objects.set(learner, course.pk, state)
    StepNote.objects.write(learner, step, "a", seen=0)
    StepNote.objects.write(learner, step, "", seen=1)

    said = re.findall(
        r"<b>(.*?)</b>", signed_in.get(HISTORY).text.partition('class="changes"')[2]
    )

    assert said[::2] == [
        "Note emptied",
        "Not on my list",
        "No longer known",
        "No longer ticked: “do thing 0”",
        "Link removed",
    ]


@pytest.mark.parametrize(
    ("zone", "day", "clock"),
    [
        ("UTC", "Friday, 27 November 2026", "23:30"),
        ("Asia/Shanghai", "Saturday, 28 November 2026", "07:30"),
        ("America/New_York", "Friday, 27 November 2026", "18:30"),
    ],
)
def test_days_and_times_are_those_of_the_learner(signed_in, learner, zone, day, clock):
    learner.time_zone = zone
    learner.save()
    at = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    StepProgress.objects.set_state(learner, make_step(), State.DONE, at=at)

    response = signed_in.get(HISTORY)

    assert (days(response), f">{clock}</time>" in response.text) == ([day], True)


def test_without_changes_it_says_what_will_stand_here(signed_in):
    response = signed_in.get(HISTORY)

    assert (rows(response), "Nothing here yet." in response.text) == ([], True)


def test_somebody_elses_changes_are_not_there(signed_in, other_learner):
    change_everything(other_learner)

    response = signed_in.get(HISTORY)

    assert (
        rows(response),
        "No study days yet: what you do here fills them in." in plain(response.text),
    ) == ([], True)


def test_it_is_private_and_for_learners_alone(client, signed_in):
    assert signed_in.get(HISTORY).headers["Cache-Control"] == "private, no-store"
    client.logout()
    assert client.get(HISTORY).url == f"/accounts/login/?next={HISTORY}"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(signed_in, method):
    assert getattr(signed_in, method)(HISTORY).status_code == 405


def test_it_speaks_chinese(signed_in, learner):
    step = make_step()
    StepProgress.objects.set_state(
        learner, step, State.DONE, at=datetime(2026, 11, 27, 12, tzinfo=UTC)
    )

    response = signed_in.get(f"/zh-hans{HISTORY}")

    assert "日期和时间按时区UTC显示。 更改时区" in plain(response.text)
    assert days(response) == ["2026年11月27日星期五"]
    assert rows(response) == [f"{step.name_zh} 已完成 之前：未开始 撤销"]


# Pages and orders


def press_often(user, times, step=None):
    step = step or make_step()
    began = timezone.now() - timedelta(days=1)
    states = (State.DONE, State.DOING)
    for number in range(times):
        StepProgress.objects.set_state(
            user, step, states[number % 2], at=began + timedelta(seconds=number)
        )
    return step


def test_forty_entries_are_a_page_and_no_entry_is_twice(signed_in, learner):
    press_often(learner, 45)

    first, second = (signed_in.get(HISTORY, {"page": page}) for page in (1, 2))

    shown = [
        re.findall(r'id="change-(\d+)"', response.text) for response in (first, second)
    ]
    assert [len(ids) for ids in shown] == [40, 5]
    assert len({*shown[0], *shown[1]}) == 45


def test_a_page_that_is_not_there_leads_to_the_nearest(signed_in, learner):
    press_often(learner, 3)

    assert (
        "There is no page “9”: this is all."
        in signed_in.get(HISTORY, {"page": "9"}).text
    )


def test_an_order_that_is_not_known_is_named(signed_in, learner):
    press_often(learner, 1)

    response = signed_in.get(HISTORY, {"by": "colour"})

    assert "“colour” is not an option here, so it was ignored." in response.text
    assert len(rows(response)) == 1


def test_by_step_it_says_how_much_was_done_on_each(signed_in, learner):
    first, second = make_step(name_en="Sums"), make_step(name_en="Loops")
    StepProgress.objects.set_state(
        learner, first, State.DONE, at=timezone.now() - timedelta(hours=1)
    )
    StepHours.objects.add(learner, second, 90)
    SkillClaim.objects.set(learner, make_skill().pk, 1)
    today = f"{timezone.now():%-d %B %Y}"

    response = signed_in.get(HISTORY, {"by": "step"})

    found = [
        plain(row)
        for row in re.findall(
            r'(?s)<li>(\s*<a href="\?(?:step|by=other).*?)</li>', response.text
        )
    ]
    assert found[-3:] == [
        f"Loops Not started · 1 change · 1 h 30 min · last on {today}",
        f"Sums Done · 1 change · last on {today}",
        "Courses and skills 1 change",
    ]


def test_one_step_has_a_history_of_its_own(signed_in, learner):
    step, other = make_step(name_en="Sums"), make_step()
    StepProgress.objects.set_state(learner, step, State.DOING)
    StepHours.objects.add(learner, step, 90)
    StepProgress.objects.set_state(learner, other, State.DONE)

    response = signed_in.get(HISTORY, {"step": step.slug})

    assert rows(response) == ["+ 1 h 30 min Undo", "Under way before: Not started Undo"]
    assert "Time spent so far: 1 h 30 min." in response.text


def test_a_step_that_was_withdrawn_is_there_for_whoever_did_something_on_it(
    signed_in, learner, client, other_learner
):
    step = press_often(learner, 1)
    step.published = False
    step.save()
    assert len(rows(signed_in.get(HISTORY, {"step": step.slug}))) == 1

    client.force_login(other_learner)

    assert client.get(HISTORY, {"step": step.slug}).status_code == 404


@pytest.mark.parametrize("slug", ["nowhere", "\x00", "x" * 5000, "名字"])
def test_a_step_that_is_not_known_is_404(signed_in, slug):
    assert signed_in.get(HISTORY, {"step": slug}).status_code == 404


def test_courses_and_skills_stand_together(signed_in, learner):
    change_everything(learner)

    response = signed_in.get(HISTORY, {"by": "other"})

    assert [row.partition(" before")[0] for row in rows(response)] == [
        "Python Known: working",
        "A course Finished",
    ]


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


# What it costs


@pytest.mark.parametrize("times", [1, 10])
@pytest.mark.parametrize(
    ("query", "expected"),
    [("", 7), ("by=step", 8), ("by=other", 3)],
    ids=["day", "step", "other"],
)
def test_it_costs_the_same_queries_however_much_there_is(
    signed_in, learner, settings, times, query, expected
):
    settings.CONTENT_VERSION_SECONDS = 60
    for _ in range(times):
        change_everything(learner)
        Sweep.objects.reset(learner, make_roadmap(1), {make_step().pk: State.DONE}, {})
    signed_in.get(HISTORY)

    with CaptureQueriesContext(connection) as queries:
        signed_in.get(f"{HISTORY}?{query}")

    assert len(queries) == expected


def test_chinese_sentences_above_the_map_end_in_chinese(signed_in, learner):
    assert "还没有学习日：你在这里的操作会记在当天。撤销、重置" in plain(
        signed_in.get("/zh-hans/my/history/").text
    )
    StepProgress.objects.set_state(learner, make_step(), State.DOING)
    assert "你做了1次更改。撤销、重置" in plain(
        signed_in.get("/zh-hans/my/history/").text
    )
