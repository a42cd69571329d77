"""What the template of a page of pay needs, for the whole page and for the fragment alike."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guide.formats import country_in_sentence
from guide.salaries.catalogue import OPENING_ROLE, FigureChoice, load_market
from guide.salaries.conversion import DisplayUnits
from guide.salaries.forms import SalaryFilter, country_slugs
from guide.salaries.page_links import country_links, links_elsewhere
from guide.salaries.pay_page import page_units, pay_page
from guide.salaries.place_form import PlaceForm, currency_at_hand


@dataclass(frozen=True)
class Lead:
    """The answer for the job of this guide, which leads the page of a country."""

    name: str
    reply: SafeString
    address: str


def page_context(request, form: SalaryFilter) -> dict:
    choice, units = form.figure_choice, form.display_units
    page = pay_page(choice, units)
    path = pages_of(form)
    shown = page_units(choice, units)
    return {
        "form": form,
        "page": page,
        "head": page_title(choice),
        "lead": country_lead(choice, units),
        "page_address": path,
        "fragment": f"{path}figures/",
        "countries": country_links(request, form),
        "elsewhere": links_elsewhere(form),
        "place": PlaceForm(
            initial={
                "currency": shown.currency,
                "prices": shown.prices,
                "paid_in": currency_at_hand(units, choice.country),
                "back": form.file_query,
            },
            places=page.places,
        ),
        "country_code": form.only_country,
    }


def pages_of(form: SalaryFilter) -> str:
    if form.only_country:
        return reverse(
            "guide:salaries-country", args=[country_slugs()[form.only_country]]
        )
    return reverse("guide:salaries")


def page_title(choice: FigureChoice) -> str:
    job = name_of_job(choice)
    country = country_in_sentence(choice.country) if choice.country else ""
    if job and country:
        return _("%(job)s in %(country)s") % {"job": job, "country": country}
    if job:
        return _("%(job)s, country by country") % {"job": job}
    if country:
        return _("What the work pays in %(country)s") % {"country": country}
    return _("What the work pays")


def name_of_job(choice: FigureChoice) -> str:
    market = load_market()
    roles = {role.slug: str(role.name) for role in market.roles}
    jobs = {one.occupation.slug: str(one.occupation.name) for one in market.salaries}
    return jobs.get(choice.occupation) or roles.get(choice.role) or ""


def country_lead(choice: FigureChoice, units: DisplayUnits) -> Lead | None:
    """None where the page is of one job, or where nothing is known of the job of this guide."""
    if not choice.country or choice.role or choice.occupation:
        return None
    own = FigureChoice(role=OPENING_ROLE, country=choice.country)
    page = pay_page(own, units)
    if not page.total:
        return None
    address = (
        f"{reverse('guide:salaries')}?role={OPENING_ROLE}&country={choice.country}"
    )
    return Lead(name_of_job(own), page.reply, address)
