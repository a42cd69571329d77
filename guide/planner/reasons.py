"""Why a course is in the plan, and why another one is not."""

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
    alone = sorted(others.uncovered & offer.steps, key=order.index)
    rivals = [
        rival
        for rival in question.usable
        if rival.key not in choice.keys and rival.steps & set(alone)
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
    question = others.question.but(budget=None, time=None)
    tried = sorted(
        rivals, key=lambda rival: (-len(rival.steps & others.uncovered), rival.key)
    )
    best: Choice | None = None
    for count in range(1, MOST_IN_PLACE + 1):
        for added in combinations(tried[:MOST_TRIED] if count > 1 else tried, count):
            plan = choose(question, {*others.keys, *(offer.key for offer in added)})
            if not plan.uncovered and (best is None or plan.values < best.values):
                best = plan
        if best is not None:
            return best
    return None


def explain_left_out(choice: Choice, offer: Offer) -> tuple[int, int]:
    """By how many cents and double minutes the plan gets dearer and longer when a course is added and all that it makes
    needless goes."""
    question = choice.question.but(budget=None, time=None)
    keys = {*choice.keys, offer.key}
    for key in sorted(choice.keys):
        if key not in question.pinned and not choose(question, keys - {key}).uncovered:
            keys.remove(key)
    plan = choose(question, keys)
    return plan.money - choice.money, plan.double_minutes - choice.double_minutes
