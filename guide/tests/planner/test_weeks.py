"""Work is laid into days: none is lost, none stands in a pause, and a pause moves exactly what comes after it."""

from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.planner.schedule import last_day_of
from guide.planner.weeks import (
    Calendar,
    Pause,
    TooLongPlan,
    at_minutes_a_week,
    lay_out,
    order_steps,
    spread_evenly,
)
from guide.tests.planner.questions import step

MONDAY = date(2026, 11, 30)
pytestmark = pytest.mark.hypothesis

days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
minutes = st.lists(st.integers(0, 300), min_size=7, max_size=7).filter(any)
work = st.lists(st.integers(0, 3000), max_size=8).map(
    lambda all_: [(f"step-{i}", each) for i, each in enumerate(all_)]
)


@st.composite
def calendars(draw):
    start = draw(days)
    pauses = []
    for _ in range(draw(st.integers(0, 2))):
        first = start + timedelta(days=draw(st.integers(-5, 90)))
        pauses.append(Pause(first, first + timedelta(days=draw(st.integers(0, 40)))))
    usual = Calendar(start, tuple(draw(minutes)), tuple(pauses))
    if draw(st.booleans()):
        return usual
    until = start + timedelta(days=draw(st.integers(-3, 60)))
    return replace(usual, first_minutes=tuple(draw(minutes)), first_until=until)


@given(calendars(), work)
def test_all_work_is_laid_out_and_no_day_holds_more_than_it_may(calendar, work):
    layout = lay_out(calendar, work)

    laid = {}
    for week in layout.weeks:
        for name, done in week.work:
            laid[name] = laid.get(name, 0) + done
        room = sum(
            calendar.minutes_on(week.monday + timedelta(days=i)) for i in range(7)
        )
        assert 0 < week.minutes <= room
    assert laid == {name: each for name, each in work if each}
    if layout.last_day is not None:
        total = sum(each for _name, each in work)
        assert calendar.minutes_until(layout.last_day) >= total
        before = layout.last_day - timedelta(days=1)
        assert calendar.minutes_until(before) < max(total, 1)


@given(calendars(), work, st.integers(0, 60), st.integers(0, 30), st.integers(1, 40))
def test_a_pause_that_moves_moves_exactly_the_work_after_it(
    calendar, work, offset, length, by
):
    """Up to the earlier of both places the days are the same; what is in all is the same to the minute."""
    first = calendar.start + timedelta(days=offset)
    pauses = [
        Pause(day, day + timedelta(days=length))
        for day in (first, first + timedelta(by))
    ]
    before, after = (
        lay_out(Calendar(calendar.start, calendar.minutes, (pause,)), work)
        for pause in pauses
    )

    for old, new in zip(before.stretches, after.stretches, strict=True):
        assert (old.step, old.minutes) == (new.step, new.minutes)
        if old.last < first:
            assert new == old
    assert sum(w.minutes for w in before.weeks) == sum(w.minutes for w in after.weeks)


def test_three_weeks_with_a_pause_at_christmas():
    calendar = Calendar(
        MONDAY,
        (0, 60, 0, 60, 0, 120, 0),
        (Pause(date(2026, 12, 7), date(2026, 12, 13)),),
    )

    layout = lay_out(calendar, [("sql", 300), ("git", 180)])

    assert [(week.monday.isoformat(), week.work) for week in layout.weeks] == [
        ("2026-11-30", (("sql", 240),)),
        ("2026-12-14", (("sql", 60), ("git", 180))),
    ]
    assert [(s.first.isoformat(), s.last.isoformat()) for s in layout.stretches] == [
        ("2026-12-01", "2026-12-15"),
        ("2026-12-17", "2026-12-19"),
    ]


def test_a_plan_over_29_february_and_the_change_of_the_clock():
    calendar = Calendar(date(2028, 2, 28), spread_evenly(7 * 30))

    layout = lay_out(calendar, [("sql", 30 * 30)])

    assert layout.last_day == date(2028, 3, 28)


@given(minutes, st.integers(1, 6000))
def test_another_sum_keeps_the_days(shape, total):
    calendar = at_minutes_a_week(Calendar(MONDAY, tuple(shape)), total)

    assert sum(calendar.minutes) == total
    assert all(old or not new for old, new in zip(shape, calendar.minutes, strict=True))


@given(st.integers(1, 6000))
def test_a_week_is_spread_evenly(total):
    spread = spread_evenly(total)

    assert sum(spread) == total
    assert max(spread) - min(spread) <= 1


def test_prerequisites_come_first_and_a_circle_loses_nothing():
    steps = [step("c", needs=["b"]), step("a"), step("b", needs=["a", "elsewhere"])]
    circle = [step("x", needs=["y"]), step("y", needs=["x"])]

    assert [each.key for each in order_steps(steps)] == ["a", "b", "c"]
    assert sorted(each.key for each in order_steps(circle)) == ["x", "y"]


@pytest.mark.parametrize("shape", [(0,) * 7, (60,) * 6, (-1, *(60,) * 6)])
def test_a_week_without_time_is_refused(shape):
    with pytest.raises(ValueError, match="Seven days"):
        Calendar(MONDAY, shape)


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="A pause ends"):
        Pause(MONDAY, MONDAY - timedelta(days=1))


def test_more_than_a_life_is_refused():
    with pytest.raises(TooLongPlan):
        lay_out(Calendar(MONDAY, (1, *(0,) * 6)), [("sql", 10**6)])
    with pytest.raises(TooLongPlan):
        lay_out(Calendar(date(9999, 12, 30), (1,) * 7), [("sql", 10)])


@pytest.mark.parametrize("minutes_of_work", [1561, 1562, 2000, 3121])
def test_the_last_day_alone_keeps_to_the_same_thirty_years(minutes_of_work):
    """A minute each Monday, from a Sunday on."""
    calendar, work = (
        Calendar(date(2027, 1, 3), (1, *(0,) * 6)),
        [("sql", minutes_of_work)],
    )
    if minutes_of_work == 1561:
        assert last_day_of(calendar, work) == lay_out(calendar, work).last_day
        return
    assert last_day_of(calendar, work) is None
    with pytest.raises(TooLongPlan):
        lay_out(calendar, work)


@given(calendars(), work)
def test_whole_weeks_at_once_are_the_same_as_one_day_after_the_other(calendar, work):
    assert last_day_of(calendar, work) == lay_out(calendar, work).last_day

    with patch.object(Calendar, "minutes_later_in_week", return_value=0):
        day_by_day = lay_out(calendar, work)
    assert lay_out(calendar, work) == day_by_day
