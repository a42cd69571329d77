"""The solver's answers are the best there are: they agree with trying everything, and break no wish."""

import random
import time

import pytest
from hypothesis import given, settings

from guide.planner import solver
from guide.planner.choice import choose
from guide.planner.exhaustive import TooLong, best_by_trying
from guide.planner.greedy import good_choice
from guide.planner.question import GOALS, PlanQuestion
from guide.planner.solver import Unsettled, solve
from guide.tests.planner.questions import course, questions, step
from tests.examples import scaled_count

pytestmark = pytest.mark.hypothesis


@given(questions())
def test_the_best_choice_is_what_trying_everything_finds(question):
    tried, solution = best_by_trying(question), solve(question)

    assert (solution.choice is None) == (tried is None)
    if tried is not None:
        assert solution.is_best
        assert solution.choice.is_allowed
        assert solution.choice.values == tried.values


@settings(max_examples=scaled_count(20))
@given(questions())
def test_equal_questions_in_another_order_get_equal_answers(question):
    turned = question.but(
        steps=question.steps[::-1], offers=question.offers[::-1], budget=None
    )

    first, second = solve(question.but(budget=None)), solve(turned)

    assert (first.choice is None) == (second.choice is None)
    assert first.choice is None or first.choice.keys == second.choice.keys


@settings(max_examples=scaled_count(30))
@given(questions())
def test_a_choice_without_the_solver_keeps_the_wishes_and_is_no_better_than_the_best(
    question,
):
    good, tried = good_choice(question), best_by_trying(question)

    if good is not None:
        assert good.is_allowed
        assert good.values >= tried.values


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_less_than_the_best_is_settled_for(seed):
    """Thirty courses that overlap: a first good choice is found at once, and is not the best."""
    chance = random.Random(seed)  # noqa: S311
    names = [f"step-{number}" for number in range(12)]
    offers = [course(f"only-{name}", name, price=8000) for name in names]
    for number in range(30):
        taught, hours = chance.sample(names, 3), chance.randint(5, 40)
        price = chance.randint(1000, 9000)
        offers.append(course(f"c-{number}", *taught, hours=(hours, hours), price=price))

    solution = solve(PlanQuestion(tuple(map(step, names)), tuple(offers)), seconds=60)

    assert (solution.is_best, solution.gap) == (True, None)


def test_of_a_thousand_courses_it_says_how_far_the_choice_may_be_from_the_best():
    """In two seconds, where the machine lets it."""
    chance = random.Random(24)  # noqa: S311
    names = [f"step-{number}" for number in range(60)]
    offers = [
        course(
            f"c-{number}",
            *chance.sample(names, chance.randint(1, 5)),
            hours=(hours := chance.randint(4, 90), hours + chance.randint(0, 40)),
            price=chance.choice([0, chance.randint(1000, 90000)]),
        )
        for number in range(1000)
    ]
    question = PlanQuestion(tuple(map(step, names)), tuple(offers), budget=500_000)

    began = time.process_time()
    solution = solve(question, seconds=2)

    assert time.process_time() - began < 3
    assert solution.choice.is_allowed
    assert solution.is_best or solution.gap >= 0


TWO_WAYS = PlanQuestion(
    steps=(step("maths"), step("code")),
    offers=(
        course("free", "maths", hours=(40, 60)),
        course("short", "maths", hours=(10, 14), price=4000),
        course("code", "code"),
        course("both", "maths", "code", hours=(60, 70), price=1000),
    ),
)


@pytest.mark.parametrize(
    ("goals", "keys"),
    [
        (("money", "hours", "courses"), ("code", "free")),
        (("hours", "money", "courses"), ("code", "short")),
        (("courses", "money", "hours"), ("both",)),
    ],
)
def test_what_matters_first_decides(goals, keys):
    assert solve(TWO_WAYS.but(goals=goals)).choice.keys == keys


def test_a_budget_a_pin_and_a_course_left_out_are_kept():
    hours_first = TWO_WAYS.but(goals=("hours", "money", "courses"))

    assert solve(hours_first.but(budget=3999)).choice.keys == ("code", "free")
    assert solve(TWO_WAYS.but(pinned=frozenset({"both"}))).choice.keys == ("both",)
    assert solve(TWO_WAYS.but(left_out=frozenset({"free"}))).choice.keys == ("both",)
    assert solve(TWO_WAYS.but(left_out=frozenset({"code", "both"}))).choice is None


def test_courses_of_one_subscription_share_its_months():
    """24 h at 6 h a week are one month; at 2 h a week three, and then the other course is cheaper."""
    question = PlanQuestion(
        steps=(step("maths"), step("code")),
        offers=(
            course("m", "maths", hours=(12, 12), price=2000, subscription="hall"),
            course("c", "code", hours=(12, 12), price=2000, subscription="hall"),
            course("both", "maths", "code", hours=(50, 50), price=5000),
        ),
        minutes_a_week=6 * 60,
    )

    quick, slow = solve(question).choice, solve(question.but(minutes_a_week=120)).choice

    assert (quick.keys, quick.money) == (("c", "m"), 2000)
    assert (slow.keys, slow.money) == (("both",), 5000)
    assert choose(question.but(minutes_a_week=120), ("c", "m")).money == 6000


def test_unknown_courses_serve_only_where_no_known_one_does():
    question = PlanQuestion(
        steps=(step("maths"), step("code")),
        offers=(
            course("secret", "maths", "code", hours=(1, 1), price=None),
            course("known", "maths", hours=(90, 99), price=9999),
        ),
    )

    assert solve(question).choice is None
    assert solve(question.but(with_unknown=True)).choice.keys == ("secret",)
    only_maths = question.but(steps=(step("maths"),), with_unknown=True)
    assert solve(only_maths).choice.keys == ("known",)


def test_among_equals_the_recommended_course_wins():
    question = PlanQuestion(
        steps=(step("maths"),),
        offers=(
            course("a", "maths"),
            course("b", "maths", recommended_for=frozenset({"maths"})),
            course("c", "maths"),
        ),
    )

    assert solve(question).choice.keys == ("b",)


def test_a_finish_too_early_for_long_courses_takes_the_short_one():
    """The steps take 30 h in the middle; the free course is 35 h longer than its step."""
    hours = 60

    assert solve(TWO_WAYS.but(time=65 * hours)).choice.keys == ("code", "free")
    assert solve(TWO_WAYS.but(time=65 * hours - 1)).choice.keys == ("code", "short")
    assert solve(TWO_WAYS.but(time=30 * hours)).choice.keys == ("code", "short")
    assert solve(TWO_WAYS.but(time=30 * hours - 1)).choice is None


def test_nothing_to_learn_needs_no_course():
    empty = PlanQuestion(steps=(), offers=())

    assert (solve(empty).choice.keys, solve(empty).is_best) == ((), True)


def test_without_time_nothing_is_claimed():
    with pytest.raises(Unsettled):
        solve(TWO_WAYS, seconds=0)
    with pytest.raises(TooLong):
        best_by_trying(TWO_WAYS, seconds=-1)


def test_a_bound_below_the_value_is_not_called_best(monkeypatch):
    """What the solver says of itself does not count; bound and value do."""
    found = solver.minimize

    def doubtful(program, terms, seconds):
        minimum = found(program, terms, seconds)
        return solver.Minimum(minimum.values, bound=minimum.bound / 2)

    monkeypatch.setattr(solver, "minimize", doubtful)
    solution = solve(TWO_WAYS.but(goals=("hours", "money", "courses")))

    assert (solution.is_best, solution.gap) == (False, 50)


@pytest.mark.parametrize(
    "goals", [("money",), ("money", "money", "hours"), (*GOALS, "fame")]
)
def test_goals_that_are_not_the_three_are_refused(goals):
    with pytest.raises(ValueError, match="each once"):
        PlanQuestion(steps=(), offers=(), goals=goals)


@settings(max_examples=5)
@given(questions())
def test_what_the_solver_rounds_is_checked_in_integers(question):
    """A row that the values break is no answer."""
    program = solver.write_program(question)
    program.rows.append(solver.Row({}, low=1))

    assert not solver.keeps_rows(program, [0] * len(program.uppers))
