"""A page of pay: the answer, one picture for each unit and period, what is folded, and the notes.

Rendered once for each content version, choice, language and day: figures turn old with the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guide.cache import cached_per_version
from guide.models.text import active_language
from guide.salaries.blocks import figures_by_key
from guide.salaries.catalogue import FigureChoice, figures_of
from guide.salaries.conversion import DisplayUnits
from guide.salaries.figure import Figure
from guide.salaries.page_rows import PageRows, rows_of_page
from guide.salaries.pay_answer import PayAnswer, answer_from_figures, local_units
from guide.salaries.pay_glance import HOME_CURRENCIES
from guide.salaries.pay_picture import FootNotes, NameOf, job_and_place, pay_pictures
from guide.salaries.placement import can_be_placed_in

MOST_KEPT = 64
MOST_FOLDED = 30


@dataclass(frozen=True)
class PayPage:
    # What the reader asked first; empty where the page speaks of several roles or countries.
    reply: SafeString
    pictures: SafeString
    # Older figures, those of few adverts, and the notes.
    folds: SafeString
    total: int
    # The figures that could not be converted as the reader asked.
    refused: int
    # The figures that the reader can place his own pay in: slug and label.
    places: list[tuple[str, list[tuple[str, str]]]]


def pay_page(choice: FigureChoice, units: DisplayUnits) -> PayPage:
    return render_page(choice, units, get_language(), timezone.now().date())


@cached_per_version(MOST_KEPT)
def render_page(
    choice: FigureChoice, units: DisplayUnits, language: str, day: date
) -> PayPage:
    [figures] = figures_of(page_units(choice, units), choice)
    answer = answer_of_choice(choice, figures)
    rows = rows_of_page(choice, figures, answer)
    notes = FootNotes()
    all_jobs = answer.all_jobs if answer else None
    pictures = pay_pictures(rows.drawn, all_jobs, naming_of(choice), notes)
    # The notes are known when the rows are drawn.
    drawn = render_to_string("guide/salaries/_pictures.html", {"pictures": pictures})
    folded = {
        "rows": rows,
        "notes": notes,
        "most_slice": f":{MOST_FOLDED}",
        "hidden": hidden_count(rows),
        "choice": choice,
    }
    reply = {"answer": answer, "choice": choice}
    return PayPage(
        render_to_string("guide/salaries/_reply.html", reply)
        if answer
        else SafeString(""),
        drawn,
        render_to_string("guide/salaries/_folds.html", folded),
        len(figures),
        sum(figure.converted.refusal is not None for figure in figures),
        placeable(rows),
    )


def page_units(choice: FigureChoice, units: DisplayUnits) -> DisplayUnits:
    """The money of the country; of several countries that of the reader's language, for they share one axis."""
    if choice.country:
        return local_units(units, choice.country)
    if units.currency or units.prices:
        return units
    return replace(units, currency=HOME_CURRENCIES[active_language()])


def answer_of_choice(
    choice: FigureChoice, figures: Sequence[Figure]
) -> PayAnswer | None:
    """One role or occupation in one country has an answer; a page of several has none."""
    if not choice.country or not (choice.role or choice.occupation):
        return None
    return answer_from_figures(choice.country, figures, choice.experience)


def naming_of(choice: FigureChoice) -> NameOf:
    """Rows are called by what they differ in."""
    if not (choice.role or choice.occupation):
        return occupation_first
    return job_and_place if choice.country else country_first


def occupation_first(figure: Figure) -> tuple[str, str]:
    level = [figure.experience] if figure.is_level else []
    place = [figure.place_in_country] if figure.place_in_country else []
    return capfirst(str(figure.salary.occupation.name)), _(", ").join([*place, *level])


def country_first(figure: Figure) -> tuple[str, str]:
    details = [figure.place_in_country] if figure.place_in_country else []
    if figure.is_level:
        details.append(figure.experience)
    return figure.country_name, _(", ").join(details)


def hidden_count(rows: PageRows) -> int:
    """Figures that even the folds have no room for."""
    return sum(
        max(0, len(fold) - MOST_FOLDED) for fold in (rows.few, rows.aged, rows.more)
    )


def placeable(rows: PageRows) -> list[tuple[str, list[tuple[str, str]]]]:
    """The figures among which an amount can be placed, by job and evidence."""
    figures = [one for one in (*rows.drawn, *rows.few) if can_be_placed_in(one)]
    groups = figures_by_key(figures, lambda figure: figure.choice_group)
    return [
        (group, [(figure.salary.slug, figure.choice_in_group) for figure in own])
        for group, own in groups.items()
    ]
