"""Where a page of pay begins without being asked, and where it leads on: other countries, roles, years and views."""

from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guide.cache import cached_per_version
from guide.formats import country_in_sentence
from guide.models import Salary
from guide.models.text import active_language
from guide.salaries.catalogue import (
    OPENING_ROLE,
    FigureChoice,
    convertible_currencies,
    count_figures,
    load_market,
    select_salaries,
)
from guide.salaries.formats import cached_country_name
from guide.salaries.forms import EVERY_ROLE, SalaryFilter, country_slugs
from guide.salaries.pay_glance import HOME_COUNTRIES
from web.choices import Choices

MOST_COUNTRIES = 6


def page_presets(choices: Choices) -> dict[str, str]:
    """What a page shows unasked: the role of this guide, and the reader's country and currency.

    The country is the one chosen for the site, else that of the language; every one where the guide has no figure.
    """
    market = load_market()
    countries = {salary.country for salary in market.salaries}
    wanted = (choices.country, HOME_COUNTRIES[active_language()])
    country = next((code for code in wanted if code in countries), EVERY_ROLE)
    is_known = any(role.slug == OPENING_ROLE for role in market.roles)
    presets = {"role": OPENING_ROLE if is_known else EVERY_ROLE, "country": country}
    if choices.currency in convertible_currencies():
        presets["currency"] = choices.currency or ""
    return presets


@dataclass(frozen=True)
class CountryLinks:
    """The country of a page in words, and the way to others."""

    code: str
    name: str
    currency: str
    # The page itself, to come back to.
    address: str
    # Taken from the language of the address.
    is_preset: bool
    # Another one than the reader has chosen for the site.
    can_be_kept: bool
    links: list[tuple[str, str]]

    @property
    def in_sentence(self) -> str:
        return country_in_sentence(self.code)


def country_links(request, form: SalaryFilter) -> CountryLinks | None:
    """None on a page of every country."""
    choice = form.figure_choice
    if not choice.country:
        return None
    asked = bool(request.GET.get("country") or form.only_country)
    kept = request.choices
    by_figures = countries_by_figures(choice.role)
    # Both home countries always: pages of both languages lead to the same places.
    known = [code for code in HOME_COUNTRIES.values() if code in form.countries]
    codes = [
        code for code in dict.fromkeys([*known, *by_figures]) if code != choice.country
    ]
    others = [
        (cached_country_name(code), address_of(form, code))
        for code in codes[:MOST_COUNTRIES]
    ]
    every = (_("every country"), address_of(form, EVERY_ROLE))
    return CountryLinks(
        choice.country,
        cached_country_name(choice.country),
        form.display_units.currency,
        address_of(form, choice.country),
        is_preset=not asked and not kept.country,
        can_be_kept=asked and choice.country != kept.country,
        links=[*others, every],
    )


@cached_per_version(16)
def countries_by_figures(role: str) -> list[str]:
    """Those with the most figures of the job itself, or of all jobs, first."""
    found = Counter(
        salary.country
        for salary, relation in select_salaries(FigureChoice(role=role))
        if salary.country and relation in ("", "same")
    )
    return [code for code, _number in found.most_common()]


def address_of(form: SalaryFilter, country: str) -> str:
    """The same choice for another country."""
    if form.only_country and country != EVERY_ROLE:
        return reverse("guide:salaries-country", args=[country_slugs()[country]])
    return f"{reverse('guide:salaries')}?{form.query_of({**form.active_filters, 'country': country})}"


@dataclass(frozen=True)
class Elsewhere:
    title: str
    words: str
    address: str
    # Where the links to the sections of the former page lead.
    anchor: str


def links_elsewhere(form: SalaryFilter) -> list[Elsewhere]:
    choice = form.figure_choice
    links = []
    if choice.role and choice.country:
        links += [comparison_link(choice), country_link(choice.country)]
    every_year = replace(
        choice, experience="", year=None, evidence=Salary.Evidence.OFFICIAL
    )
    if number := count_figures(every_year):
        words = figures_words(number, _("official statistics"))
        address = f"{reverse('guide:salaries-series')}?{form.file_query}"
        links.append(Elsewhere(_("Year by year"), words, address, "official"))
    if number := count_figures(choice):
        words = figures_words(number)
        address = f"{reverse('guide:salaries-all')}?{form.file_query}"
        title = _("All figures of this choice")
        links.append(Elsewhere(title, words, address, "advertised"))
    words = _("career guides on the same job, side by side")
    address = reverse("guide:salaries-contradictions")
    links.append(Elsewhere(_("Where sources disagree"), words, address, "published"))
    return links


def figures_words(number: int, kind: str = "") -> str:
    words = ngettext("%(n)s figure", "%(n)s figures", number) % {"n": number}
    return (
        _("%(figures)s, %(kind)s") % {"figures": words, "kind": kind} if kind else words
    )


def comparison_link(choice: FigureChoice) -> Elsewhere:
    other = "GB" if choice.country == "US" else "US"
    query = {"role": choice.role, "country": choice.country, "other_country": other}
    return Elsewhere(
        _("Compare with %(country)s") % {"country": country_in_sentence(other)},
        _("the same job in another country, or another job"),
        f"{reverse('guide:salaries-compare')}?{urlencode(query)}",
        "compare",
    )


def country_link(country: str) -> Elsewhere:
    number = count_figures(FigureChoice(country=country))
    return Elsewhere(
        _("Other jobs in %(country)s") % {"country": country_in_sentence(country)},
        figures_words(number),
        reverse("guide:salaries-country", args=[country_slugs()[country]]),
        "jobs",
    )
