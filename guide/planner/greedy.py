"""A good choice without the solver: again and again the course that adds least for each step that it covers."""

from math import lcm

from guide.planner.choice import Choice, choose
from guide.planner.question import Offer, PlanQuestion


def good_choice(question: PlanQuestion) -> Choice | None:
    """None where it finds no choice that keeps the wishes; there may be one all the same."""
    choice = choose(question, question.pinned)
    while choice.uncovered:
        added = cheapest_to_add(choice)
        if added is None:
            return None
        choice = choose(question, {*choice.keys, added.key})
    choice = without_needless(choice)
    return choice if choice.is_allowed else None


def cheapest_to_add(choice: Choice) -> Offer | None:
    """The course that adds least to each value, for each step that it newly covers."""
    options = [
        (offer, len(offer.steps & choice.uncovered))
        for offer in choice.question.usable
        if not offer.steps.isdisjoint(choice.uncovered)
    ]
    shares = lcm(*(steps for _, steps in options))  # in whole numbers, so exactly

    def price(option: tuple[Offer, int]) -> tuple[list[int], str]:
        offer, steps = option
        share = shares // steps
        return [value * share for value in choice.values_added_by(offer)], offer.key

    return min(options, key=price)[0] if options else None


def without_needless(choice: Choice) -> Choice:
    """The dearest courses go first, where the others cover everything without them."""
    question = choice.question
    for offer in sorted(choice.offers, key=lambda offer: -(offer.price or 0)):
        fewer = choose(question, set(choice.keys) - {offer.key})
        if offer.key not in question.pinned and not fewer.uncovered:
            choice = fewer
    return choice
