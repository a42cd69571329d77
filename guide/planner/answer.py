"""The answer to one question: a choice with its reasons, or what would make one possible."""

from dataclasses import dataclass
from datetime import date
from time import monotonic

from guide.planner.choice import Choice
from guide.planner.greedy import good_choice
from guide.planner.question import Question
from guide.planner.reasons import Reason, explain
from guide.planner.relaxations import Relaxations, relax
from guide.planner.solver import SECONDS, Unsettled, solve
from guide.planner.weeks import Calendar, at_minutes_a_week

BEST = "best"  # proved: bound and value are equal in integers
NEAR = "near"  # at most `gap` hundredths from the best
GOOD = "good"  # chosen without the solver, nothing is proved
IMPOSSIBLE = "impossible"  # proved: no choice keeps all wishes
UNSETTLED = "unsettled"  # not answered within the limits


@dataclass(frozen=True)
class Request:
    """A question, with the calendar and the latest finish that its time comes from."""

    question: Question
    calendar: Calendar
    latest: date | None = None

    @property
    def asked(self) -> Question:
        return self.question.but(
            minutes_a_week=sum(self.calendar.minutes),
            time=self.time_at(sum(self.calendar.minutes)),
        )

    def time_at(self, minutes_a_week: int) -> int | None:
        """Minutes of study until the latest finish at so many a week; None where no finish was asked for."""
        if self.latest is None:
            return None
        calendar = at_minutes_a_week(self.calendar, minutes_a_week)
        return calendar.minutes_until(self.latest)


@dataclass(frozen=True)
class Answer:
    verdict: str
    choice: Choice | None = None
    # For NEAR: by how many hundredths the first goal that was not proved may be too large.
    gap: int | None = None
    reasons: tuple[Reason, ...] = ()
    relaxations: Relaxations | None = None


def answer_request(request: Request, seconds: float = SECONDS) -> Answer:
    """With the solver. Needs about `seconds` at most, but the solver may overrun them."""
    ends = monotonic() + seconds
    question = request.asked
    try:
        solution = solve(question, seconds)
        if solution.choice is None:
            return Answer(
                IMPOSSIBLE, relaxations=relax(request, max(0.1, ends - monotonic()))
            )
    except Unsettled:
        return answer_without_solver(request, otherwise=UNSETTLED)
    verdict = BEST if solution.is_best else NEAR
    reasons = tuple(explain(solution.choice))
    return Answer(verdict, solution.choice, solution.gap, reasons)


def answer_without_solver(request: Request, otherwise: str = UNSETTLED) -> Answer:
    """A choice that is called good and not proven."""
    choice = good_choice(request.asked)
    if choice is None:
        return Answer(otherwise)
    return Answer(GOOD, choice, reasons=tuple(explain(choice)))
