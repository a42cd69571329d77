"""The two sides of a comparison: how they are called, and in which money they stand side by side."""

from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guide.formats import country_in_sentence
from guide.models.text import active_language
from guide.salaries.catalogue import FigureChoice, load_market
from guide.salaries.comparison import Pair, SalaryComparison
from guide.salaries.conversion import DisplayUnits
from guide.salaries.figure import Figure
from guide.salaries.pay_answer import local_units
from guide.salaries.pay_glance import HOME_CURRENCIES
from guide.salaries.pay_picture import NameOf


@dataclass(frozen=True)
class Sides:
    one: FigureChoice
    other: FigureChoice

    @property
    def is_of_countries(self) -> bool:
        return self.one.country != self.other.country

    @property
    def titles(self) -> list[str]:
        """What differs: the countries, else the roles; both where both do."""
        return [self.title_of(side) for side in (self.one, self.other)]

    def title_of(self, side: FigureChoice) -> str:
        role = role_name(side.role)
        country = country_in_sentence(side.country)
        if self.one.role == self.other.role:
            return country
        return f"{role} ({country})" if self.is_of_countries else role

    @property
    def heading(self) -> str:
        """What the page compares, in one line."""
        values = dict(zip(("one", "other"), self.titles, strict=True))
        if self.one.role == self.other.role:
            role = {"role": role_name(self.one.role)}
            return _("%(role)s: %(one)s and %(other)s") % {**values, **role}
        if self.is_of_countries or not self.one.country:
            return _("%(one)s and %(other)s") % values
        country = {"country": country_in_sentence(self.one.country)}
        return _("%(one)s and %(other)s in %(country)s") % {**values, **country}

    def ratio_in_words(self, pair: Pair) -> str:
        one, other = self.titles
        if pair.is_even:
            words = _("About the same: %(one)s and %(other)s")
            return words % {"one": one, "other": other}
        higher, lower = (one, other) if pair.is_first_higher else (other, one)
        values = {"higher": higher, "lower": lower, "times": pair.times}
        if self.one.role == self.other.role:
            return _("%(times)s times as much in %(higher)s as in %(lower)s") % values
        return _("%(higher)s: %(times)s times the pay of %(lower)s") % values

    def shared_units(self, units: DisplayUnits) -> DisplayUnits:
        """As the reader chose; else the money of the one country, or that of the reader's language for two."""
        if units.currency or units.prices:
            return units
        if not self.is_of_countries and self.one.country:
            return local_units(units, self.one.country)
        return replace(units, currency=HOME_CURRENCIES[active_language()])

    def names_of(self, comparison: SalaryComparison) -> NameOf:
        """A row is called by its side, with the job that stands in for it."""
        firsts = {pair.one.salary.pk for pair in comparison.pairs}

        def name_row(figure: Figure) -> tuple[str, str]:
            title = self.titles[0 if figure.salary.pk in firsts else 1]
            job = str(figure.salary.occupation.name) if figure.relation_order else ""
            level = figure.experience if figure.is_level else ""
            parts = [job, level, figure.place_in_country]
            return capfirst(title), " · ".join(part for part in parts if part)

        return name_row


def role_name(slug: str) -> str:
    return next(
        (str(role.name) for role in load_market().roles if role.slug == slug), ""
    )
