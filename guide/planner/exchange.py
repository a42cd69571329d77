"""Money against hours: every choice than which none is both cheaper and shorter."""

from dataclasses import dataclass
from time import monotonic

from guide.planner.choice import Choice
from guide.planner.question import GOALS, HOURS, PlanQuestion
from guide.planner.solver import (
    Row,
    Unsettled,
    goal_terms,
    solve_program,
    write_program,
)

SECONDS = 0.9
MOST_SHOWN = 12


@dataclass(frozen=True)
class Exchange:
    """From the cheapest to the dearest. Where `is_whole`, nothing lies between two neighbours."""

    points: tuple[Choice, ...]
    is_whole: bool

    @property
    def shown(self) -> tuple[Choice, ...]:
        """All points, or the first, the last and those between that change most."""
        if len(self.points) <= MOST_SHOWN:
            return self.points
        gains = sorted(
            range(1, len(self.points) - 1),
            key=lambda i: (-self.saved_minutes(i), i),
        )
        kept = sorted({0, len(self.points) - 1, *gains[: MOST_SHOWN - 2]})
        return tuple(self.points[i] for i in kept)

    def saved_minutes(self, i: int) -> int:
        before, after = self.points[i - 1 : i + 1]
        return before.double_minutes - after.double_minutes

    @property
    def hidden(self) -> int:
        return len(self.points) - len(self.shown)


def exchange_money(question: PlanQuestion, seconds: float = SECONDS) -> Exchange:
    """The budget does not bind here: what more money would save is the point. No point has more unknown courses than
    there must be."""
    asked = question.but(budget=None, goals=GOALS)
    ends = monotonic() + seconds
    points: list[Choice] = []
    while True:
        program = write_program(asked)
        if points:
            fewer, unknown = points[-1].double_minutes - 1, points[0].unknown
            program.rows.append(Row(program.goals[HOURS], high=fewer))
            program.rows.append(Row(program.goals["unknown"], high=unknown))
        try:
            solution = solve_program(program, goal_terms, ends - monotonic())
        except Unsettled:
            return Exchange(tuple(points), is_whole=False)
        if solution.choice is None:
            return Exchange(tuple(points), is_whole=True)
        if not solution.is_best:
            return Exchange(tuple(points), is_whole=False)
        points.append(solution.choice)
