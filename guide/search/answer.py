"""What the page of a search shows: the first result, groups by kind with their numbers, and one fact of each."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from guide.formats import format_hours, format_money
from guide.markdown import short_link_address
from guide.models import Course
from guide.models.text import Text, active_language
from guide.search.finding import Found, Result
from guide.search.marks import Marker, fitting_sentence, mark_words
from guide.search.places import page_address

SHOWN = 5  # results of each kind beside one another
SHOWN_OF_ONE_KIND = 50


class Kind(NamedTuple):
    one: str | Promise
    many: str | Promise


KIND_NAMES = {
    "page": Kind(gettext_lazy("Page"), gettext_lazy("Pages of the site")),
    "role": Kind(gettext_lazy("Role"), gettext_lazy("Roles")),
    "place": Kind(gettext_lazy("Pay"), gettext_lazy("Pay by country")),
    "roadmap": Kind(gettext_lazy("Roadmap"), gettext_lazy("Roadmaps")),
    "skill": Kind(gettext_lazy("Skill"), gettext_lazy("Skills")),
    "step": Kind(gettext_lazy("Step"), gettext_lazy("Steps")),
    "question": Kind(gettext_lazy("Question"), gettext_lazy("Questions")),
    "chapter": Kind(gettext_lazy("Chapter"), gettext_lazy("Chapters")),
    "belief": Kind(gettext_lazy("Belief"), gettext_lazy("Beliefs")),
    "term": Kind(gettext_lazy("Term"), gettext_lazy("Terms")),
    "course": Kind(gettext_lazy("Course"), gettext_lazy("Courses")),
    "employer": Kind(gettext_lazy("Employer"), gettext_lazy("Employers")),
    "industry": Kind(gettext_lazy("Industry"), gettext_lazy("Industries")),
    "source": Kind(gettext_lazy("Source"), gettext_lazy("Sources")),
}
LANGUAGE_NAMES = {
    "en": gettext_lazy("in the English text"),
    "zh": gettext_lazy("in the Chinese text"),
}


class Hit(NamedTuple):
    """One result as a page shows it."""

    subject: str  # the kind of record; empty for the pay of a country, which is none
    slug: str
    kind: str | Promise
    address: str
    name: SafeString
    name_language: str  # empty where it is the reader's
    fact: str
    sentence: SafeString
    sentence_language: str
    found_in: str | Promise


class Group(NamedTuple):
    slug: str
    name: str | Promise
    number: int
    hits: list[Hit]

    @property
    def has_more(self) -> bool:
        return self.number > len(self.hits)


class Answer(NamedTuple):
    number: int
    is_cut: bool
    first: Hit | None
    groups: list[Group]


def answer_from(found: Found, only: str = "") -> Answer:
    """The results in groups, in the order of their best ones; the very first stands before them."""
    marker = Marker.of_query(found.query)
    grouped: dict[str, list[Result]] = {}
    for result in found.results:
        grouped.setdefault(result.kind, []).append(result)
    first = found.results[0] if found.results and not only else None
    groups = []
    for kind, results in grouped.items():
        shown = [each for each in results if each.slug and each is not first]
        hits = [make_hit(each, marker) for each in shown]
        if hits:
            number = len(results) - (first is not None and first.kind == kind)
            groups.append(Group(kind, KIND_NAMES[kind].many, number, hits))
    top = make_hit(first, marker) if first else None
    return Answer(len(found.results), found.is_cut, top, groups)


def make_hit(result: Result, marker: Marker) -> Hit:
    own = active_language()
    title = result.facts.get("title", result.language)
    sentence = fitting_sentence(result.text, marker) if result.text else ""
    text_language = result.found_in or result.language
    return Hit(
        subject="" if result.kind == "place" else result.kind,
        slug=result.slug,
        kind=KIND_NAMES[result.kind].one,
        address=address_of(result),
        name=mark_words(result.name, marker),
        name_language=html_code(title) if title != own else "",
        fact=fact_of(result),
        sentence=mark_words(sentence, marker),
        sentence_language=html_code(text_language) if text_language != own else "",
        found_in=LANGUAGE_NAMES.get(result.found_in, "") if sentence else "",
    )


def html_code(language: str) -> str:
    return Text("", language).html_language


def address_of(result: Result) -> str:
    address = address_in(active_language(), result.kind, result.slug)
    return f"{address}#{result.anchor}" if result.anchor else address


@lru_cache(2000)
def address_in(_language: str, kind: str, slug: str) -> str:
    """The address of a record in the active language, by which it is kept."""
    if kind == "page":
        return page_address(slug)
    if kind == "place":
        return reverse("guide:salaries-country", args=[slug])
    return str(short_link_address(kind, slug))


def fact_of(result: Result) -> str:
    facts = result.facts
    own = active_language()
    if result.kind == "course":
        return " · ".join(course_facts_in_words(facts))
    if result.kind == "step" and facts.get("hours"):
        return format_hours(*facts["hours"])
    if result.kind == "place":
        return _("%(n)s jobs") % {"n": facts["jobs"]}
    if result.kind == "source":
        return str(facts.get("publisher", ""))
    named = facts.get(f"group_{own}") or facts.get("group_en") or facts.get("chapter")
    return str(named or facts.get(f"audience_{own}") or facts.get("audience_en") or "")


def course_facts_in_words(facts: dict) -> list[str]:
    """Provider, hours and price; what is unknown says so."""
    provider = facts[f"provider_{active_language()}"] or facts["provider_en"]
    low, high = facts["hours"]
    hours = (
        _("length unknown") if low is None and high is None else format_hours(low, high)
    )
    return [provider, hours, price_in_words(facts)]


def price_in_words(facts: dict) -> str:
    if facts["price"] is None:
        return _("free") if facts["free"] else _("price unknown")
    price = Decimal(facts["price"])
    if not price:
        return _("free")
    period = Course.PricePeriod(facts["period"]).label if facts["period"] else ""
    return pgettext("price", "%(amount)s %(period)s") % {
        "amount": format_money(price, facts["currency"]),
        "period": period,
    }
