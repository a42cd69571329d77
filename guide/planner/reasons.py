"""Why a course is in the plan, and why another one is not."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations

from guide.planner.choice import Choice, choose
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
    return [explain_offer(choice, offer) for offer in choice.offers]


def explain_offer(choice: Choice, offer: Offer) -> Reason:
    question = choice.question
    others = choose(question, set(choice.keys) - {offer.key})
    order = [step.key for step in question.steps]
    missing = others.uncovered & offer.steps
    alone = sorted(missing, key=order.index)
    rivals = [
        rival
        for rival in question.usable
        if rival.steps & missing and rival.key not in choice.keys
    ]
    irreplaceable = tuple(
        step for step in alone if not any(step in rival.steps for rival in rivals)
    )
    instead = None if irreplaceable else best_instead(others, rivals)
    reason = Reason(offer, tuple(alone), irreplaceable)
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
    best: Choice | None = None
    for count in range(1, MOST_IN_PLACE + 1):
        for added in combinations(tried[:MOST_TRIED] if count > 1 else tried, count):
            if missing <= frozenset().union(*(offer.steps for offer in added)):
                keys = {*others.keys, *(offer.key for offer in added)}
                plan = choose(others.question, keys)
                if best is None or plan.values < best.values:
                    best = plan
        if best is not None:
            return best
    return None


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
