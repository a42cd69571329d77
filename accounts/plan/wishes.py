"""What somebody asks of a plan, and the address that holds it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from urllib.parse import quote_plus

from guide.formats import format_money
from guide.planner.offers import CENTS, DOLLAR, CourseWishes
from guide.planner.question import MONEY
from guide.planner.weeks import Calendar, Pause, at_minutes_a_week, spread_evenly

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOUR = 60


@dataclass(frozen=True)
class PlanWishes:
    roadmap: str
    start: date
    # A week, where the weekdays are alike; else minutes for each weekday, Monday first.
    hours: int = 8
    weekdays: tuple[int, ...] = ()
    # A week, until a day: somebody catches up first.
    more_hours: int | None = None
    more_until: date | None = None
    pauses: tuple[Pause, ...] = ()
    latest: date | None = None
    # In hundredths of the currency.
    budget: int | None = None
    currency: str = DOLLAR
    languages: tuple[str, ...] = ()
    free: bool = False
    certificate: bool = False
    providers_out: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    # Steps that stay without a course.
    given_up: tuple[str, ...] = ()
    first: str = MONEY
    # Only courses whose price and length are known.
    known_only: bool = False

    @property
    def minutes(self) -> tuple[int, ...]:
        return self.weekdays or spread_evenly(self.hours * HOUR)

    @property
    def minutes_a_week(self) -> int:
        return sum(self.minutes)

    @property
    def calendar(self) -> Calendar:
        usual = Calendar(self.start, self.minutes, self.pauses)
        if not self.more_hours or not self.more_until:
            return usual
        more = at_minutes_a_week(usual, self.more_hours * HOUR).minutes
        return replace(usual, first_minutes=more, first_until=self.more_until)

    @property
    def courses(self) -> CourseWishes:
        return CourseWishes(
            languages=frozenset(self.languages),
            free_only=self.free,
            with_certificate=self.certificate,
            providers_left_out=frozenset(self.providers_out),
            currency=self.currency,
        )

    def money_words(self, cents: int) -> str:
        return format_money(Decimal(cents) / CENTS, self.currency)

    @property
    def budget_words(self) -> str:
        return self.money_words(self.budget or 0)

    def but(self, **changes) -> "PlanWishes":
        return replace(self, **changes)

    def query_with_pinned(self, course: str) -> str:
        """The question with a course that the plan must have."""
        left_out = (key for key in self.left_out if key != course)
        return self.query_of({*self.pinned, course}, left_out)

    def query_with_left_out(self, course: str) -> str:
        pinned = (key for key in self.pinned if key != course)
        return self.query_of(pinned, {*self.left_out, course})

    @property
    def query(self) -> str:
        """The address after its “?”: the same for the same wishes."""
        return self.query_of(self.pinned, self.left_out)

    def query_of(self, pinned: Iterable[str], left_out: Iterable[str]) -> str:
        """With these courses and everything else as it is: a page has sixty such addresses."""
        before, after = self.query_around
        named = [("pin", key) for key in sorted(pinned)]
        named += [("out", key) for key in sorted(left_out)]
        return "&".join([before, *map(written, named), after])

    @cached_property
    def query_around(self) -> tuple[str, str]:
        return tuple(
            "&".join(map(written, pairs))
            for pairs in (self.first_pairs(), self.last_pairs())
        )

    def first_pairs(self) -> Iterator[tuple[str, str]]:
        yield "roadmap", self.roadmap
        if self.weekdays:
            for name, minutes in zip(WEEKDAYS, self.weekdays, strict=True):
                yield name, plain_number(minutes, HOUR)
        else:
            yield "hours", str(self.hours)
        yield "start", self.start.isoformat()
        if self.more_hours and self.more_until:
            yield "more_hours", str(self.more_hours)
            yield "more_until", self.more_until.isoformat()
        for pause in self.pauses:
            yield "pause_from", pause.first.isoformat()
            yield "pause_to", pause.last.isoformat()
        if self.latest:
            yield "latest", self.latest.isoformat()
        if self.budget is not None:
            yield "budget", plain_number(self.budget, CENTS)
        yield "currency", self.currency
        for name, values in (
            ("language", self.languages),
            ("provider_out", self.providers_out),
        ):
            yield from ((name, value) for value in sorted(values))

    def last_pairs(self) -> Iterator[tuple[str, str]]:
        yield from (("without", step) for step in sorted(self.given_up))
        for name in ("free", "certificate", "known_only"):
            if getattr(self, name):
                yield name, "on"
        yield "first", self.first


def written(pair: tuple[str, str]) -> str:
    name, value = pair
    return f"{name}={quote_plus(value)}"


def plain_number(value: int, parts: int) -> str:
    """ "1.5" for 90 minutes of 60: as short as it can be and exact to a hundredth."""
    return f"{value / parts:.2f}".rstrip("0").rstrip(".")
