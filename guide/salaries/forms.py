"""Forms of the salaries pages: which figures are shown, in which units, and where a reader's own pay stands."""

import re
from decimal import Decimal, InvalidOperation
from functools import cache
from urllib.parse import urlencode

from babel.core import Locale
from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from guide.forms import ANY, Choice, Filter, Select
from guide.models import Salary
from guide.models.fields import CURRENCIES
from guide.salaries import catalogue as figures
from guide.salaries.conversion import Prices, Wish
from guide.salaries.formats import country, in_order_of_names, unit_name
from guide.salaries.rendered import OPENING_ROLE

EVERY_ROLE = "any"
LONGEST_QUERY = 500
AS_GIVEN = ("", _("As published"))


class Units(Filter):
    """The currency and the price adjustment of a page."""

    currency = Choice(label=_("Show in"), required=False)
    prices = Choice(
        label=_("Adjust for prices"),
        required=False,
        choices=[("", _("No")), *Prices.choices],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = by_name(
            (code, f"{unit_name(code)} ({code})") for code in figures.convertible()
        )
        self.fields["currency"].choices = [AS_GIVEN, *named]

    @property
    def wish(self) -> Wish:
        chosen = self.chosen()
        return Wish(chosen.get("currency", ""), chosen.get("prices", ""))


class SalaryFilter(Units):
    role = Choice(label=_("Role"), required=False)
    occupation = Choice(label=_("or occupation"), required=False)
    country = Choice(label=_("Country"), required=False)
    experience = Choice(
        label=_("Experience"),
        required=False,
        choices=[("", _("All levels")), *Salary.Experience.choices],
    )
    year = Choice(label=_("Year"), required=False)
    evidence = Choice(
        label=_("Kind of source"),
        required=False,
        choices=[ANY, *Salary.Evidence.choices],
    )
    field_order = [
        "role",
        "occupation",
        "country",
        "experience",
        "year",
        "evidence",
        "currency",
        "prices",
    ]

    def __init__(self, data, *args, only_country="", **kwargs):
        super().__init__(data, *args, **kwargs)
        self.only_country = only_country
        known = figures.market()
        roles = [(role.slug, role.name) for role in known.roles]
        occupations = sorted(
            {salary.occupation for salary in known.salaries},
            key=figures.order_of_occupation,
        )
        self.countries = {salary.country for salary in known.salaries if salary.country}
        years = sorted(
            {salary.year for salary in known.salaries if salary.year}, reverse=True
        )
        self.fields["role"].choices = [(EVERY_ROLE, _("Every role")), *roles]
        self.fields["occupation"].choices = [
            ANY,
            *((one.slug, one.name) for one in occupations),
        ]
        self.fields["country"].choices = [
            ANY,
            *by_name((code, country(code)) for code in self.countries),
        ]
        self.fields["year"].choices = [ANY, *((str(year), str(year)) for year in years)]
        if only_country:
            del self.fields["country"]
        elif not data and OPENING_ROLE in dict(roles):
            self.data = {"role": OPENING_ROLE}

    @property
    def filters(self) -> dict[str, str]:
        """The filters in use, by their names in the query string."""
        chosen = {
            name: value
            for name, value in self.chosen().items()
            if name not in Units.base_fields
        }
        if chosen.get("role") == EVERY_ROLE:
            del chosen["role"]
        return {
            **chosen,
            **({"country": self.only_country} if self.only_country else {}),
        }

    @property
    def choice(self) -> figures.Choice:
        return choice_of(self.filters)

    @property
    def file_query(self) -> str:
        """The query string of the exports. It names the role and the country even where the page implies them."""
        return self.query_of(self.filters)

    def query_of(self, filters: dict[str, str]) -> str:
        units = {
            name: value
            for name, value in self.chosen().items()
            if name in Units.base_fields
        }
        return urlencode({"role": EVERY_ROLE, **filters, **units})

    @property
    def wider(self) -> list[tuple[str, str, int]]:
        """For each filter whose removal finds figures: its label, the query without it, the number of figures."""
        found = []
        for name, label in zip(self.shown_filters, self.summary, strict=True):
            rest = {
                other: value for other, value in self.filters.items() if other != name
            }
            if number := figures.number_of(choice_of(rest)):
                found.append((label, self.query_of(rest), number))
        return found

    @property
    def shown_filters(self) -> dict[str, str]:
        return {
            name: value for name, value in self.filters.items() if name in self.fields
        }

    @property
    def summary(self) -> list[str]:
        """The labels of the filters in use."""
        return [
            str(dict(self.fields[name].choices)[value])
            for name, value in self.shown_filters.items()
        ]


def choice_of(filters: dict[str, str]) -> figures.Choice:
    return figures.Choice(
        **{**filters, "year": int(filters["year"]) if "year" in filters else None}
    )


def by_name(pairs) -> list[tuple[str, str]]:
    return sorted(set(pairs), key=lambda pair: in_order_of_names(str(pair[1])))


@cache
def country_slugs() -> dict[str, str]:
    """The readable address of each country, from its English name."""
    names = Locale("en").territories.items()
    return {
        code: slugify(name) for code, name in names if len(code) == 2 and code.isalpha()
    }


def country_of(text: str) -> str:
    """The code for the country part of an address, which is a slug or a code; empty if unknown."""
    if text.upper() in country_slugs():
        return text.upper()
    return next((code for code, slug in country_slugs().items() if slug == text), "")


class Comparison(Units):
    """Two roles, or two countries, at equal experience."""

    role = Choice(label=_("Role"), required=False)
    country = Choice(label=_("Country"), required=False)
    other_role = Choice(label=_("compared with the role"), required=False)
    other_country = Choice(label=_("or with the country"), required=False)
    experience = Choice(
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
        known = figures.market()
        roles = [(role.slug, role.name) for role in known.roles]
        codes = {salary.country for salary in known.salaries if salary.country}
        countries = by_name((code, country(code)) for code in codes)
        self.fields["role"].choices = [("", _("Choose a role")), *roles]
        self.fields["other_role"].choices = [("", _("the same role")), *roles]
        self.fields["country"].choices = [ANY, *countries]
        self.fields["other_country"].choices = [("", _("the same country")), *countries]

    @property
    def sides(self) -> list[figures.Choice]:
        """Two choices to compare; empty if the form does not name two different ones."""
        chosen = self.chosen()
        experience = chosen.get("experience", Salary.Experience.ANY)
        role, country = chosen.get("role", ""), chosen.get("country", "")
        one = figures.Choice(role=role, country=country, experience=experience)
        other = figures.Choice(
            role=chosen.get("other_role") or role,
            country=chosen.get("other_country") or country,
            experience=experience,
        )
        return [one, other] if role and one != other else []


class AmountTyped(forms.DecimalField):
    """An amount as people type it: 52,000, £52 000, 52.000, 52k, 30万 or 9 lakh."""

    TIMES = {
        "k": 1000,
        "万": 10_000,
        "萬": 10_000,
        "lakh": 100_000,
        "lakhs": 100_000,
        "lpa": 100_000,
    }
    # What follows the last point or comma is a fraction, unless it is three digits, which are thousands.
    FRACTION = re.compile(r"(.*)[.,](\d{1,2}|\d{4,})")

    default_error_messages = {
        "invalid": _("Write the amount in digits, such as 52000.")
    }

    def to_python(self, value):
        plain = (
            re.sub(r"[\s'’]", "", str(value or "")[:40])
            .casefold()
            .replace("，", ",")
            .strip("£$€¥₹元")
        )
        if not plain:
            return None
        unit = next((unit for unit in self.TIMES if plain.endswith(unit)), "")
        plain = plain.removesuffix(unit)
        whole, fraction = (
            found.groups()
            if (found := self.FRACTION.fullmatch(plain))
            else (plain, "0")
        )
        try:
            amount = Decimal(
                f"{re.sub('[.,]', '', whole)}.{fraction}"
            ) * self.TIMES.get(unit, 1)
        except InvalidOperation as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error
        if not amount.is_finite():
            raise forms.ValidationError(self.error_messages["invalid"])
        return amount


class PlaceForm(forms.Form):
    """“Where am I?” The amount is placed in a distribution and stored nowhere."""

    MOST = 10**12

    amount = AmountTyped(
        label=_("Your pay"),
        min_value=0,
        max_value=MOST,
        widget=forms.TextInput(
            {"inputmode": "decimal", "autocomplete": "off", "maxlength": 40}
        ),
        error_messages={"required": _("Write the amount in digits, such as 52000.")},
    )
    figure = forms.SlugField(label=_("among"), max_length=100, widget=Select)
    currency = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)
    prices = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    back = forms.CharField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, *args, places=(), **kwargs):
        super().__init__(*args, label_suffix="", auto_id="place_%s", **kwargs)
        self.fields["figure"].widget.choices = list(places)

    @property
    def figures_query(self) -> str:
        """The query of the page that the visitor came from; values that the salaries page does not know are dropped."""
        return SalaryFilter(
            QueryDict(self.data.get("back", "")[:LONGEST_QUERY])
        ).file_query

    @property
    def has_choices(self) -> bool:
        return bool(self.fields["figure"].widget.choices)

    @property
    def wish(self) -> Wish:
        currency, prices = self.cleaned_data["currency"], self.cleaned_data["prices"]
        return Wish(
            currency if currency in CURRENCIES else "",
            prices if prices in Prices.values else "",
        )
