"""What a choice of courses costs, covers and breaks: exact, in integers. The solver's answers are checked with it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from guide.planner.question import COURSES, HOURS, MONEY, Offer, PlanQuestion

Values = tuple[int, ...]


@dataclass(frozen=True)
class Choice:
    """Courses that were chosen for a question, in the order of their keys."""

    question: PlanQuestion
    offers: tuple[Offer, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(offer.key for offer in self.offers)

    @property
    def money(self) -> int:
        """What is known to be paid: prices in all, and months of subscriptions."""
        once = sum(offer.price or 0 for offer in self.offers if not offer.subscription)
        months = self.months()
        prices = subscription_prices(self.offers)
        return once + sum(months[name] * prices[name] for name in months)

    def months(self) -> dict[str, int]:
        """For how many months each subscription is paid, at the hours a week of the question; at least one."""
        minutes = self.subscribed_double_minutes
        return {name: self.question.months_of(minutes[name]) for name in minutes}

    @cached_property
    def subscribed_double_minutes(self) -> dict[str, int]:
        minutes: dict[str, int] = defaultdict(int)
        for offer in self.offers:
            if offer.subscription:
                minutes[offer.subscription] += offer.double_minutes
        return dict(minutes)

    @property
    def double_minutes(self) -> int:
        return sum(offer.double_minutes for offer in self.offers)

    @property
    def unknown(self) -> int:
        return sum(not offer.is_known for offer in self.offers)

    @property
    def double_time(self) -> int:
        """Twice the middle of the time until the last step is done: steps, and courses where they are longer."""
        question = self.question
        over = sum(question.double_overrun(offer) for offer in self.offers)
        return question.double_own_minutes + over

    @property
    def hits(self) -> int:
        """For how many steps the course that their page recommends is among the chosen."""
        to_cover = self.question.to_cover
        return sum(len(offer.recommended_for & to_cover) for offer in self.offers)

    def goal(self, name: str) -> int:
        values = {
            MONEY: self.money,
            HOURS: self.double_minutes,
            COURSES: len(self.offers),
        }
        return values[name]

    @cached_property
    def values(self) -> Values:
        """The less, the better, one after the other: unknown courses, the three goals, courses not recommended."""
        goals = (self.goal(name) for name in self.question.goals)
        return (self.unknown, *goals, -self.hits)

    def values_added_by(self, offer: Offer) -> Values:
        """What one course more would add to `values`."""
        added = {
            MONEY: self.money_added_by(offer),
            HOURS: offer.double_minutes,
            COURSES: 1,
        }
        goals = (added[name] for name in self.question.goals)
        hits = len(offer.recommended_for & self.question.to_cover)
        return (not offer.is_known, *goals, -hits)

    def money_added_by(self, offer: Offer) -> int:
        if not offer.subscription:
            return offer.price or 0
        paid = self.subscribed_double_minutes.get(offer.subscription)
        months = self.question.months_of((paid or 0) + offer.double_minutes)
        before = 0 if paid is None else self.question.months_of(paid)
        return (offer.price or 0) * (months - before)

    @cached_property
    def uncovered(self) -> frozenset[str]:
        covered = frozenset().union(*(offer.steps for offer in self.offers))
        return self.question.to_cover - covered

    @property
    def is_allowed(self) -> bool:
        question = self.question
        if self.uncovered or not question.pinned <= frozenset(self.keys):
            return False
        if question.budget is not None and self.money > question.budget:
            return False
        return question.time is None or self.double_time <= 2 * question.time


def choose(question: PlanQuestion, keys: Iterable[str]) -> Choice:
    """Raises KeyError where a course is none of the question's."""
    by_key = question.offer_by_key
    return Choice(question, tuple(by_key[key] for key in sorted(set(keys))))


def subscription_prices(offers: Iterable[Offer]) -> dict[str, int]:
    """The price of a month; an unknown one counts nothing here and is said beside the sum."""
    return {
        offer.subscription: offer.price or 0 for offer in offers if offer.subscription
    }
