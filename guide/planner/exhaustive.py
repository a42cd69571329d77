"""The best choice by trying: for proofs without the solver, where there are few courses or much time."""

from time import monotonic

from guide.planner.choice import Choice, choose
from guide.planner.question import PlanQuestion

SECONDS = 60.0


class TooLong(Exception):
    """The time was over before everything had been tried."""


def best_by_trying(question: PlanQuestion, seconds: float = SECONDS) -> Choice | None:
    """None where no choice keeps the wishes. Raises TooLong.

    The step that the fewest courses teach is covered first, by each of them in turn. A branch ends where it is already
    worse than the best: unknown courses, money, hours and number never fall when a course is added.
    """
    return Search(question, monotonic() + seconds).run()


class Search:
    def __init__(self, question: PlanQuestion, ends: float):
        self.question = question
        self.ends = ends
        self.best: Choice | None = None
        self.seen: set[frozenset[str]] = set()

    def run(self) -> Choice | None:
        self.extend(self.question.pinned)
        return self.best

    def extend(self, keys: frozenset[str]) -> None:
        if monotonic() > self.ends:
            raise TooLong
        if keys in self.seen:
            return
        self.seen.add(keys)
        choice = choose(self.question, keys)
        if self.is_hopeless(choice):
            return
        if not choice.uncovered:
            self.keep(choice)
            return
        for key in self.narrowest(choice.uncovered):
            self.extend(keys | {key})

    def is_hopeless(self, choice: Choice) -> bool:
        question = self.question
        if question.budget is not None and choice.money > question.budget:
            return True
        if question.time is not None and choice.double_time > 2 * question.time:
            return True
        # The last value, courses that are recommended, may still get better.
        return self.best is not None and choice.values[:-1] > self.best.values[:-1]

    def keep(self, choice: Choice) -> None:
        if choice.is_allowed and (
            self.best is None or choice.values < self.best.values
        ):
            self.best = choice

    def narrowest(self, uncovered: frozenset[str]) -> list[str]:
        """The courses for the step that the fewest teach."""
        ways = {
            step: [o.key for o in self.question.usable if step in o.steps]
            for step in sorted(uncovered)
        }
        return min(ways.values(), key=len)
