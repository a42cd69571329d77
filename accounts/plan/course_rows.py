"""The courses of a plan, each with why it is there, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from guide.durations import time_spent
from guide.formats import format_hours, format_money
from guide.models import Course, Step
from guide.planner.choice import Choice
from guide.planner.offers import CENTS
from guide.planner.question import Offer
from guide.planner.reasons import Reason, explain_left_out

HOUR = 60
TENTH_OF_HOUR = HOUR // 10  # minutes
# Of steps whose page recommends another course, so many are said for one course.
MOST_DIFFERENCES = 2


@dataclass(frozen=True)
class CourseRow:
    offer: Offer
    course: Course
    # Number within the plan, and step.
    steps: list[tuple[int, Step]]
    reasons: list[str]
    # What the pages of its steps recommend instead.
    differences: list[str]
    price: str
    is_pinned: bool = False
    is_started: bool = False
    is_finished: bool = False

    @property
    def step_numbers(self) -> str:
        return pgettext("list", ", ").join(str(number) for number, _step in self.steps)

    @property
    def hours(self) -> str:
        """Empty where the length is unknown."""
        if self.offer.low is None or self.is_finished:
            return ""
        ends = (self.offer.low, self.offer.high or self.offer.low)
        return format_hours(*(round(minutes / HOUR, 1) for minutes in ends))


@dataclass(frozen=True)
class RowMaker:
    """What the rows of one plan are made of."""

    choice: Choice
    steps: Mapping[str, Step]
    order: list[str]  # of the steps
    courses: Mapping[str, Course]
    currency: str
    started: frozenset[str] = frozenset()
    finished: frozenset[str] = frozenset()
    asked_for: frozenset[str] = frozenset()
    recommended: dict[str, list[Offer]] = field(default_factory=dict)

    def rows(self, reasons: Iterable[Reason]) -> list[CourseRow]:
        """In the order of the steps that they serve."""
        rows = [
            self.row(reason) for reason in reasons if reason.offer.key in self.courses
        ]
        return sorted(rows, key=lambda row: row.steps[0][0] if row.steps else 0)

    def row(self, reason: Reason) -> CourseRow:
        offer = reason.offer
        key = offer.key
        return CourseRow(
            offer,
            self.courses[key],
            [
                (number, self.steps[step])
                for number, step in enumerate(self.order, 1)
                if step in offer.steps and step in self.steps
            ],
            list(self.why(reason)),
            list(self.differences(offer)),
            self.price_words(offer),
            key in self.asked_for,
            key in self.started,
            key in self.finished,
        )

    def price_words(self, offer: Offer) -> str:
        if offer.key in self.finished:
            return ""
        if offer.price is None:
            return _("price unknown")
        if offer.price == 0:
            return _("free")
        money = self.money(offer.price)
        if not offer.subscription:
            return money
        months = self.choice.months()[offer.subscription]
        words = ngettext(
            "%(price)s a month, %(n)s month", "%(price)s a month, %(n)s months", months
        )
        return words % {"price": money, "n": months}

    def money(self, cents: int) -> str:
        amount = Decimal(cents) / CENTS
        return format_money(amount, self.currency)

    def why(self, reason: Reason) -> Iterable[str]:
        if reason.offer.key in self.finished:
            yield _("You have finished it.")
            return
        if reason.offer.key in self.started:
            yield _("You are taking it.")
        elif reason.offer.key in self.asked_for:
            yield _("You asked for it.")
        if reason.irreplaceable_for:
            words = _("Only this course covers %(steps)s.")
            yield words % {"steps": self.names(reason.irreplaceable_for)}
        elif reason.instead:
            yield self.instead_words(reason)
        elif not reason.alone_for and reason.offer.key not in self.started:
            yield _("The other courses cover its steps too.")

    def instead_words(self, reason: Reason) -> str:
        names = [self.course_name(key) for key in reason.instead]
        offers = self.choice.question.offers
        if any(o.key in reason.instead and not o.is_known for o in offers):
            words = _("Next best: %(courses)s, of unknown price or length.")
            return words % {"courses": pgettext("list", ", ").join(names)}
        words = _("Next best: %(courses)s, %(difference)s.")
        difference = self.difference_words(
            reason.more_money, reason.more_double_minutes
        )
        courses = pgettext("list", ", ").join(names)
        return words % {"courses": courses, "difference": difference}

    def difference_words(self, cents: int, double_minutes: int) -> str:
        """ "$40 more and 12 h less"."""
        parts = []
        if cents:
            words = _("%(amount)s more") if cents > 0 else _("%(amount)s less")
            parts.append(words % {"amount": self.money(abs(cents))})
        if double_minutes:
            words = _("%(amount)s more") if double_minutes > 0 else _("%(amount)s less")
            parts.append(words % {"amount": hours_words(abs(double_minutes) / 2)})
        if not parts:
            return _("the same hours and money")
        return pgettext("two differences", " and ").join(parts)

    def differences(self, offer: Offer) -> Iterable[str]:
        """Where the page of a step recommends another course: what that one would change."""
        if offer.key in self.finished:
            return
        others: dict[str, list[str]] = {}
        for step in self.order:
            if step in offer.steps - offer.recommended_for:
                for other in self.recommended.get(step, ()):
                    if other.key not in self.choice.keys:
                        others.setdefault(other.key, []).append(step)
        for key, steps in list(others.items())[:MOST_DIFFERENCES]:
            yield self.difference_sentence(key, steps)

    def difference_sentence(self, key: str, steps: list[str]) -> str:
        offer = self.choice.question.offer_by_key[key]
        names = {"steps": self.names(steps), "course": self.course_name(key)}
        if key in self.choice.question.left_out:
            words = _(
                "The page of %(steps)s recommends %(course)s, which you left out."
            )
            return words % names
        if not offer.is_known:
            words = _(
                "The page of %(steps)s recommends %(course)s, whose price or length is unknown."
            )
            return words % names
        more = self.difference_words(*explain_left_out(self.choice, offer))
        words = _(
            "The page of %(steps)s recommends %(course)s: with it, %(difference)s."
        )
        return words % {**names, "difference": more}

    def names(self, steps: Iterable[str]) -> str:
        named = [quoted_name(self.steps[step]) for step in steps if step in self.steps]
        return pgettext("list", ", ").join(named)

    def course_name(self, key: str) -> str:
        return str(self.courses[key].name) if key in self.courses else key


def quoted_name(step: Step) -> str:
    return _("“%(name)s”") % {"name": step.name}


def hours_words(minutes: float) -> str:
    """ "7.5 h": to the half hour, below an hour to the tenth; what would be no tenth in minutes."""
    if 0 < minutes < TENTH_OF_HOUR:
        return time_spent(max(1, round(minutes)))
    hours = minutes / HOUR
    rounded = round(2 * hours) / 2 if hours >= 1 else round(hours, 1)
    return format_hours(rounded, None)


def recommended_offers(choice: Choice) -> dict[str, list[Offer]]:
    """By step, the courses that its page recommends to the reader."""
    found: dict[str, list[Offer]] = {}
    for offer in choice.question.offers:
        for step in offer.recommended_for & choice.question.to_cover:
            found.setdefault(step, []).append(offer)
    return found
