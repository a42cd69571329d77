"""What would make an impossible question possible: the least change of each wish alone.

One unit less of any of them is still impossible.
"""

from dataclasses import dataclass

from guide.planner.question import COURSES, HOURS, MONEY, PlanQuestion
from guide.planner.request import PlanRequest
from guide.planner.solver import Unsettled, minimize, solve, write_program

MOST_HOURS_A_WEEK = 100
# Minutes in an hour.
HOUR = 60


@dataclass(frozen=True)
class Relaxations:
    """None where changing this wish alone does not help, or was not asked for."""

    budget: int | None = None
    hours_a_week: int | None = None
    # Minutes of study until the earliest finish.
    time: int | None = None
    # The fewest steps that would have to stay without a course.
    given_up: frozenset[str] | None = None


def relax(request: PlanRequest, seconds: float) -> Relaxations:
    question = request.asked
    return Relaxations(
        budget=least_budget(question, seconds),
        hours_a_week=least_hours_a_week(request, seconds),
        time=least_time(question, seconds),
        given_up=fewest_given_up(question, seconds),
    )


def least_budget(question: PlanQuestion, seconds: float) -> int | None:
    if question.budget is None:
        return None
    asked = question.but(budget=None, goals=(MONEY, HOURS, COURSES))
    program = write_program(asked)
    found = minimize(program, program.goals[MONEY], seconds)
    if not found.is_proved or found.values is None:
        return None
    return program.weigh(MONEY, found.values)


def least_time(question: PlanQuestion, seconds: float) -> int | None:
    """The fewest minutes in which the last step is done, with all other wishes kept."""
    if question.time is None:
        return None
    program = write_program(question.but(time=None))
    found = minimize(program, program.goals["overrun"], seconds)
    if not found.is_proved or found.values is None:
        return None
    over = program.weigh("overrun", found.values)
    return -(-(question.double_own_minutes + over) // 2)


def least_hours_a_week(request: PlanRequest, seconds: float) -> int | None:
    """Whole hours. More of them never harm: subscriptions get shorter, and more fits in before the finish."""

    def is_possible(hours: int) -> bool:
        minutes = hours * HOUR
        asked = request.question.but(
            minutes_a_week=minutes, time=request.time_at(minutes)
        )
        try:
            return solve(asked, seconds).choice is not None
        except Unsettled:
            return False

    low, high = sum(request.calendar.minutes) // HOUR, MOST_HOURS_A_WEEK
    if low >= high or not is_possible(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_possible(middle) else (middle, high)
    return high


def fewest_given_up(question: PlanQuestion, seconds: float) -> frozenset[str] | None:
    program = write_program(question, giving_up=True)
    variables = program.surrenders
    found = minimize(program, dict.fromkeys(variables.values(), 1), seconds)
    if not found.is_proved or found.values is None:
        return None
    values = found.values
    return frozenset(step for step, index in variables.items() if values[index])
