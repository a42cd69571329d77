"""Why a course is in the plan, and why another one is not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from guide.planner.choice import Choice, Values, choose
from guide.planner.question import Offer

# More courses than so many do not take the place of one.
MOST_IN_PLACE = 2
# Of the courses that could take its place only so many are tried together.
MOST_TRIED = 12


@dataclass(frozen=True)
class Reason:
    """Why a chosen course is there."""

    offer: Offer
    # The steps that no other chosen course covers.
    alone_for: tuple[str, ...]
    # Of these, those that no other course that may be chosen teaches.
    irreplaceable_for: tuple[str, ...]
    # The courses that would best take its place while the others stay; none where nothing could.
    instead: tuple[str, ...] = ()
    more_money: int = 0
    more_double_minutes: int = 0


def explain(choice: Choice) -> list[Reason]:
    return [add_instead(choice, reason) for reason in explain_alone(choice)]


def explain_alone(choice: Choice) -> list[Reason]:
    """What each course is there for, without what would take its place, which costs far more to find."""
    question = choice.question
    count = Counter(step for offer in choice.offers for step in offer.steps)
    rivals = (offer for offer in question.usable if offer.key not in choice.keys)
    replaceable = frozenset().union(*(rival.steps for rival in rivals))
    reasons = []
    for offer in choice.offers:
        needed = {step for step in offer.steps & question.to_cover if count[step] == 1}
        alone = tuple(step.key for step in question.steps if step.key in needed)
        only = tuple(step for step in alone if step not in replaceable)
        reasons.append(Reason(offer, alone, only))
    return reasons


def add_instead(choice: Choice, reason: Reason) -> Reason:
    question = choice.question
    others = choose(question, set(choice.keys) - {reason.offer.key})
    missing = frozenset(reason.alone_for)
    rivals = [
        rival
        for rival in question.usable
        if rival.steps & missing and rival.key not in choice.keys
    ]
    instead = None if reason.irreplaceable_for else best_instead(others, rivals)
    if instead is None:
        return reason
    return replace(
        reason,
        instead=tuple(sorted(set(instead.keys) - set(others.keys))),
        more_money=instead.money - choice.money,
        more_double_minutes=instead.double_minutes - choice.double_minutes,
    )


def best_instead(others: Choice, rivals: list[Offer]) -> Choice | None:
    """The best plan that keeps the others and adds at most two courses. It need not keep budget and finish."""
    missing = others.uncovered
    tried = sorted(rivals, key=lambda rival: (-len(rival.steps & missing), rival.key))
    for count in range(1, MOST_IN_PLACE + 1):
        ways = [
            added
            for added in combinations(tried[:MOST_TRIED] if count > 1 else tried, count)
            if missing <= frozenset().union(*(offer.steps for offer in added))
        ]
        if ways:
            best = min(ways, key=lambda added: values_added_by(others, added))
            return with_more(others, best)
    return None


def values_added_by(choice: Choice, offers: Sequence[Offer]) -> Values:
    """What several courses more add to the values of a choice. Counting these anew takes far longer."""
    first, *others = offers
    added = choice.values_added_by(first)
    if not others:
        return added
    more = values_added_by(with_more(choice, [first]), others)
    return tuple(map(sum, zip(added, more, strict=True)))


def with_more(choice: Choice, offers: Iterable[Offer]) -> Choice:
    return choose(choice.question, {*choice.keys, *(offer.key for offer in offers)})


def explain_left_out(choice: Choice, offer: Offer) -> tuple[int, int]:
    """By how many cents and double minutes the plan gets dearer and longer when a course is added and all that it makes
    needless goes."""
    question = choice.question
    plan = choose(question, {*choice.keys, offer.key})
    courses = Counter(step for each in plan.offers for step in each.steps)
    keys = set(plan.keys)
    for other in choice.offers if not plan.uncovered else ():
        if other.key in question.pinned or other.steps.isdisjoint(offer.steps):
            continue
        if all(courses[step] > 1 for step in other.steps & question.to_cover):
            keys.remove(other.key)
            courses.subtract(other.steps)
    plan = choose(question, keys)
    return plan.money - choice.money, plan.double_minutes - choice.double_minutes
