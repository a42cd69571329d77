"""Money against hours as a page shows it: a point for each choice than which none is both cheaper and shorter."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.plan.course_rows import hours_words
from accounts.plan.wishes import PlanWishes
from guide.formats import format_money
from guide.planner.choice import Choice
from guide.planner.exchange import Exchange
from guide.planner.offers import CENTS
from guide.planner.question import HOURS

# Of the picture, in percent across and pixels down.
LEFT, RIGHT, TOP, FLOOR = 6.0, 94.0, 24, 164


class ExchangeRow(NamedTuple):
    money: str
    hours: str
    courses: int
    # What it costs more and saves beside the row before; empty for the first.
    difference: str
    query: str


class ExchangePoint(NamedTuple):
    x: str
    y: int
    words: str  # empty where there is no room


@dataclass(frozen=True)
class ExchangePage:
    wishes: PlanWishes
    exchange: Exchange

    @property
    def shown(self) -> tuple[Choice, ...]:
        return self.exchange.shown

    @property
    def rows(self) -> list[ExchangeRow]:
        before = [None, *self.shown[:-1]]
        return [
            ExchangeRow(
                self.money(choice.money),
                hours_words(choice.double_minutes / 2),
                len(choice.offers),
                self.difference(earlier, choice) if earlier else "",
                self.wishes.but(budget=choice.money, first=HOURS).query,
            )
            for earlier, choice in zip(before, self.shown, strict=True)
        ]

    def difference(self, before: Choice, choice: Choice) -> str:
        words = _("%(money)s more save %(hours)s")
        hours = hours_words((before.double_minutes - choice.double_minutes) / 2)
        return words % {
            "money": self.money(choice.money - before.money),
            "hours": hours,
        }

    def money(self, cents: int) -> str:
        return format_money(Decimal(cents) / CENTS, self.wishes.currency)

    @property
    def points(self) -> list[ExchangePoint]:
        money = [choice.money for choice in self.shown]
        hours = [choice.double_minutes for choice in self.shown]
        across = max(1, max(money) - min(money))
        down = max(1, max(hours))
        return [
            ExchangePoint(
                f"{LEFT + (RIGHT - LEFT) * (m - min(money)) / across:.2f}%",
                round(FLOOR - (FLOOR - TOP) * h / down),
                self.money(m) if number in (0, len(money) - 1) else "",
            )
            for number, (m, h) in enumerate(zip(money, hours, strict=True))
        ]

    @property
    def lines(self) -> list[tuple[ExchangePoint, ExchangePoint]]:
        points = self.points
        return list(pairwise(points))
