"""What somebody asks of a plan, and the address that holds it."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote_plus

from guide.formats import format_money
from guide.planner.offers import CENTS, DOLLAR, CourseWishes
from guide.planner.question import MONEY
from guide.planner.weeks import Calendar, Pause, at_minutes_a_week, spread_evenly

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOUR = 60
quoted = lru_cache(1000)(quote_plus)  # a page has sixty addresses that are nearly alike


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

    def with_pinned(self, course: str) -> "PlanWishes":
        return self.but(
            pinned=tuple(sorted({*self.pinned, course})),
            left_out=tuple(key for key in self.left_out if key != course),
        )

    def with_left_out(self, course: str) -> "PlanWishes":
        return self.but(
            left_out=tuple(sorted({*self.left_out, course})),
            pinned=tuple(key for key in self.pinned if key != course),
        )

    @property
    def query(self) -> str:
        """The address after its “?”: the same for the same wishes."""
        return "&".join(
            f"{quoted(name)}={quoted(value)}" for name, value in self.pairs()
        )

    def pairs(self):
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
        yield from self.choice_pairs()

    def choice_pairs(self):
        lists = {
            "language": self.languages,
            "provider_out": self.providers_out,
            "pin": self.pinned,
            "out": self.left_out,
            "without": self.given_up,
        }
        for name, values in lists.items():
            yield from ((name, value) for value in sorted(values))
        for name in ("free", "certificate", "known_only"):
            if getattr(self, name):
                yield name, "on"
        yield "first", self.first


def plain_number(value: int, parts: int) -> str:
    """ "1.5" for 90 minutes of 60: as short as it can be and exact to a hundredth."""
    return f"{value / parts:.2f}".rstrip("0").rstrip(".")
