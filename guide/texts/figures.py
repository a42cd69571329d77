"""Figures in texts that are computed where they are shown, so that none of them can go stale.

{hours:sql-databases}         the hours of a step, a roadmap or a course, such as 45–90; a+b adds them up
{steps:self-taught-route}     how many steps of a roadmap everybody takes
{time:weekend-route@8}        how long its hours take at so many a week, in weeks or months, with the unit
{count:courses}               how many there are; COUNTED names what can be counted
{kept:backups}                how long something is kept, such as 30 days; KEPT names what
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from guide.cache import cached_per_version
from guide.formats import format_number, format_range
from guide.models import (
    Chapter,
    Course,
    Employer,
    Provider,
    Roadmap,
    Role,
    Salary,
    Skill,
    Source,
    Step,
    Term,
)
from guide.roadmaps.pace import study_window
from guide.texts.kept_times import KEPT, kept_words

FIGURE = re.compile(r"\{(?P<kind>hours|steps|time|count|kept):(?P<key>[a-z0-9+@-]+)\}")
WITH_HOURS = ("step", "roadmap", "course")
COUNTED: dict[str, Callable[[], int]] = {
    "chapters": Chapter.objects.published().count,
    "courses": lambda: Course.objects.recommended().count(),
    "employers": Employer.objects.published().count,
    "free-courses": lambda: Course.objects.recommended().count_free()["free"],
    "providers": Provider.objects.published().count,
    "roadmaps": Roadmap.objects.published().count,
    "roles": Role.objects.published().count,
    "salaries": Salary.objects.published().count,
    "skills": Skill.objects.published().count,
    "sources": Source.objects.published().count,
    "steps": lambda: Step.objects.of_today().count(),
    "terms": Term.objects.published().count,
}
# Figures that have names of their own.
NAMED: dict[str, Mapping[str, Callable]] = {"count": COUNTED, "kept": KEPT}


class Figure(NamedTuple):
    """One place of a figure in a text, as it was typed."""

    typed: str
    kind: str
    keys: tuple[str, ...]
    hours_a_week: int = 0


class SiteFigures(NamedTuple):
    hours: dict[str, tuple[int, int]]  # of steps, roadmaps and courses, by slug
    steps: dict[str, int]  # of roadmaps, by slug


def figures_in(text: str) -> Iterator[Figure]:
    if "{" in text:
        yield from map(as_figure, FIGURE.finditer(text))


def as_figure(match: re.Match) -> Figure:
    keys, _, pace = match["key"].partition("@")
    weekly = int(pace) if pace.isdecimal() and len(pace) < 4 else 0
    return Figure(match[0], match["kind"], tuple(keys.split("+")), weekly)


def is_well_formed(figure: Figure) -> bool:
    """Whether it can stand for something: only times name hours a week, only hours and times are added up."""
    if (figure.kind == "time") is not (figure.hours_a_week > 0):
        return False
    if "@" in figure.typed and figure.kind != "time":
        return False
    if named := NAMED.get(figure.kind):
        return figure.keys[0] in named and len(figure.keys) == 1
    return len(figure.keys) == 1 or figure.kind != "steps"


def models_of(figure: Figure) -> Collection[str]:
    """The models one of which must have each key."""
    if figure.kind in NAMED:
        return ()
    return ("roadmap",) if figure.kind == "steps" else WITH_HOURS


@cached_per_version(most=1)
def site_figures() -> SiteFigures:
    """Three queries, once for a content version."""
    hours, steps = {}, {}
    courses = Course.objects.published().exclude(hours_high=None)
    for rows in (courses, Step.objects.published()):
        for slug, low, high in rows.values_list("slug", "hours_low", "hours_high"):
            hours[slug] = (low or high, high)
    for roadmap in Roadmap.objects.published().with_size():
        size = roadmap.size
        hours.setdefault(roadmap.slug, (size.hours_low, size.hours_high))
        steps[roadmap.slug] = size.steps
    return SiteFigures(hours, steps)


@cached_per_version(most=len(COUNTED))
def count_rows(name: str) -> int:
    """One query, once for a content version."""
    return COUNTED[name]()


def fill_figures(text: str) -> str:
    """The text with its figures of today, in the active language. What stands for nothing stays as it was typed."""
    if "{" not in text or not FIGURE.search(text):
        return text
    return FIGURE.sub(lambda match: figure_words(as_figure(match)), text)


def figure_words(figure: Figure) -> str:
    if not is_well_formed(figure):
        return figure.typed
    if figure.kind == "count":
        return format_number(count_rows(figure.keys[0]))
    if figure.kind == "kept":
        return kept_words(figure.keys[0])
    known = site_figures()
    if figure.kind == "steps":
        found = known.steps.get(figure.keys[0])
        return figure.typed if found is None else format_number(found)
    spans = [known.hours.get(key) for key in figure.keys]
    if None in spans:
        return figure.typed
    low, high = (sum(span[end] for span in spans if span) for end in (0, 1))
    if figure.kind == "hours":
        return format_range(low, high)
    window = study_window(low, high, figure.hours_a_week)
    return window.words if window else figure.typed
