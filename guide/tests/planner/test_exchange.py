"""Money against hours: every point is the best of its kind, and nothing lies between two neighbours."""

from itertools import pairwise

import pytest
from hypothesis import given, settings

from guide.planner.exchange import MOST_SHOWN, Exchange, exchange_money
from guide.planner.exhaustive import best_by_trying
from guide.planner.question import PlanQuestion
from guide.tests.planner.questions import course, questions, step
from tests.examples import scaled_count


@pytest.mark.hypothesis
@settings(max_examples=scaled_count(40))
@given(questions())
def test_nothing_lies_between_two_neighbours(question):
    question = question.but(with_unknown=False)
    exchange = exchange_money(question)
    asked = question.but(budget=None, goals=("hours", "money", "courses"))

    assert exchange.is_whole
    pairs = [(point.money, point.double_minutes) for point in exchange.points]
    assert pairs == sorted(pairs)
    assert [hours for _money, hours in pairs] == sorted(
        {hours for _money, hours in pairs}, reverse=True
    )
    # The least hours for just less than each price are those of the point before.
    for (_, hours), (money, _) in pairwise(pairs):
        assert best_by_trying(asked.but(budget=money - 1)).double_minutes == hours
    if pairs:
        assert best_by_trying(asked).double_minutes == pairs[-1][1]
    else:
        assert best_by_trying(asked) is None


def test_seven_dollars_more_save_hours():
    question = PlanQuestion(
        steps=(step("maths"),),
        offers=(
            course("long", "maths", hours=(100, 120), price=5000),
            course("short", "maths", hours=(10, 20), price=5749),
            course("worse", "maths", hours=(100, 121), price=5100),
        ),
        budget=0,
    )

    points = exchange_money(question).points

    assert [point.keys for point in points] == [("long",), ("short",)]


def test_no_point_has_more_unknown_courses_than_there_must_be():
    question = PlanQuestion(
        steps=(step("maths"), step("code")),
        offers=(
            course("secret", "maths", hours=(1, 1), price=None),
            course("long", "code", hours=(90, 90)),
            course("quick", "code", hours=(9, 9), price=900),
            course("unheard", "code", hours=None, price=0),
        ),
        with_unknown=True,
    )

    points = exchange_money(question).points

    assert [point.keys for point in points] == [("long", "secret"), ("quick", "secret")]


def test_of_many_points_those_that_change_most_are_shown():
    question = PlanQuestion(
        steps=(step("maths"),),
        offers=tuple(
            course(f"c{i:02}", "maths", hours=(500 - i * i, 500 - i * i), price=100 * i)
            for i in range(20)
        ),
    )

    exchange = exchange_money(question, seconds=60)

    assert (len(exchange.points), exchange.hidden) == (20, 20 - MOST_SHOWN)
    shown = [point.keys[0] for point in exchange.shown]
    assert shown == ["c00", *(f"c{i:02}" for i in range(9, 20))]


def test_without_time_the_list_is_not_called_whole():
    question = PlanQuestion(steps=(step("maths"),), offers=(course("m", "maths"),))

    assert exchange_money(question, seconds=0) == Exchange((), is_whole=False)
