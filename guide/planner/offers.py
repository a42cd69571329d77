"""The courses of the catalogue as the planner sees them: which steps they cover, how long they take, what they cost.

A course covers a step where editors chose it for the step, whole or the part that they named. Where nobody has chosen,
it covers a step when it teaches the skill that the step teaches furthest at most one level below, and fills the step's
low hours to at least a quarter. Courses that nobody could verify, that are gone or replaced, are none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from guide.cache import cached_per_version
from guide.courses.choice_rules import spoken_languages
from guide.models import Course, CourseSkill, ExchangeRate, Step, StepCourse, StepSkill
from guide.planner.question import Offer

HOUR = 60
CENTS = 100
LEAST_SHARE = Fraction(1, 4)
LEVELS_BELOW = 1
DOLLAR = "USD"


@dataclass(frozen=True)
class Part:
    """What a course is for a step, in minutes; None where the length is unknown."""

    low: int | None
    high: int | None
    is_whole: bool = True
    recommended: frozenset[str] = (
        frozenset()
    )  # the languages in which it is the recommendation


@dataclass(frozen=True)
class Teaching:
    """A course with all that the wishes of a plan may ask about. `price` is what studying costs, in its currency."""

    key: str
    provider: str
    languages: frozenset[str]
    low: int | None
    high: int | None
    price: Decimal | None
    currency: str
    by_month: bool
    certificate: bool | None
    certificate_price: Decimal | None
    parts: tuple[tuple[str, Part], ...]


@dataclass(frozen=True)
class CourseWishes:
    """Which courses somebody would take. Empty sets leave nothing out."""

    languages: frozenset[str] = frozenset()
    free_only: bool = False
    with_certificate: bool = False
    providers_left_out: frozenset[str] = frozenset()
    currency: str = DOLLAR


def find_offers(
    steps: Iterable[str],
    wishes: CourseWishes,
    rates: Mapping[str, Decimal],
    language: str,
) -> tuple[list[Offer], list[Offer]]:
    """The courses that teach some of the steps: those that keep the wishes, and the others.

    The others are not chosen, but their steps have a course: a wish, not the catalogue, is why one is missing.
    """
    wanted = frozenset(steps)
    kept: list[Offer] = []
    others: list[Offer] = []
    for course in teachings():
        if any(step in wanted for step, _part in course.parts):
            offer = offer_of(course, wanted, wishes, rates, language)
            (kept if keeps_wishes(course, wishes) else others).append(offer)
    return kept, others


def keeps_wishes(course: Teaching, wishes: CourseWishes) -> bool:
    if wishes.languages and not wishes.languages & course.languages:
        return False
    if course.provider in wishes.providers_left_out:
        return False
    if wishes.with_certificate and not course.certificate:
        return False
    return not wishes.free_only or price_to_pay(course, wishes) == 0


def price_to_pay(course: Teaching, wishes: CourseWishes) -> Decimal | None:
    """With the certificate where it is wanted; None where it is unknown."""
    if not wishes.with_certificate or course.price is None:
        return course.price
    if course.certificate_price is None:
        # A course that is paid for gives its certificate; one that is free may ask for it.
        return course.price or None
    return max(course.price, course.certificate_price)


def offer_of(
    course: Teaching,
    wanted: frozenset[str],
    wishes: CourseWishes,
    rates: Mapping[str, Decimal],
    language: str,
) -> Offer:
    parts = {step: part for step, part in course.parts if step in wanted}
    low, high = time_for(course, parts.values())
    by_month = course.by_month and bool(course.price)
    return Offer(
        key=course.key,
        steps=frozenset(parts),
        low=low,
        high=high,
        price=in_cents(price_to_pay(course, wishes), course.currency, wishes, rates),
        subscription=f"{course.provider} {course.price}" if by_month else "",
        recommended_for=frozenset(
            step for step, part in parts.items() if language in part.recommended
        ),
    )


def time_for(course: Teaching, parts: Iterable[Part]) -> tuple[int | None, int | None]:
    """The whole course, unless each step needs only a part of it: then all these parts, never more than the whole."""
    parts = list(parts)
    if any(part.is_whole for part in parts) or not parts:
        return course.low, course.high
    low, high = (sum(getattr(part, end) for part in parts) for end in ("low", "high"))
    if course.low is None or course.high is None:
        return low, high
    return min(low, course.low), min(high, course.high)


def in_cents(
    price: Decimal | None,
    currency: str,
    wishes: CourseWishes,
    rates: Mapping[str, Decimal],
) -> int | None:
    """In the currency that was asked for, at the newest rates; None where price or rate is unknown."""
    if not price:
        return None if price is None else 0
    if currency != wishes.currency:
        if currency not in rates or wishes.currency not in rates:
            return None
        price = price * rates[wishes.currency] / rates[currency]
    return int((price * CENTS).quantize(Decimal(1), ROUND_HALF_UP))


@cached_per_version(1)
def newest_rates() -> dict[str, Decimal]:
    """Units of each currency for a dollar, of the newest year or day that is known."""
    rows = ExchangeRate.objects.order_by("period", "pk")
    return {DOLLAR: Decimal(1)} | dict(rows.values_list("currency", "per_usd"))


@cached_per_version(1)
def teachings() -> tuple[Teaching, ...]:
    """All courses that may be planned with, by their keys: five queries for each content version."""
    courses = Course.objects.recommended().filter(status=Course.Status.CURRENT)
    courses = courses.exclude(checked_by=Course.CheckedBy.NOBODY)
    rows = list(courses.select_related("provider").order_by("slug"))
    parts = course_parts({course.pk: course for course in rows})
    return tuple(
        teaching_of(course, tuple(sorted(parts[course.pk].items()))) for course in rows
    )


def teaching_of(course: Course, parts: tuple[tuple[str, Part], ...]) -> Teaching:
    low, high = minutes_of(course)
    free = course.free_to_study
    return Teaching(
        key=course.slug,
        provider=course.provider.slug,
        languages=frozenset(languages_of(course)),
        low=low,
        high=high,
        price=Decimal(0) if free else course.price,
        currency=course.currency,
        by_month=course.price_period == Course.PricePeriod.MONTH,
        certificate=course.certificate,
        certificate_price=course.certificate_price,
        parts=parts,
    )


def minutes_of(row: Course | StepCourse) -> tuple[int | None, int | None]:
    """A length with one end only is as long at the other."""
    ends = [row.hours_low, row.hours_high]
    known = [end for end in ends if end is not None]
    if not known:
        return None, None
    return HOUR * min(known), HOUR * max(known)


def course_parts(courses: Mapping[int, Course]) -> dict[int, dict[str, Part]]:
    """By course, the steps that it covers."""
    steps = {step.pk: step for step in Step.objects.of_today()}
    found: dict[int, dict[str, Part]] = defaultdict(dict)
    decided = set()
    recommended: set[tuple[int, str]] = (
        set()
    )  # steps and languages that have their first
    for choice in StepCourse.objects.order_by("step", "order", "pk"):
        decided.add(choice.step_id)
        if choice.step_id in steps and choice.course_id in courses:
            course = courses[choice.course_id]
            first_in = frozenset(
                language
                for language in languages_of(course)
                if (choice.step_id, language) not in recommended
            )
            recommended.update((choice.step_id, language) for language in first_in)
            part = part_of(choice, course, first_in)
            found[course.pk][steps[choice.step_id].slug] = part
    undecided = {pk: step for pk, step in steps.items() if pk not in decided}
    add_by_rule(found, courses, undecided)
    return found


def part_of(choice: StepCourse, course: Course, recommended: frozenset[str]) -> Part:
    if choice.hours_high is None:
        return Part(*minutes_of(course), recommended=recommended)
    return Part(*minutes_of(choice), is_whole=False, recommended=recommended)


def languages_of(course: Course) -> set[str]:
    return spoken_languages(course.languages, course.subtitles)


def add_by_rule(
    found: dict[int, dict[str, Part]],
    courses: Mapping[int, Course],
    undecided: Mapping[int, Step],
) -> None:
    furthest: dict[int, int] = {}
    links = list(StepSkill.objects.filter(step__in=undecided))
    for link in links:
        furthest[link.step_id] = max(furthest.get(link.step_id, 0), link.level)
    asked = defaultdict(list)
    for link in links:
        if link.level == furthest[link.step_id]:
            asked[link.skill_id].append(link)
    taught = CourseSkill.objects.filter(course__in=courses, skill__in=asked)
    for row in taught.order_by("course", "pk"):
        course = courses[row.course_id]
        for link in asked[row.skill_id]:
            step = undecided[link.step_id]
            if row.level >= link.level - LEVELS_BELOW and is_long_enough(course, step):
                found[course.pk].setdefault(step.slug, Part(*minutes_of(course)))


def is_long_enough(course: Course, step: Step) -> bool:
    """A course of unknown length may be."""
    _low, high = minutes_of(course)
    return high is None or high >= LEAST_SHARE * HOUR * step.hours_low
