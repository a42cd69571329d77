"""What the planner is asked. Times are whole minutes, money is whole hundredths of one currency."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

MONEY = "money"
HOURS = "hours"
COURSES = "courses"
GOALS = (MONEY, HOURS, COURSES)
WEEKS_A_YEAR, MONTHS_A_YEAR = 52, 12


@dataclass(frozen=True)
class PlannedStep:
    """A step that is left, with the minutes that it takes at least and at most."""

    key: str
    low: int
    high: int
    # Of the steps of the same question those that come before.
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A course, for the steps of the question that it teaches. What is unknown is None, never 0."""

    key: str
    steps: frozenset[str]
    low: int | None = None
    high: int | None = None
    # A price of 0 is free. A price by the month is one of `subscription`: a provider's, shared by its courses.
    price: int | None = None
    subscription: str = ""
    recommended_for: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        return self.price is not None and self.low is not None

    @property
    def double_minutes(self) -> int:
        """Twice the middle of the range, a whole number; 0 where it is unknown."""
        return (self.low or 0) + (self.high or 0)


@dataclass(frozen=True)
class PlanQuestion:
    steps: tuple[PlannedStep, ...]
    offers: tuple[Offer, ...]
    # What matters first, second and third.
    goals: tuple[str, ...] = GOALS
    minutes_a_week: int = 8 * 60
    budget: int | None = None
    # Minutes of study that fit in before the latest finish.
    time: int | None = None
    # Take courses of unknown price or length where no known one teaches a step.
    with_unknown: bool = False
    pinned: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    # Steps that are learnt without a course, because somebody gave up having one.
    given_up: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if sorted(self.goals) != sorted(GOALS):
            raise ValueError(f"The goals are {', '.join(GOALS)}, each once.")
        if self.minutes_a_week < 1:
            raise ValueError("A plan needs at least a minute a week.")

    @cached_property
    def usable(self) -> tuple[Offer, ...]:
        """The courses that may be chosen, in the order of their keys, so that equal questions get equal answers."""
        rows = (offer for offer in self.offers if self.may_choose(offer))
        return tuple(sorted(rows, key=lambda offer: offer.key))

    def may_choose(self, offer: Offer) -> bool:
        if offer.key in self.pinned:
            return True
        if offer.key in self.left_out or not offer.steps & self.to_cover:
            return False
        return self.with_unknown or offer.is_known

    @cached_property
    def to_cover(self) -> frozenset[str]:
        """The steps that some course teaches, whatever the wishes, but for those given up."""
        taught = frozenset().union(*(offer.steps for offer in self.offers))
        return (self.step_keys & taught) - self.given_up

    @cached_property
    def step_keys(self) -> frozenset[str]:
        return frozenset(step.key for step in self.steps)

    @cached_property
    def without_course(self) -> tuple[str, ...]:
        """The steps that no course teaches, in their order: they are learnt by their projects."""
        taught = frozenset().union(*(offer.steps for offer in self.offers))
        return tuple(step.key for step in self.steps if step.key not in taught)

    @cached_property
    def minutes_a_month(self) -> int:
        return max(1, self.minutes_a_week * WEEKS_A_YEAR // MONTHS_A_YEAR)

    def months_of(self, double_minutes: int) -> int:
        """For how many months a subscription is paid for so much of its courses; at least one."""
        return max(1, -(-double_minutes // (2 * self.minutes_a_month)))

    @cached_property
    def step_by_key(self) -> dict[str, PlannedStep]:
        return {step.key: step for step in self.steps}

    @cached_property
    def offer_by_key(self) -> dict[str, Offer]:
        return {offer.key: offer for offer in self.offers}

    @cached_property
    def double_own_minutes(self) -> int:
        """Twice the middle of what the steps take by themselves."""
        return sum(step.low + step.high for step in self.steps)

    def double_overrun(self, offer: Offer) -> int:
        """By how much a course is longer than the steps that it teaches, twice the middle.

        A step takes its own hours, or those of its course where these are more.
        """
        if offer.low is None or offer.high is None:
            return 0
        taught = [self.step_by_key[key] for key in offer.steps if key in self.step_keys]
        low = offer.low - sum(step.low for step in taught)
        high = offer.high - sum(step.high for step in taught)
        return max(0, low) + max(0, high)

    def but(self, **changes) -> "PlanQuestion":
        return replace(self, **changes)


def fill_order(first: str) -> tuple[str, ...]:
    """The goals with the named one first, the others in their usual order."""
    return (first, *(goal for goal in GOALS if goal != first))


def keys_of(offers: Iterable[Offer]) -> frozenset[str]:
    return frozenset(offer.key for offer in offers)
