"""A good choice without the solver: again and again the course that adds least for each step that it covers."""

from fractions import Fraction

from guide.planner.choice import Choice, choose
from guide.planner.question import PlanQuestion


def good_choice(question: PlanQuestion) -> Choice | None:
    """None where it finds no choice that keeps the wishes; there may be one all the same."""
    keys = set(question.pinned)
    while uncovered := choose(question, keys).uncovered:
        before = choose(question, keys)
        options = [
            (price_of_more(before, offer.key, len(offer.steps & uncovered)), offer.key)
            for offer in question.usable
            if offer.steps & uncovered
        ]
        if not options:
            return None
        keys.add(min(options)[1])
    choice = without_needless(choose(question, keys))
    return choice if choice.is_allowed else None


def price_of_more(choice: Choice, key: str, steps: int) -> tuple[Fraction, ...]:
    """What one course more adds to each value, for each step that it newly covers."""
    more = choose(choice.question, {*choice.keys, key})
    pairs = zip(more.values, choice.values, strict=True)
    return tuple(Fraction(after - before, steps) for after, before in pairs)


def without_needless(choice: Choice) -> Choice:
    """The dearest courses go first, where the others cover everything without them."""
    question = choice.question
    for offer in sorted(choice.offers, key=lambda offer: -(offer.price or 0)):
        fewer = choose(question, set(choice.keys) - {offer.key})
        if offer.key not in question.pinned and not fewer.uncovered:
            choice = fewer
    return choice
