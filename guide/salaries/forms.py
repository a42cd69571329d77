"""Forms of the salaries pages: which figures are shown, and in which units."""

from functools import cache
from urllib.parse import urlencode

from babel.core import Locale
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guide.formats import format_partial_date
from guide.forms import ANY, Filter, KnownChoiceField
from guide.models import Salary
from guide.models.text import active_language
from guide.salaries import catalogue as figures
from guide.salaries.conversion import DisplayUnits, Prices
from guide.salaries.formats import cached_country_name, currency_name, name_sort_key

EVERY_ROLE = "any"
EVERY_COUNTRY = (EVERY_ROLE, _("Every country"))
ALWAYS_SEEN = ("role", "country", "experience", "currency")
UNDER_MORE = ("occupation", "year", "evidence", "prices")


def currency_choices() -> list[tuple[str, str]]:
    """Every currency that figures can be shown in, by name; the reader's own first in Chinese."""
    named = sort_by_label(
        (code, currency_label(code)) for code in figures.convertible_currencies()
    )
    first = "CNY" if active_language() == "zh" else ""
    return sorted(named, key=lambda pair: pair[0] != first)


def currency_label(code: str) -> str:
    named = _("%(currency)s (%(code)s)")
    return str(named) % {"currency": currency_name(code), "code": code}


def country_choices(codes) -> list[tuple[str, str]]:
    return sort_by_label((code, cached_country_name(code)) for code in codes)


class UnitsForm(Filter):
    """The currency and the price adjustment of a page."""

    unasked_unit = ("", _("As published"))

    currency = KnownChoiceField(label=_("Show in"), required=False)
    prices = KnownChoiceField(
        label=_("Adjust for prices"),
        required=False,
        choices=[("", _("No")), *Prices.choices],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [self.unasked_unit, *currency_choices()]

    @property
    def display_units(self) -> DisplayUnits:
        chosen = self.valid_values()
        return DisplayUnits(chosen.get("currency", ""), chosen.get("prices", ""))


class SalaryFilter(UnitsForm):
    """Which figures: those of one role in one country, unless `any` says otherwise."""

    unasked_unit = ("", _("Local currency"))

    role = KnownChoiceField(label=_("Role"), required=False)
    country = KnownChoiceField(label=_("Country"), required=False)
    experience = KnownChoiceField(
        label=pgettext_lazy("experience", "Level"),
        required=False,
        choices=[("", _("All levels")), *Salary.Experience.choices],
    )
    occupation = KnownChoiceField(
        label=_("Occupation, instead of a role"), required=False
    )
    year = KnownChoiceField(label=_("Year"), required=False)
    evidence = KnownChoiceField(
        label=_("Kind of source"),
        required=False,
        choices=[ANY, *Salary.Evidence.choices],
    )
    field_order = [*ALWAYS_SEEN, *UNDER_MORE]

    def __init__(self, data, *args, only_country="", presets=None, **kwargs):
        """`presets` stand for what was not asked: a page has them, an export has none."""
        super().__init__(data, *args, **kwargs)
        self.only_country = only_country
        self.presets = dict(presets or {})
        known = figures.load_market()
        self.countries = {salary.country for salary in known.salaries if salary.country}
        self.set_choices(known)
        if only_country:
            del self.fields["country"]
        if "occupation" in data or only_country:
            self.presets["role"] = EVERY_ROLE
        asked = {name: data[name] for name in data if data[name]}
        self.data = {**self.presets, **asked} if presets is not None else data

    def set_choices(self, known: figures.Market) -> None:
        occupations = sorted(
            {salary.occupation for salary in known.salaries},
            key=figures.occupation_sort_key,
        )
        years = sorted(
            {salary.year for salary in known.salaries if salary.year}, reverse=True
        )
        named = {
            "role": ((role.slug, role.name) for role in known.roles),
            "occupation": ((one.slug, one.name) for one in occupations),
            "country": country_choices(self.countries),
            "year": ((str(year), format_partial_date(str(year))) for year in years),
        }
        first = {"role": (EVERY_ROLE, _("Every role")), "country": EVERY_COUNTRY}
        for name, choices in named.items():
            self.fields[name].choices = [first.get(name, ANY), *choices]

    @property
    def seen_fields(self) -> list:
        return [self[name] for name in ALWAYS_SEEN if name in self.fields]

    @property
    def more_fields(self) -> list:
        return [self[name] for name in UNDER_MORE]

    @property
    def is_finer(self) -> bool:
        """Something under “More” is chosen."""
        return any(name in self.valid_values() for name in UNDER_MORE)

    @property
    def active_filters(self) -> dict[str, str]:
        """The filters in use, by their names in the query string."""
        chosen = {
            name: value
            for name, value in {**self.presets, **self.valid_values()}.items()
            if name not in UnitsForm.base_fields
            and (name not in ("role", "country") or value != EVERY_ROLE)
        }
        return {
            **chosen,
            **({"country": self.only_country} if self.only_country else {}),
        }

    @property
    def figure_choice(self) -> figures.FigureChoice:
        return choice_from_filters(self.active_filters)

    @property
    def file_query(self) -> str:
        """The query string of the exports. It names the role and the country even where the page implies them."""
        return self.query_of(self.active_filters)

    def query_of(self, filters: dict[str, str]) -> str:
        units = {
            name: value
            for name, value in self.valid_values().items()
            if name in UnitsForm.base_fields
        }
        every = {} if self.only_country else {"country": EVERY_ROLE}
        return urlencode({"role": EVERY_ROLE, **every, **filters, **units})

    @property
    def wider_choices(self) -> list[tuple[str, str, int]]:
        """For each filter whose removal finds figures: its label, the query without it, the number of figures."""
        found = []
        for name, label in zip(self.shown_filters, self.filter_labels, strict=True):
            rest = {
                other: value
                for other, value in self.active_filters.items()
                if other != name
            }
            if number := figures.count_figures(choice_from_filters(rest)):
                found.append((label, self.query_of(rest), number))
        return found

    @property
    def shown_filters(self) -> dict[str, str]:
        return {
            name: value
            for name, value in self.active_filters.items()
            if name in self.fields
        }

    @property
    def filter_labels(self) -> list[str]:
        """The labels of the filters in use."""
        return [
            str(dict(self.fields[name].choices)[value])
            for name, value in self.shown_filters.items()
        ]


def choice_from_filters(filters: dict[str, str]) -> figures.FigureChoice:
    return figures.FigureChoice(
        **{**filters, "year": int(filters["year"]) if "year" in filters else None}
    )


def sort_by_label(pairs) -> list[tuple[str, str]]:
    return sorted(set(pairs), key=lambda pair: name_sort_key(str(pair[1])))


@cache
def country_slugs() -> dict[str, str]:
    """The readable address of each country, from its English name."""
    names = Locale("en").territories.items()
    return {
        code: slugify(name) for code, name in names if len(code) == 2 and code.isalpha()
    }


def country_from_slug(text: str) -> str:
    """The code for the country part of an address, which is a slug or a code; empty if unknown."""
    if text.upper() in country_slugs():
        return text.upper()
    return next((code for code, slug in country_slugs().items() if slug == text), "")


class ComparisonForm(UnitsForm):
    """Two roles, or two countries, at equal experience."""

    unasked_unit = ("", _("the same for both"))

    role = KnownChoiceField(label=_("Role"), required=False)
    country = KnownChoiceField(label=_("Country"), required=False)
    other_role = KnownChoiceField(label=_("compared with the role"), required=False)
    other_country = KnownChoiceField(label=_("or with the country"), required=False)
    experience = KnownChoiceField(
        label=_("Experience of both"), required=False, choices=Salary.Experience.choices
    )
    field_order = [
        "role",
        "country",
        "other_role",
        "other_country",
        "experience",
        "currency",
        "prices",
    ]

    def __init__(self, data, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        known = figures.load_market()
        roles = [(role.slug, role.name) for role in known.roles]
        codes = {salary.country for salary in known.salaries if salary.country}
        countries = country_choices(codes)
        self.fields["role"].choices = [("", _("Choose a role")), *roles]
        self.fields["other_role"].choices = [("", _("the same role")), *roles]
        self.fields["country"].choices = [ANY, *countries]
        self.fields["other_country"].choices = [("", _("the same country")), *countries]

    @property
    def compared_choices(self) -> list[figures.FigureChoice]:
        """Two choices to compare; empty if the form does not name two different ones."""
        chosen = self.valid_values()
        experience = chosen.get("experience", Salary.Experience.ANY)
        role, country = chosen.get("role", ""), chosen.get("country", "")
        one = figures.FigureChoice(role=role, country=country, experience=experience)
        other = figures.FigureChoice(
            role=chosen.get("other_role") or role,
            country=chosen.get("other_country") or country,
            experience=experience,
        )
        return [one, other] if role and one != other else []
