"""A salary as a page shows it: in the unit the reader chose, with all remarks that limit it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guide import formats
from guide.models import OccupationRole, Salary
from guide.salaries import formats as salary_formats
from guide.salaries.conversion import Converted, is_local_money, shown_amounts
from guide.salaries.figure_amounts import PERCENTILES, FigureAmounts
from guide.salaries.formats import (
    format_pay,
    format_pay_range,
    headline_money,
    short_range,
    unit_name,
)
from guide.salaries.strength import strength_label

RELATIONS = {
    OccupationRole.Relation.PROXY: gettext_lazy(
        "Proxy: another occupation that stands in for this role."
    ),
    OccupationRole.Relation.NEIGHBOUR: gettext_lazy("A related job, not this one."),
    OccupationRole.Relation.BENCHMARK: gettext_lazy(
        "A benchmark to compare with, not this job."
    ),
}
LABELS = {
    "p10": gettext_lazy("10th percentile"),
    "p25": gettext_lazy("25th percentile"),
    "p50": gettext_lazy("Median"),
    "p75": gettext_lazy("75th percentile"),
    "p90": gettext_lazy("90th percentile"),
    "low": gettext_lazy("From"),
    "mid": gettext_lazy("Middle"),
    "high": gettext_lazy("To"),
}


def old_remark() -> str:
    return _("Old: more than 24 months.")


@dataclass
class AmountCell:
    """One amount of a figure in its column."""

    label: str
    words: str
    is_middle: bool


@dataclass
class Figure(FigureAmounts):
    @cached_property
    def cells(self) -> list[AmountCell]:
        """The columns of its kind, as the picture draws them."""
        names: tuple[str, ...] = ("low", "mid", "high")
        if self.salary.kind == Salary.Kind.PERCENTILES:
            names = PERCENTILES
        elif self.salary.kind == Salary.Kind.ADVERTISED:
            names = ("low", "high")
        return [
            AmountCell(
                str(LABELS[name]),
                format_pay(self.amounts.get(name), self.unit),
                name in ("p50", "mid"),
            )
            for name in names
        ]

    @property
    def amounts_in_words(self) -> str:
        """All amounts that the picture shows, for readers who do not see it."""
        return _(", ").join(
            f"{cell.label} {cell.words}"
            for cell in self.cells
            if cell.words != formats.UNKNOWN
        )

    @property
    def title(self) -> str:
        """The text of the picture: place, experience and amounts."""
        values = {
            "place": self.place_label,
            "experience": self.experience,
            "amounts": self.amounts_in_words,
        }
        return _("%(place)s, %(experience)s: %(amounts)s") % values

    @cached_property
    def date_label(self) -> str:
        return formats.format_partial_date(str(self.salary.year or self.salary.as_of))

    @cached_property
    def month_label(self) -> str:
        """The year that it speaks of, with the month where the source names one of that year."""
        year = str(self.salary.year or "")
        as_of = self.salary.as_of
        return formats.format_partial_date(
            as_of[:7] if as_of.startswith(year) else year
        )

    @cached_property
    def place_label(self) -> str:
        salary = self.salary
        parts = [
            *(
                formats.place_name(name)
                for name in (salary.city, salary.region)
                if name
            ),
            salary_formats.cached_country_name(salary.country),
        ]
        return formats.join_places(list(dict.fromkeys(parts)))

    @property
    def country_name(self) -> str:
        return salary_formats.cached_country_name(self.salary.country)

    @cached_property
    def place_in_country(self) -> str:
        """The city or the part of the country; empty for all of it."""
        salary = self.salary
        return formats.place_name(salary.city or salary.region)

    @cached_property
    def experience(self) -> str:
        return salary_formats.stored_choice_label(
            Salary.Experience, self.salary.experience
        )

    @cached_property
    def period(self) -> str:
        return salary_formats.stored_choice_label(Salary.Period, self.salary.period)

    @cached_property
    def description_line(self) -> str:
        """For example: a year, average, senior, United Kingdom."""
        parts = [
            self.period,
            self.short_kind,
            *([self.experience] if self.is_level else []),
            self.place_label,
        ]
        return _(", ").join(parts)

    @property
    def evidence(self) -> str:
        return salary_formats.choice_label(self.salary.evidence)

    @cached_property
    def kind(self) -> str:
        return salary_formats.stored_choice_label(Salary.Kind, self.salary.kind)

    @property
    def strength_label(self) -> str:
        return strength_label(self.salary)

    @cached_property
    def pay_in_words(self) -> str:
        """The pay in words: the middle where one is known, else the range."""
        return self.in_words(self.amounts, self.unit)

    @cached_property
    def original_pay(self) -> str:
        return self.in_words(
            shown_amounts(self.salary, Converted(self.salary.currency)),
            self.salary.currency,
        )

    @cached_property
    def short_pay(self) -> str:
        """The pay as it stands in a headline: the middle where one is known, else the range or its one end."""
        return short_words(self.amounts, self.unit)

    @property
    def short_kind(self) -> str:
        """What `short_pay` is: the middle one of percentiles is the median."""
        if self.salary.kind == Salary.Kind.PERCENTILES and "p50" in self.amounts:
            return str(Salary.Kind.MEDIAN.label)
        return self.kind

    @property
    def short_original(self) -> str:
        """The same in the money of the source."""
        own = self.salary.currency
        return short_words(shown_amounts(self.salary, Converted(own)), own)

    def in_words(self, known: dict[str, Decimal], unit: str) -> str:
        middle = known.get("p50", known.get("mid"))
        if middle is not None:
            return format_pay_range(middle, middle, unit)
        if known.keys() & {"low", "high"}:
            return format_pay_range(known.get("low"), known.get("high"), unit)
        return format_pay(next(iter(known.values())), unit)

    @property
    def is_told_by_its_passage(self) -> bool:
        """The passage of the source holds the amounts itself, in figures; a Chinese one may count in ten thousands."""
        passage = self.salary.passage
        return bool(self.amounts) and all(
            formats.format_number(amount) in passage
            or f"{formats.format_number(amount / 10_000)}万" in passage
            for amount in self.amounts.values()
        )

    @property
    def range_around_middle(self) -> str:
        """The range around the middle, if the source gives one."""
        known = self.amounts
        if "p50" in known and ("p10" in known or "p90" in known):
            return _("10th to 90th percentile: %(range)s") % {
                "range": format_pay_range(known.get("p10"), known.get("p90"), self.unit)
            }
        if "mid" in known and ("low" in known or "high" in known):
            return format_pay_range(known.get("low"), known.get("high"), self.unit)
        return ""

    @property
    def extra_pay(self) -> list[str]:
        """Bonus and profit sharing, in words."""
        parts = []
        if "bonus" in self.amounts:
            parts.append(
                _("bonus up to %(amount)s")
                % {"amount": format_pay(self.amounts["bonus"], self.unit)}
            )
        if "profit_share" in self.amounts:
            share = format_pay(self.amounts["profit_share"], self.unit)
            parts.append(_("profit sharing up to %(amount)s") % {"amount": share})
        return parts

    @cached_property
    def short_count(self) -> str:
        """Adverts or answers in a few words; empty for people employed."""
        n = self.salary.sample_size
        if not n:
            return ""
        if self.salary.kind == Salary.Kind.ADVERTISED:
            return ngettext("%(n)s advert", "%(n)s adverts", n) % {
                "n": formats.format_number(n)
            }
        return self.count

    @cached_property
    def count(self) -> str:
        """The number of adverts, answers or people that the figure is based on."""
        n = self.salary.sample_size
        if n and self.salary.kind == Salary.Kind.ADVERTISED:
            adverts = ngettext("%(n)s advert", "%(n)s adverts", n) % {
                "n": formats.format_number(n)
            }
            return (
                adverts if self.salary.distinct is None else self.with_distinct(adverts)
            )
        if n:
            return _("n = %(n)s") % {"n": formats.format_number(n)}
        if self.salary.employed:
            return _("%(n)s people employed") % {
                "n": formats.format_number(self.salary.employed)
            }
        return ""

    def with_distinct(self, adverts: str) -> str:
        return _("%(adverts)s, %(distinct)s different entries") % {
            "adverts": adverts,
            "distinct": formats.format_number(self.salary.distinct or 0),
        }

    @cached_property
    def remarks(self) -> list[str]:
        """Sentences that limit the figure: relation to the role, cautions, age, conversion or why there is none."""
        sentences = []
        if self.relation in RELATIONS:
            sentences.append(str(RELATIONS[self.relation]))
        sentences += [
            salary_formats.stored_choice_label(Salary.Caution, code)
            for code in self.salary.cautions.split()
        ]
        if self.is_old:
            sentences.append(old_remark())
        if not is_local_money(self.salary) and not self.converted.refusal:
            given = _("Given in %(currency)s by the source, at a rate of its own.")
            sentences.append(given % {"currency": unit_name(self.salary.currency)})
        return sentences + self.converted.sentences

    @property
    def as_choice(self) -> str:
        """In one line of a list: Data scientist, senior, Spain, 2025 (euros a year, advertised pay)."""
        salary = self.salary
        level = [] if salary.experience == Salary.Experience.ANY else [self.experience]
        parts = [str(salary.occupation.name), *level, self.place_label, self.date_label]
        values = {
            "figure": _(", ").join(parts),
            "unit": unit_name(self.unit),
            "period": self.period,
            "evidence": self.evidence,
        }
        return _("%(figure)s (%(unit)s %(period)s, %(evidence)s)") % values

    @property
    def choice_group(self) -> str:
        """The heading over its line in a list: Data scientist, advertised pay."""
        return _(", ").join([str(self.salary.occupation.name), self.evidence])

    @property
    def choice_in_group(self) -> str:
        """Short enough for a phone: senior, Madrid, 2025 (euros a year)."""
        level = [self.experience] if self.is_level else []
        place = str(self.place_in_country or self.country_name)
        values = {
            "figure": _(", ").join([*level, place, self.date_label]),
            "unit": unit_name(self.unit),
            "period": self.period,
        }
        return _("%(figure)s (%(unit)s %(period)s)") % values


def short_words(known: dict[str, Decimal], unit: str) -> str:
    middle = known.get("p50", known.get("mid"))
    if middle is not None:
        return headline_money(middle, unit)
    low, high = known.get("low"), known.get("high")
    if low is not None and high is not None:
        return short_range(low, high, unit)
    if high is not None:
        return _("up to %(amount)s") % {"amount": headline_money(high, unit)}
    if low is not None:
        return _("%(amount)s or more") % {"amount": headline_money(low, unit)}
    return headline_money(next(iter(known.values())), unit)
