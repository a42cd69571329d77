"""Where an amount stands in a distribution. Plain functions; nothing is stored."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from guide import formats
from guide.models import Salary
from guide.salaries.charts import FigureBar, axis_for, bar_for
from guide.salaries.figure import Figure
from guide.salaries.figure_amounts import PERCENTILES
from guide.salaries.formats import currency_name, format_pay
from guide.salaries.own_pay import OwnPay

PERCENT = {"p10": 10, "p25": 25, "p50": 50, "p75": 75, "p90": 90}


@dataclass(frozen=True)
class Placement:
    """The known points next to an amount; None if there is no such point."""

    below: str | None
    above: str | None
    exactly: str | None = None


@dataclass(frozen=True)
class Answer:
    """The result for the reader: a sentence, and the position of a mark on the picture, in per cent."""

    figure: Figure
    own: OwnPay
    words: str
    bar: FigureBar
    mark: float

    @property
    def amount(self) -> str:
        """As it was given, with its currency in words: the sign alone may mean several."""
        return format_pay(self.own.given, self.own.currency)

    @property
    def reading(self) -> str:
        """As which money the amount was read, and at which rate it was converted."""
        read = _("Read as %(currency)s.") % {
            "currency": currency_name(self.own.currency)
        }
        return formats.join_sentences([read, self.own.words])

    @property
    def converted_amount(self) -> str:
        return format_pay(self.own.amount, self.figure.unit) if self.own.words else ""


def place_amount(own: OwnPay, figure: Figure) -> Answer:
    axis = axis_for([figure])
    return Answer(
        figure,
        own,
        place_in_words(own.amount, figure),
        bar_for(figure, axis),
        min(axis.position(own.amount), 100),
    )


def can_be_placed_in(figure: Figure) -> bool:
    """A middle, a range or percentiles; the one end of an open range places nobody."""
    return figure.middle is not None or None not in figure.box


def find_placement(amount: Decimal, figure: Figure) -> Placement:
    """The known points of the figure below and above an amount, and the one that equals it."""
    names = (
        PERCENTILES
        if figure.salary.kind == Salary.Kind.PERCENTILES
        else ("low", "mid", "high")
    )
    known = [(name, figure.amounts[name]) for name in names if name in figure.amounts]
    exactly = next((name for name, value in known if value == amount), None)
    below = next((name for name, value in reversed(known) if value < amount), None)
    above = next((name for name, value in known if value > amount), None)
    return Placement(below, above, exactly)


def place_in_words(amount: Decimal, figure: Figure) -> str:
    found = find_placement(amount, figure)
    if figure.salary.kind == Salary.Kind.PERCENTILES:
        return among_percentiles(found, figure)
    return beside_a_band(found, figure)


def among_percentiles(found: Placement, figure: Figure) -> str:
    values = {"figures": figures_in_words(figure)}
    if found.exactly == "p50":
        return _("exactly at the median of %(figures)s") % values
    if found.exactly:
        return _("exactly at the %(point)s percentile of %(figures)s") % {
            **values,
            "point": percentile_ordinal(found.exactly),
        }
    if found.below is None:
        return _("below the %(point)s percentile of %(figures)s") % {
            **values,
            "point": percentile_ordinal(found.above),
        }
    if found.above is None:
        return _(
            "above the %(point)s percentile of %(figures)s, the highest that is known"
        ) % {
            **values,
            "point": percentile_ordinal(found.below),
        }
    return _("between the %(low)s and the %(high)s percentile of %(figures)s") % {
        **values,
        "low": percentile_ordinal(found.below),
        "high": percentile_ordinal(found.above),
    }


def beside_a_band(found: Placement, figure: Figure) -> str:
    values = {"figures": figures_in_words(figure), "kind": figure.kind}
    if None in figure.box:
        return beside_the_middle(found) % values
    if found.below is None and found.exactly is None:
        return _("below the range of %(figures)s") % values
    if found.above is None and found.exactly is None:
        return _("above the range of %(figures)s") % values
    return _("within the range of %(figures)s") % values


def beside_the_middle(found: Placement) -> str:
    """Beside a figure that is one amount, such as a median."""
    if found.exactly:
        return _("exactly the %(kind)s of %(figures)s")
    if found.below is None:
        return _("below the %(kind)s of %(figures)s")
    return _("above the %(kind)s of %(figures)s")


def percentile_ordinal(point: str) -> str:
    number = PERCENT[point]
    return str(number) if formats.active_language() == "zh" else f"{number}th"


def figures_in_words(figure: Figure) -> str:
    year = figure.salary.year
    words = {
        (Salary.Evidence.OFFICIAL, True): _("the official figures of %(year)s"),
        (Salary.Evidence.OFFICIAL, False): _(
            "the official figures, which name no year"
        ),
        (Salary.Evidence.ADVERTISED, True): _("the pay advertised in %(year)s"),
        (Salary.Evidence.ADVERTISED, False): _(
            "the advertised pay, which names no year"
        ),
        (Salary.Evidence.PUBLISHED, True): _("the published figure of %(year)s"),
        (Salary.Evidence.PUBLISHED, False): _(
            "the published figure, which names no year"
        ),
    }
    return words[figure.salary.evidence, year is not None] % {"year": year}
