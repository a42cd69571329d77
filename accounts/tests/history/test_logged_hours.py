"""The hours of this week are counted by the days of the learner, and what was taken back does not count."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from accounts.history.study_log import study_log
from accounts.journal.undo import undo
from accounts.models import ProgressEvent, StepHours
from guide.tests.factory import make_step
from tests.document import document, texts

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def _thursday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 26, 12, tzinfo=UTC))


def add(learner, minutes, *moment, step=None):
    at = datetime(2026, 11, *moment, tzinfo=UTC)
    StepHours.objects.add(learner, step or make_step(), minutes, at=at)


def week_of(learner):
    """Minutes by day of the month, without the empty ones."""
    week = study_log(learner).hours.week
    return {day.day: minutes for day, minutes in week if minutes}


def test_it_counts_from_monday_and_all_time_beside_it(learner, other_learner):
    step = make_step()
    for minutes, day in ((30, 22), (60, 23), (15, 26), (120, 26)):
        add(learner, minutes, day, 12, step=step)
    add(other_learner, 600, 26, 12)

    found = study_log(learner).hours

    assert week_of(learner) == {23: 60, 26: 135}
    assert [day.isoformat() for day, _minutes in found.week][::6] == [
        "2026-11-23",
        "2026-11-29",
    ]
    assert (found.minutes, found.minutes_this_week) == (225, 195)


@pytest.mark.parametrize(
    ("zone", "week"),
    [("UTC", {}), ("Asia/Shanghai", {23: 30}), ("America/Lima", {})],
)
def test_sunday_evening_in_london_is_monday_in_shanghai(learner, zone, week):
    learner.time_zone = zone
    add(learner, 30, 22, 23, 30)

    assert week_of(learner) == week


def test_what_was_taken_back_does_not_count(learner):
    add(learner, 30, 24, 12)
    add(learner, 60, 25, 12)

    undo(ProgressEvent.objects.earliest("at"), seen="")

    assert week_of(learner) == {25: 60}


def test_the_picture_says_every_number_in_words(client, learner):
    add(learner, 90, 24, 12)
    add(learner, 20, 26, 12)
    client.force_login(learner)

    (picture,) = document(client.get("/my/")).iterfind(".//svg[@role='img']")

    assert picture.get("aria-label") == "Hours this week: Tue 1.5, Thu 0.33"
    assert texts(picture, ".//text[@class='hours']") == ["1.5", "0.33"]
    heights = [int(bar.get("height")) for bar in picture.iter("rect")]
    assert heights == [2, 40, 2, 8, 2, 2, 2]


def test_without_any_hours_there_is_no_picture(signed_in, client):
    assert "week__days" not in signed_in.get("/my/").text


def test_it_speaks_chinese(client, learner):
    add(learner, 90, 24, 12)
    client.force_login(learner)

    assert 'aria-label="本周学时：周二 1.5"' in client.get("/zh-hans/my/").text
