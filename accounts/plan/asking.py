"""The planner's question, from a visitor's wishes and progress."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from accounts.journal.entries import entries_of
from accounts.models import CourseProgress
from accounts.plan.steps_left import StepsLeft, find_steps_left
from accounts.plan.wishes import PlanWishes
from guide.cache import cached_per_version
from guide.models import Course
from guide.models.text import active_language
from guide.planner.offers import CourseWishes, find_offers, newest_rates
from guide.planner.pace import at_pace
from guide.planner.question import Offer, PlanQuestion, fill_order, keys_of
from guide.planner.request import PlanRequest
from guide.roadmaps.roadmap_map import line_map


@dataclass(frozen=True)
class AskedPlan:
    """A question with what the page says about it."""

    wishes: PlanWishes
    left: StepsLeft
    request: PlanRequest
    # Courses under way and finished, that the plan takes as they are.
    started: frozenset[str] = frozenset()
    finished: frozenset[str] = frozenset()


def ask_for_plan(request, wishes: PlanWishes) -> AskedPlan:
    """At most three queries, of which those for the content come once for each version."""
    left = find_steps_left(request, line_map(wishes.roadmap))
    steps = tuple(step.key for step in left.steps)
    kept, others = known_offers(steps, wishes.courses, active_language())
    started, finished = courses_of_visitor(request, keys_of(kept) | keys_of(others))
    refused = frozenset(wishes.left_out) & started
    offers = tuple(
        offer_for(offer, left, finished) for offer in sorted_offers(kept, others)
    )
    pinned = (started | finished | frozenset(wishes.pinned)) & keys_of(offers)
    question = PlanQuestion(
        steps=left.steps,
        offers=offers,
        goals=fill_order(wishes.first),
        minutes_a_week=wishes.minutes_a_week,
        budget=wishes.budget,
        with_unknown=not wishes.known_only,
        pinned=pinned - refused,
        left_out=(frozenset(wishes.left_out) | keys_of(others)) & keys_of(offers),
        given_up=frozenset(wishes.given_up) & frozenset(left.stops),
    )
    request = PlanRequest(question, wishes.calendar, wishes.latest)
    return AskedPlan(wishes, left, request, started - refused, finished)


@cached_per_version(most=50)
def known_offers(
    steps: tuple[str, ...], wishes: CourseWishes, language: str
) -> tuple[list[Offer], list[Offer]]:
    return find_offers(steps, wishes, newest_rates(), language)


def sorted_offers(kept: list[Offer], others: list[Offer]) -> list[Offer]:
    return sorted([*kept, *others], key=lambda offer: offer.key)


def offer_for(offer: Offer, left: StepsLeft, finished: frozenset[str]) -> Offer:
    """What is still to be studied and paid of a course: at the visitor's pace, less what they logged on its steps."""
    if offer.key in finished:
        return replace(offer, low=0, high=0, price=0, subscription="")
    spent = sum(left.logged.get(step, 0) for step in offer.steps)
    if offer.low is None or (not spent and left.pace == 1):
        return offer
    return replace(
        offer,
        low=still_to_study(offer.low, left.pace, spent),
        high=still_to_study(offer.high or offer.low, left.pace, spent),
    )


def still_to_study(minutes: int, pace: Fraction, spent: int) -> int:
    return max(0, at_pace(minutes, pace) - spent)


def courses_of_visitor(
    request, keys: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Of these courses those under way and those finished. One query for somebody signed in."""
    states = entries_of(request).courses
    if not states:
        return frozenset(), frozenset()
    by_pk = course_slugs()
    return tuple(
        frozenset(
            by_pk[pk] for pk, found in states.items() if found == state and pk in by_pk
        )
        & keys
        for state in (CourseProgress.State.DOING, CourseProgress.State.DONE)
    )


@cached_per_version(most=1)
def course_slugs() -> Mapping[int, str]:
    return dict(Course.objects.values_list("pk", "slug"))
