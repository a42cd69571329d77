"""The history: every change in words, on the day of the learner."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    SkillClaim,
    State,
    StepNote,
    StepProgress,
    Sweep,
)
from accounts.tests.history.entries import HISTORY, change_everything, plain, rows
from guide.tests.factory import make_course, make_roadmap, make_skill, make_step

pytestmark = pytest.mark.both_databases


def days(response):
    return re.findall(r'<h2 id="day-[\d-]+">(.*?)</h2>', response.text)


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
