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
from guide.salaries.block_pages import paged, pages_needed
from guide.salaries.catalogue import Choice, figures_near, figures_of
from guide.salaries.comparison import side_by_side
from guide.salaries.conversion import Wish
from guide.salaries.sections import opening, placeable, sections_of
from web.pagination import ListPage, page_of

MOST_KEPT = 64
# The role that the salaries page shows first, and that the chapter on pay shows.
OPENING_ROLE = "machine-learning-engineer"


@dataclass(frozen=True)
class View:
    sections: SafeString
    page: ListPage
    total: int
    # The sections on this page: evidence, label, number of figures on all pages.
    parts: list[tuple[str, str, int]]
    # The number of figures that could not be converted as the reader asked.
    refused: int
    # The figures that the reader can place his own pay in: slug and label.
    places: list[tuple[str, str]]


def view_of(choice: Choice, wish: Wish, asked_page: str | None) -> View:
    return rendered(
        choice,
        wish,
        asked_page and asked_page[:30],
        get_language(),
        timezone.now().date(),
    )


@cached_per_version(MOST_KEPT)
def rendered(
    choice: Choice, wish: Wish, asked_page: str | None, language: str, day: date
) -> View:
    [figures] = figures_of(wish, choice)
    pages = paged(figures)
    page = page_of(range(pages_needed(pages)), asked_page, 1)
    sections = sections_of(pages, page.page.number)
    parts = [(section.evidence, section.label, section.total) for section in sections]
    refused = sum(figure.converted.refusal is not None for figure in figures)
    places = [(figure.salary.slug, figure.as_choice) for figure in placeable(sections)]
    html = render_to_string("guide/_salary_sections.html", {"sections": sections})
    return View(html, page, len(figures), parts, refused, places)


def part_of(role: str) -> SafeString:
    """The first block of each section, for the page of a role and the chapter on pay."""
    return rendered_part(role, get_language(), timezone.now().date())


@cached_per_version(MOST_KEPT)
def rendered_part(role: str, language: str, day: date) -> SafeString:
    figures = figures_near(role)
    if not figures:
        return SafeString("")
    context = {"sections": opening(sections_of(paged(figures))), "role": role}
    return render_to_string("guide/_salary_part.html", context)


def comparison_of(wish: Wish, sides: list[Choice]) -> SafeString:
    """The rendered comparison; empty if there are not two sides."""
    return (
        rendered_comparison(wish, *sides, get_language(), timezone.now().date())
        if sides
        else SafeString("")
    )


@cached_per_version(MOST_KEPT)
def rendered_comparison(
    wish: Wish, one: Choice, other: Choice, language: str, day: date
) -> SafeString:
    return render_to_string(
        "guide/_salary_comparison.html",
        {"comparison": side_by_side(wish, [one, other])},
    )
