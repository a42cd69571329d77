"""An impossible question names the least change of each wish that would make it possible; a unit less would not."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.planner.answer import IMPOSSIBLE, answer_request
from guide.planner.exhaustive import best_by_trying
from guide.planner.question import PlanQuestion
from guide.planner.request import PlanRequest
from guide.planner.weeks import Calendar, spread_evenly
from guide.tests.planner.questions import course, questions, step
from tests.examples import scaled_count

START = date(2026, 11, 30)


def ask(question, latest=None, hours=8):
    return PlanRequest(question, Calendar(START, spread_evenly(60 * hours)), latest)


@pytest.mark.hypothesis
@settings(max_examples=scaled_count(60))
@given(questions(), st.integers(0, 9), st.integers(1, 6))
def test_one_unit_less_is_still_impossible(question, weeks, hours):
    request = ask(question, START + timedelta(weeks=weeks), hours)
    answer = answer_request(request)
    if answer.verdict != IMPOSSIBLE:
        return
    asked, found = request.asked, answer.relaxations

    assert best_by_trying(asked) is None
    if found.budget is not None:
        assert best_by_trying(asked.but(budget=found.budget)) is not None
        assert best_by_trying(asked.but(budget=found.budget - 1)) is None
    if found.time is not None:
        assert best_by_trying(asked.but(time=found.time)) is not None
        assert best_by_trying(asked.but(time=found.time - 1)) is None
    if found.hours_a_week is not None:
        assert best_by_trying(at_hours(request, found.hours_a_week)) is not None
        assert best_by_trying(at_hours(request, found.hours_a_week - 1)) is None
    if found.given_up is not None:
        given_up = sorted(found.given_up)
        assert best_by_trying(asked.but(given_up=found.given_up)) is not None
        for step_key in given_up:
            fewer = asked.but(given_up=found.given_up - {step_key})
            assert best_by_trying(fewer) is None


def at_hours(request, hours):
    minutes = hours * 60
    return request.question.but(minutes_a_week=minutes, time=request.time_at(minutes))


def test_each_way_out_is_named_alone():
    question = PlanQuestion(
        steps=(step("maths"), step("code")),
        offers=(
            course("dear", "maths", price=4500),
            course("code", "code", price=500),
        ),
        budget=3000,
    )

    found = answer_request(ask(question)).relaxations

    assert (found.budget, found.given_up) == (5000, frozenset({"maths"}))
    assert (found.time, found.hours_a_week) == (None, None)


def test_a_finish_that_is_too_early_names_hours_a_week_and_the_earliest_finish():
    question = PlanQuestion(
        steps=(step("maths", 20, 40),), offers=(course("m", "maths"),)
    )
    request = ask(question, latest=START + timedelta(weeks=2, days=-1), hours=8)

    found = answer_request(request).relaxations

    assert (found.time, found.hours_a_week) == (30 * 60, 15)


def test_what_no_change_of_one_wish_helps_stays_unnamed():
    question = PlanQuestion(
        steps=(step("maths"),),
        offers=(course("m", "maths"),),
        left_out=frozenset({"m"}),
        budget=0,
    )

    found = answer_request(ask(question)).relaxations

    assert (found.budget, found.given_up) == (None, frozenset({"maths"}))
