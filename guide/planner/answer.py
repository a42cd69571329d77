"""The answer to one question: a choice with its reasons, or what would make one possible."""

from dataclasses import dataclass
from time import monotonic

from guide.planner.choice import Choice
from guide.planner.greedy import good_choice
from guide.planner.reasons import Reason, explain, explain_alone
from guide.planner.relaxations import Relaxations, relax
from guide.planner.request import PlanRequest
from guide.planner.solver import SECONDS, Unsettled, solve

BEST = "best"  # proved: bound and value are equal in integers
NEAR = "near"  # at most `gap` hundredths from the best
GOOD = "good"  # chosen without the solver, nothing is proved
IMPOSSIBLE = "impossible"  # proved: no choice keeps all wishes
UNSETTLED = "unsettled"  # not answered within the limits


@dataclass(frozen=True)
class PlanAnswer:
    verdict: str
    choice: Choice | None = None
    # For NEAR: by how many hundredths the first goal that was not proved may be too large.
    gap: int | None = None
    reasons: tuple[Reason, ...] = ()
    relaxations: Relaxations | None = None
    # Chosen without the solver because others were solving. It is no part of the document.
    is_busy: bool = False


def answer_request(request: PlanRequest, seconds: float = SECONDS) -> PlanAnswer:
    """With the solver. Needs about `seconds` at most, but the solver may overrun them."""
    ends = monotonic() + seconds
    question = request.asked
    try:
        solution = solve(question, seconds)
        if solution.choice is None:
            return PlanAnswer(
                IMPOSSIBLE, relaxations=relax(request, max(0.1, ends - monotonic()))
            )
    except Unsettled:
        return answer_without_solver(request, otherwise=UNSETTLED)
    verdict = BEST if solution.is_best else NEAR
    reasons = tuple(explain(solution.choice))
    return PlanAnswer(verdict, solution.choice, solution.gap, reasons)


def answer_without_solver(
    request: PlanRequest, otherwise: str = UNSETTLED, *, is_busy: bool = False
) -> PlanAnswer:
    """A choice that is called good and not proven. It does not say what would take whose place: others are waiting."""
    choice = good_choice(request.asked)
    if choice is None:
        return PlanAnswer(otherwise, is_busy=is_busy)
    reasons = tuple(explain_alone(choice))
    return PlanAnswer(GOOD, choice, reasons=reasons, is_busy=is_busy)
