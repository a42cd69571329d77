"""The map of study days counts in the days of the learner and says every number in words."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.history.study_days import FEWEST_WEEKS, WEEKS
from accounts.history.study_log import study_log
from accounts.models import By, State, StepProgress
from guide.tests.factory import make_step

pytestmark = pytest.mark.both_databases


def press(user, *moments, **change):
    for moment in moments:
        StepProgress.objects.set_state(
            user, make_step(), State.DONE, at=moment, **change
        )


def counted(user):
    """Days with changes, as ISO dates."""
    found = study_log(user).days
    return {
        (found.first + timedelta(days=number)).isoformat(): changes
        for number, changes in enumerate(found.counts)
        if changes
    }


@pytest.fixture
def today(monkeypatch):
    """A Saturday."""

    def set_to(*moment):
        monkeypatch.setattr(timezone, "now", lambda: datetime(*moment, tzinfo=UTC))

    set_to(2026, 11, 28, 12)
    return set_to


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", "2026-11-27"),
        ("Asia/Shanghai", "2026-11-28"),
        ("America/Lima", "2026-11-27"),
    ],
)
def test_half_past_eleven_in_london_is_the_next_day_in_shanghai(
    learner, today, zone, day
):
    learner.time_zone = zone
    press(learner, datetime(2026, 11, 27, 23, 30, tzinfo=UTC))

    assert counted(learner) == {day: 1}


def test_days_of_23_and_25_hours_have_their_own_borders(learner, today):
    learner.time_zone = "Europe/Berlin"
    zone = ZoneInfo("Europe/Berlin")
    for month, day in ((3, 29), (10, 25)):
        for hour, minute in ((0, 0), (23, 59)):
            press(learner, datetime(2026, month, day, hour, minute, tzinfo=zone))
        press(
            learner, datetime(2026, month, day, tzinfo=zone) - timedelta(microseconds=1)
        )

    assert counted(learner) == {
        "2026-03-28": 1,
        "2026-03-29": 2,
        "2026-10-24": 1,
        "2026-10-25": 2,
    }


def test_a_moment_with_parts_of_a_second_and_one_without_belong_to_the_day_they_begin(
    learner, today
):
    press(
        learner,
        datetime(2026, 11, 27, tzinfo=UTC),
        datetime(2026, 11, 27, 0, 0, 0, 1, tzinfo=UTC),
    )

    assert counted(learner) == {"2026-11-27": 2}


def test_it_reaches_from_a_monday_53_weeks_ago_until_today(learner, today):
    press(
        learner,
        datetime(2025, 11, 23, 23, tzinfo=UTC),
        datetime(2025, 11, 24, tzinfo=UTC),
    )

    found = study_log(learner).days

    assert (found.first.isoformat(), len(found.counts), found.days) == (
        "2025-11-24",
        370,
        1,
    )


def test_only_what_a_learner_pressed_is_study(learner, other_learner, today):
    moment = datetime(2026, 11, 27, tzinfo=UTC)
    for by in (By.MERGE, By.SIGN_UP, By.UNDO, By.RESET, By.COURSE, By.STAGE):
        press(learner, moment, by=by)
    press(other_learner, moment)

    assert counted(learner) == {}


def test_the_table_says_every_number_in_words(client, learner, today):
    for number, day in ((1, 24), (3, 25), (8, 26)):
        press(
            learner,
            *[datetime(2026, 11, day, hour, tzinfo=UTC) for hour in range(number)],
        )
    client.force_login(learner)

    text = client.get("/my/history/").text

    cells = {
        words: int(strength)
        for strength, words in re.findall(
            r'<td class="s(\d)"><span>([^<]*)</span>', text
        )
    }
    assert len(cells) == 7 * FEWEST_WEEKS
    assert {
        words: cells[words]
        for words in cells
        if "Nov 2026" in words and int(words.split()[0]) > 22
    } == {
        "23 Nov 2026: nothing": 0,
        "24 Nov 2026: 1 change": 1,
        "25 Nov 2026: 3 changes": 2,
        "26 Nov 2026: 8 changes": 4,
        "27 Nov 2026: nothing": 0,
        "28 Nov 2026: nothing": 0,
        "29 Nov 2026: not yet": 0,
    }
    assert text.count('<th scope="col">') == FEWEST_WEEKS
    assert text.count('<th scope="row">') == 7
    assert "3 days with a change in the last 8 weeks" in text


@pytest.mark.parametrize(
    ("day", "weeks"), [("2026-10-05", FEWEST_WEEKS), ("2026-10-04", WEEKS)]
)
def test_a_year_is_shown_as_soon_as_eight_weeks_do_not_hold_it(
    learner, today, day, weeks
):
    press(learner, datetime.fromisoformat(f"{day}T12:00+00:00"))

    found = study_log(learner).days.without_empty_start()

    assert (found.week_count, len(list(found.weeks)), found.days) == (weeks, weeks, 1)
    assert {len(days) for _short, _name, days in found.rows} == {weeks}


def test_it_speaks_chinese(client, learner, today):
    press(learner, datetime(2026, 11, 24, tzinfo=UTC))
    client.force_login(learner)

    assert (
        "<span>2026年11月24日：1次更改</span>"
        in client.get("/zh-hans/my/history/").text
    )
