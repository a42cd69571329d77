"""A good choice without the solver: again and again the course that adds least for each step that it covers."""

from collections import Counter
from collections.abc import Iterable
from math import lcm

from guide.planner.choice import Choice, choose
from guide.planner.question import Offer, PlanQuestion


def good_choice(question: PlanQuestion) -> Choice | None:
    """None where it finds no choice that keeps the wishes; there may be one all the same."""
    choice = choose(question, question.pinned)
    prices = Prices(question)
    prices.update(choice, question.usable)
    while choice.uncovered:
        added = prices.cheapest()
        if added is None:
            return None
        choice = choose(question, {*choice.keys, added.key})
        prices.update(choice, changed_by(added, question.usable))
    choice = without_needless(choice)
    return choice if choice.is_allowed else None


def changed_by(added: Offer, offers: Iterable[Offer]) -> list[Offer]:
    """The courses that cover less than before, or cost less because their subscription is paid."""
    return [
        offer
        for offer in offers
        if not offer.steps.isdisjoint(added.steps)
        or (offer.subscription and offer.subscription == added.subscription)
    ]


class Prices:
    """What each course adds to each value, for each step that it newly covers."""

    def __init__(self, question: PlanQuestion):
        self.offer_by_key = question.offer_by_key
        most = max((len(offer.steps) for offer in question.usable), default=1)
        self.shares = lcm(*range(1, most + 1))  # in whole numbers, so exactly
        self.by_key: dict[str, tuple[list[int], str]] = {}

    def update(self, choice: Choice, offers: Iterable[Offer]) -> None:
        """Those of these courses that cover anything new, with what they add to the choice."""
        for offer in offers:
            if steps := len(offer.steps & choice.uncovered):
                share = self.shares // steps
                values = [value * share for value in choice.values_added_by(offer)]
                self.by_key[offer.key] = values, offer.key
            else:
                self.by_key.pop(offer.key, None)

    def cheapest(self) -> Offer | None:
        if not self.by_key:
            return None
        return self.offer_by_key[min(self.by_key.values())[1]]


def without_needless(choice: Choice) -> Choice:
    """The dearest courses go first, where the others cover everything without them."""
    question = choice.question
    keys = {*choice.keys}
    count = Counter(step for offer in choice.offers for step in offer.steps)
    for offer in sorted(choice.offers, key=lambda offer: -(offer.price or 0)):
        is_needed = any(count[step] == 1 for step in offer.steps & question.to_cover)
        if not is_needed and offer.key not in question.pinned:
            keys.remove(offer.key)
            count.subtract(offer.steps)
    return choose(question, keys)
