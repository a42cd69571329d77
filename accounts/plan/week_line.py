"""A plan as one line through its weeks: a piece for each step, pauses as gaps, now on it. Percent across."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from guide import dates
from guide.formats import format_partial_date
from guide.models import Step
from guide.planner.weeks import Pause, Stretch

LEFT, WIDTH = 1.0, 98.0
# Between two circles, two numbers and two names of months, so that none lies on another at 360 pixels.
CIRCLE_GAP, NUMBER_GAP, TICK_GAP = 4.2, 6.4, 17.0
MONTHS_BETWEEN_TICKS = (1, 2, 3, 6, 12, 24, 60, 120)


class Piece(NamedTuple):
    x1: str
    x2: str
    track: int


class Halt(NamedTuple):
    x: str
    track: int
    number: str  # empty where there is no room


class Tick(NamedTuple):
    x: str
    words: str


class WeekLine:
    def __init__(
        self,
        stretches: Sequence[Stretch],
        steps: Mapping[str, Step],
        pauses: Iterable[Pause],
        today: date,
    ):
        self.stretches, self.steps = stretches, steps
        self.first = stretches[0].first
        self.last = stretches[-1].last + timedelta(days=1)
        self.all_pauses, self.today = pauses, today

    def at(self, day: date) -> float:
        """Percent from the left."""
        days = (self.last - self.first).days
        share = min(1.0, max(0.0, (day - self.first).days / days))
        return LEFT + WIDTH * share

    def place(self, day: date) -> str:
        return f"{self.at(day):.2f}%"

    def track(self, key: str) -> int:
        step = self.steps.get(key)
        return step.track.order if step else 0

    @property
    def pieces(self) -> list[Piece]:
        ends = [stretch.first for stretch in self.stretches[1:]] + [self.last]
        return [
            Piece(self.place(stretch.first), self.place(end), self.track(stretch.step))
            for stretch, end in zip(self.stretches, ends, strict=True)
        ]

    @property
    def pauses(self) -> list[Piece]:
        inside = (
            pause
            for pause in self.all_pauses
            if pause.last >= self.first and pause.first < self.last
        )
        one = timedelta(days=1)
        return [
            Piece(self.place(pause.first), self.place(pause.last + one), 0)
            for pause in inside
        ]

    @property
    def halts(self) -> list[Halt]:
        halts, circle, number = [], -CIRCLE_GAP, -NUMBER_GAP
        for count, stretch in enumerate(self.stretches, 1):
            at = self.at(stretch.first)
            if at - circle < CIRCLE_GAP:
                continue
            circle, shown = at, ""
            if at - number >= NUMBER_GAP:
                number, shown = at, str(count)
            halts.append(Halt(f"{at:.2f}%", self.track(stretch.step), shown))
        return halts

    @property
    def now(self) -> str:
        """Empty before the first day and after the last."""
        return self.place(self.today) if self.first < self.today < self.last else ""

    @property
    def ticks(self) -> list[Tick]:
        """The beginnings of months that have room beside each other; of years, by their number alone."""
        months = list(months_between(self.first, self.last))
        for every in MONTHS_BETWEEN_TICKS:
            shown = [
                day for day in months if (day.year * 12 + day.month - 1) % every == 0
            ]
            places = [self.at(day) for day in shown]
            gaps = (b - a for a, b in pairwise(places))
            if all(gap >= TICK_GAP for gap in gaps):
                break
        inside = [d for d in shown if 4 <= self.at(d) <= 95]
        if every % 12 == 0:
            return [
                Tick(self.place(day), format_partial_date(f"{day:%Y}"))
                for day in inside
            ]
        return [
            Tick(self.place(day), self.month_words(day, number == 0))
            for number, day in enumerate(inside)
        ]

    def month_words(self, day: date, is_first: bool) -> str:
        if is_first or day.month == 1:
            return format_partial_date(f"{day:%Y-%m}")
        return dates.month_name(day)


def months_between(first: date, last: date) -> Iterable[date]:
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            yield day
        day = (day + timedelta(days=31)).replace(day=1)
