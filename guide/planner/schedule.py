"""A choice of courses laid into somebody's weeks: at the least, in the middle and at the most that it may take."""

from dataclasses import dataclass
from datetime import date

from guide.planner.choice import Choice
from guide.planner.question import PlannedStep
from guide.planner.weeks import (
    Calendar,
    Layout,
    TooLongPlan,
    last_day,
    lay_out,
    order_steps,
)

Work = list[tuple[str, int]]


@dataclass(frozen=True)
class Schedule:
    """None where it would take longer than a plan may (`guide.planner.weeks`)."""

    low: Layout | None
    middle: Layout | None
    high: Layout | None

    @property
    def window(self) -> tuple[date | None, date | None]:
        """The days on which the last step is done, at the earliest and at the latest."""
        first = self.low.last_day if self.low else None
        return first, self.high.last_day if self.high else None


def schedule_choice(calendar: Calendar, choice: Choice) -> Schedule:
    low, high = work_ends(choice)
    works = low, middle_of(low, high), high
    return Schedule(*(laid_or_none(calendar, work) for work in works))


def middle_work(choice: Choice) -> Work:
    return middle_of(*work_ends(choice))


def last_day_of(calendar: Calendar, work: Work) -> date | None:
    """On which it is done, as if it were laid out step by step; None where nothing is left or it takes too long."""
    if not work:
        return None
    try:
        return last_day(calendar, sum(minutes for _step, minutes in work))
    except TooLongPlan:
        return None


def work_ends(choice: Choice) -> tuple[Work, Work]:
    """The steps in their order, with the minutes that they take at least, and at most."""
    steps = order_steps(choice.question.steps)
    over = overruns(steps, choice)
    low = [(step.key, step.low + over[step.key][0]) for step in steps]
    high = [(step.key, step.high + over[step.key][1]) for step in steps]
    return low, high


def overruns(steps: list[PlannedStep], choice: Choice) -> dict[str, tuple[int, int]]:
    """By step, the minutes by which its courses are longer than what they teach; a course counts for its first step."""
    found = {step.key: (0, 0) for step in steps}
    for offer in choice.offers:
        taught = [step for step in steps if step.key in offer.steps]
        if not taught or offer.low is None or offer.high is None:
            continue
        low = max(0, offer.low - sum(step.low for step in taught))
        high = max(0, offer.high - sum(step.high for step in taught))
        first = taught[0].key
        found[first] = found[first][0] + low, found[first][1] + high
    return found


def middle_of(low: Work, high: Work) -> Work:
    """Half minutes are carried on, so that the sum is the middle of the sums, rounded up."""
    work, double, before = [], 0, 0
    for (key, least), (_key, most) in zip(low, high, strict=True):
        double += least + most
        after = -(-double // 2)
        work.append((key, after - before))
        before = after
    return work


def laid_or_none(calendar: Calendar, work: Work) -> Layout | None:
    try:
        return lay_out(calendar, work)
    except TooLongPlan:
        return None
