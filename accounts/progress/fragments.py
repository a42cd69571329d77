"""What htmx gets for a press: every row of a map that changed, and what says how far the visitor is."""

import re
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.progress.content_index import ContentRef
from accounts.progress.map_rows import rendered_map
from accounts.progress.roadmap_progress import RoadmapProgress
from accounts.progress.route_parts import (
    LEFT,
    OVERVIEW,
    WINDOW,
    held_progress,
    left_values,
    overview_values,
)
from accounts.progress.visitor import Progress
from guide.cache import cached_per_version
from guide.roadmaps.pace import study_window, usual_hours
from guide.roadmaps.roadmap_map import line_map

TAG_NAME = re.compile(r"<[\w-]+")
OUT_OF_BAND = ' hx-swap-oob="true"'


class PagePlace(NamedTuple):
    """Where a press was made, or a page is shown, and to whom."""

    # The path of the page, to which a sign-up from there leads back.
    page: str
    # Those that the visitor has chosen.
    hours_a_week: int | None


def changed_html(
    pressed: int | None,
    roadmap: ContentRef,
    before: Progress,
    after: Progress,
    place: PagePlace,
) -> str:
    """Every row that shows something else than before, that of the `pressed` step, and what says how far one is."""
    rows = rendered_map(line_map(roadmap.slug))
    then, now = rows.progress_on(before), rows.progress_on(after)
    changed = now.steps_unlike(then)
    own_page = reverse("guide:roadmap", args=[roadmap.slug])
    is_own = place.page == own_page
    back = own_page if is_own else rows.way_back(place.page)
    fragments = [
        rows.stop_html(pk, now.displays[pk], back)
        for pk in now.displays
        if pk == pressed or pk in changed
    ]
    if is_own:
        fragments += stages_html(then, now, changed)
        fragments += route_html(now, place)
    else:
        fragments.append(card_html(now, place.page))
    return "".join(out_of_band(html) for html in fragments)


def stages_html(
    then: RoadmapProgress, now: RoadmapProgress, changed: set[int]
) -> list[SafeString]:
    """What changed of the stages beside their rows. `changed`: the steps whose rows show something else."""
    rows = rendered_map(now.map)
    is_first = not then.progress.states
    if then.progress.swept == now.progress.swept and not is_first:
        stages = [s for s in now.map.stages if not s.steps.isdisjoint(changed)]
    else:
        stages = [*now.map.stages]
    heads = [
        rows.head_html(stage.number, now.stage_display(stage))
        for stage in stages
        if now.stage_display(stage) != then.stage_display(stage)
    ]
    return heads + [
        rows.purpose_html(stage, now.shown_purpose(stage, True, True))
        for stage in stages
        if is_first or now.stage_press(stage) != then.stage_press(stage)
    ]


def route_html(path: RoadmapProgress, place: PagePlace) -> list[SafeString]:
    """The parts of the page of a roadmap that say how far the visitor is."""
    hours = place.hours_a_week or usual_hours(path.map.roadmap)
    window = study_window(*path.count.hours_left, hours)
    map_place = rendered_map(path.map).place
    return [
        LEFT.kept_html(map_place, left_values(path), path.map),
        WINDOW.kept_html(map_place, window, path.map),
        OVERVIEW.kept_html(
            (map_place, place.page), overview_values(path), path.map, place.page
        ),
    ]


def card_html(path: RoadmapProgress, page: str) -> SafeString:
    """How far the visitor is. `page` is where a sign-up from here leads back to."""
    held = held_progress(path.progress, path.map.roadmap.slug)
    return render_to_string(
        "accounts/progress/_progress_card.html",
        {"path": path, "page": page, "held": held},
    )


@cached_per_version(most=10)
def press_errors(language: str) -> SafeString:
    """What to say when a press fails. The same on every page of a language."""
    return render_to_string("accounts/progress/_press_errors.html")


def out_of_band(html: str) -> str:
    """The same element, marked so that htmx puts it in the place of the one with its id."""
    html = html.strip()
    tag = TAG_NAME.search(html)
    return f"{html[: tag.end()]}{OUT_OF_BAND}{html[tag.end() :]}" if tag else html
