"""What a figure of pay is worth: its amounts in the unit that the reader chose, its age, and how well it is proven."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import cached_property

from guide.models import Salary
from guide.models.fields import UNDATED
from guide.salaries.conversion import Converted, shown_amounts
from guide.salaries.formats import is_old
from guide.salaries.strength import Strength, strength_of

RELATION_ORDER = {"": 0, "same": 0, "proxy": 1, "neighbour": 2, "benchmark": 3}
EXPERIENCE_ORDER = {
    experience: number for number, experience in enumerate(Salary.Experience.values)
}


def experience_rank(experience: str) -> int:
    """The place among the levels of experience; the last one for a level that a later release has dropped."""
    return EXPERIENCE_ORDER.get(experience, len(EXPERIENCE_ORDER))


PERCENTILES = ("p10", "p25", "p50", "p75", "p90")


@dataclass
class FigureAmounts:
    salary: Salary
    converted: Converted
    today: date
    # The relation of the occupation to the chosen role; empty without a role.
    relation: str = ""

    @cached_property
    def amounts(self) -> dict[str, Decimal]:
        return shown_amounts(self.salary, self.converted)

    @property
    def unit(self) -> str:
        return self.converted.unit

    @property
    def relation_order(self) -> int:
        return RELATION_ORDER[self.relation]

    @cached_property
    def axis_key(self):
        """Only figures with the same key may stand on one axis."""
        salary = self.salary
        return (
            salary.evidence,
            salary.kind,
            self.unit,
            salary.period,
            salary.place_level,
            salary.year,
        )

    @property
    def middle(self) -> Decimal | None:
        return self.amounts.get("p50", self.amounts.get("mid"))

    @property
    def box(self) -> tuple[Decimal | None, Decimal | None]:
        """p25 and p75, or the two ends of a band."""
        names = (
            ("p25", "p75")
            if self.salary.kind == Salary.Kind.PERCENTILES
            else ("low", "high")
        )
        return self.amounts.get(names[0]), self.amounts.get(names[1])

    @property
    def whisker(self) -> tuple[Decimal | None, Decimal | None]:
        return self.amounts.get("p10"), self.amounts.get("p90")

    @property
    def is_changed(self) -> bool:
        """Shown in another unit than its source gives it in."""
        return bool(self.converted.steps) and self.converted.factor != 1

    @property
    def is_level(self) -> bool:
        return self.salary.experience != Salary.Experience.ANY

    @property
    def year(self) -> int:
        """For order: a figure that names no year comes last."""
        return self.salary.year or 0

    @cached_property
    def is_old(self) -> bool:
        return is_old(self.salary.as_of, self.salary.year, self.today)

    @property
    def is_of_today(self) -> bool:
        """Dated, and of the last 24 months."""
        is_dated = self.salary.year is not None or self.salary.as_of != UNDATED
        return is_dated and not self.is_old

    @cached_property
    def strength(self) -> Strength:
        return strength_of(self.salary)
