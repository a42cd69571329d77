"""Rendered parts of the salaries pages, cached for each content version, choice, language and day.

The day is a part of the key because figures turn old. Rendering costs more than the rest of the page together.
"""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from guide.cache import cached_per_version
from guide.salaries.block_pages import page_count, paginate_figures
from guide.salaries.catalogue import FigureChoice, figures_of
from guide.salaries.comparison import side_by_side
from guide.salaries.comparison_sides import Sides
from guide.salaries.conversion import DisplayUnits
from guide.salaries.pay_glance import country_at_hand, pay_glance
from guide.salaries.pay_picture import FootNotes, pay_pictures
from guide.salaries.sections import page_sections
from web.pagination import ListPage, list_page

MOST_KEPT = 64


@dataclass(frozen=True)
class SalaryView:
    sections: SafeString
    page: ListPage
    total: int
    # The sections on this page: evidence, label, number of figures on all pages.
    parts: list[tuple[str, str, int]]


def salary_view(
    choice: FigureChoice, units: DisplayUnits, asked_page: str | None
) -> SalaryView:
    return render_view(
        choice,
        units,
        asked_page and asked_page[:30],
        get_language(),
        timezone.now().date(),
    )


@cached_per_version(MOST_KEPT)
def render_view(
    choice: FigureChoice,
    units: DisplayUnits,
    asked_page: str | None,
    language: str,
    day: date,
) -> SalaryView:
    [figures] = figures_of(units, choice)
    pages = paginate_figures(figures)
    page = list_page(range(page_count(pages)), asked_page, 1)
    sections = page_sections(pages, page.page.number)
    parts = [(section.evidence, section.label, section.total) for section in sections]
    html = render_to_string("guide/salaries/_sections.html", {"sections": sections})
    return SalaryView(html, page, len(figures), parts)


def salary_answer(role: str) -> SafeString:
    """The best-proven figure for a role in the country of the language, for the chapter on pay."""
    return render_answer(role, get_language(), timezone.now().date())


@cached_per_version(MOST_KEPT)
def render_answer(role: str, language: str, day: date) -> SafeString:
    glance = pay_glance(role, country_at_hand(), DisplayUnits())
    if glance.answer.best is None:
        return SafeString("")
    return render_to_string("guide/salaries/_in_short.html", {"glance": glance})


@dataclass(frozen=True)
class ComparedPay:
    heading: str
    # The ratio in words, above the form; the picture and the rest below it.
    reply: SafeString
    body: SafeString


def compared_pay(units: DisplayUnits, sides: list[FigureChoice]) -> ComparedPay | None:
    """None if there are not two sides."""
    if not sides:
        return None
    return render_comparison(units, *sides, get_language(), timezone.now().date())


@cached_per_version(MOST_KEPT)
def render_comparison(
    units: DisplayUnits,
    one: FigureChoice,
    other: FigureChoice,
    language: str,
    day: date,
) -> ComparedPay:
    sides = Sides(one, other)
    comparison = side_by_side(sides.shared_units(units), [one, other])
    notes = FootNotes()
    leading = comparison.leading
    drawn = [figure for pair in comparison.pairs for figure in pair.figures]
    context = {
        "comparison": comparison,
        "ratio": leading and sides.ratio_in_words(leading),
        "pictures": pay_pictures(
            drawn, name_of=sides.names_of(comparison), notes=notes
        ),
        "notes": notes,
    }
    return ComparedPay(
        sides.heading,
        render_to_string("guide/salaries/_ratio.html", context),
        render_to_string("guide/salaries/_comparison.html", context),
    )
