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
from guide.salaries.catalogue import FigureChoice, figures_near, figures_of
from guide.salaries.comparison import side_by_side
from guide.salaries.conversion import DisplayUnits
from guide.salaries.sections import page_sections, placeable_figures, shorten_sections
from web.pagination import ListPage, list_page

MOST_KEPT = 64
# The role that the salaries page shows first, and that the chapter on pay shows.
OPENING_ROLE = "machine-learning-engineer"


@dataclass(frozen=True)
class SalaryView:
    sections: SafeString
    page: ListPage
    total: int
    # The sections on this page: evidence, label, number of figures on all pages.
    parts: list[tuple[str, str, int]]
    # The number of figures that could not be converted as the reader asked.
    refused: int
    # The figures that the reader can place his own pay in: slug and label.
    places: list[tuple[str, str]]


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
    refused = sum(figure.converted.refusal is not None for figure in figures)
    places = [
        (figure.salary.slug, figure.as_choice) for figure in placeable_figures(sections)
    ]
    html = render_to_string("guide/salaries/_sections.html", {"sections": sections})
    return SalaryView(html, page, len(figures), parts, refused, places)


def salary_overview(role: str) -> SafeString:
    """The first block of each section, for the page of a role and the chapter on pay."""
    return render_overview(role, get_language(), timezone.now().date())


@cached_per_version(MOST_KEPT)
def render_overview(role: str, language: str, day: date) -> SafeString:
    figures = figures_near(role)
    if not figures:
        return SafeString("")
    context = {
        "sections": shorten_sections(page_sections(paginate_figures(figures))),
        "role": role,
    }
    return render_to_string("guide/salaries/_part.html", context)


def salary_comparison(units: DisplayUnits, sides: list[FigureChoice]) -> SafeString:
    """The rendered comparison; empty if there are not two sides."""
    return (
        render_comparison(units, *sides, get_language(), timezone.now().date())
        if sides
        else SafeString("")
    )


@cached_per_version(MOST_KEPT)
def render_comparison(
    units: DisplayUnits,
    one: FigureChoice,
    other: FigureChoice,
    language: str,
    day: date,
) -> SafeString:
    return render_to_string(
        "guide/salaries/_comparison.html",
        {"comparison": side_by_side(units, [one, other])},
    )
