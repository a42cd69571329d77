"""Where the visitor is: on which roadmap, and with how many hours a week."""

from typing import NamedTuple

from accounts.journal.kinds.hours import HOURS
from accounts.journal.kinds.link import LINK
from accounts.journal.kinds.note import NOTE
from accounts.my_path.roadmaps import roadmap_at_hand
from accounts.preferences.choices import hours_at_hand
from accounts.preferences.learner_settings import followed_roadmap
from accounts.progress.map_rows import path_of_key
from accounts.progress.roadmap_progress import PathKey
from accounts.progress.route_parts import path_on
from guide.roadmaps.place import PlaceOnRoadmap, place_on_roadmap
from guide.roadmaps.roadmap_map import line_map


class PlaceValues(NamedTuple):
    place: PlaceOnRoadmap | None


def place_values(request, page) -> PlaceValues:
    """Where a step stands on the roadmap by which the visitor came, else on the one in hand.

    Of the page: the `step`, the `roadmaps` that call at it, and as a slug that by which the visitor `came_from`.
    """
    known = request.__dict__.setdefault("_places", {})
    key = page["step"].pk, page["came_from"]
    if key not in known:
        known[key] = PlaceValues(
            own_place(request, page["step"], page["roadmaps"], page["came_from"])
        )
    return known[key]


def own_place(request, step, roadmaps, came_from) -> PlaceOnRoadmap | None:
    calling = {roadmap.slug for roadmap in roadmaps or ()}
    for slug in (came_from, followed_roadmap(request)):
        if slug in calling:
            return place_on_roadmap(slug, step.pk)
    return None


class PathValues(NamedTuple):
    key: PathKey | None

    @property
    def context(self) -> dict:
        return {"path": path_of_key(self.key)}


def path_values(request, _page) -> PathValues:
    """How far the visitor is on the roadmap at hand; None for somebody who has begun nothing."""
    slug = roadmap_at_hand(request)
    return PathValues(path_on(request, line_map(slug)).key if slug else None)


class PaceValues(NamedTuple):
    hours_a_week: int


def pace_values(request, page) -> PaceValues:
    """`roadmap` of the page: the one whose time is shown."""
    return PaceValues(hours_at_hand(request, page.get("roadmap")))


class JournalValues(NamedTuple):
    is_written: bool


def journal_values(request, page) -> JournalValues:
    """Whether the visitor wrote anything on the `step` of the page."""
    # First the hours: with them comes whether there is a note or a link to be read.
    hours, note, links = (
        kind.values_of(request, page["step"]) for kind in (HOURS, NOTE, LINK)
    )
    written = note.text, links.links, links.removed, hours.minutes
    return JournalValues(any(written))
