"""What htmx gets for a press: every row of a map that changed and the card; or the buttons of a step's own page."""

import re
from typing import NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import State
from accounts.progress.content_index import ContentRef
from accounts.progress.map_rows import rendered_map
from accounts.progress.roadmap_progress import RoadmapProgress
from accounts.progress.state_buttons import button_context
from accounts.progress.visitor import Progress
from guide.cache import cached_per_version
from guide.roadmaps.pace import study_window
from guide.roadmaps.roadmap_map import line_map
from guide.roadmaps.strip import draw_strip

ROUTE_PARTS = ("left", "window", "overview")
TAG_NAME = re.compile(r"<[\w-]+")
BEHIND = {State.DONE, State.KNOWN, State.SKIPPED}


class PagePlace(NamedTuple):
    """Where a press was made, or a page is shown, and to whom."""

    # The path of the page, to which a sign-up from there leads back.
    page: str
    hours_a_week: int


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
    fragments = [
        rows.stop_html(pk, display)
        for pk, display in now.displays.items()
        if pk == pressed or display != then.displays[pk]
    ]
    if place.page == reverse("guide:roadmap", args=[roadmap.slug]):
        fragments += [
            rows.head_html(number, display)
            for number, display in now.stage_displays.items()
            if display != then.stage_displays[number]
        ]
        fragments += [
            rows.purpose_html(stage, now)
            for stage in now.map.stages
            if not before.states
            or now.stage_presses[stage.number] != then.stage_presses[stage.number]
        ]
        fragments += [route_html(name, now, place) for name in ROUTE_PARTS]
    else:
        fragments.append(card_html(now, place.page))
    return "".join(out_of_band(html) for html in fragments)


def route_html(name: str, path: RoadmapProgress, place: PagePlace) -> SafeString:
    """A part of the page of a roadmap that says how far the visitor is, one of ROUTE_PARTS."""
    context = {
        "path": path,
        "count": path.count,
        "place": place,
        "strip": name == "overview"
        and draw_strip(path.map, path.progress.states, path.here and path.here.step_id),
        "window": study_window(*path.count.hours_left, place.hours_a_week),
    }
    return render_to_string(f"accounts/progress/_route_{name}.html", context)


def card_html(path: RoadmapProgress, page: str) -> SafeString:
    """How far the visitor is. `page` is where a sign-up from here leads back to."""
    return render_to_string(
        "accounts/progress/_progress_card.html", {"path": path, "page": page}
    )


def step_buttons_html(
    step: ContentRef, progress: Progress, route: ContentRef | None = None
) -> SafeString:
    """On the page of a step. `route`: the roadmap on which it leads on, once the step is behind the visitor."""
    buttons = button_context(
        step,
        progress.of(step.pk),
        progress.undo_of(step.pk),
        progress.split_origins.get(step.pk),
    )
    context = {**buttons, "progress": progress}
    if route and progress.of(step.pk) in BEHIND:
        context["path"] = rendered_map(line_map(route.slug)).progress_on(progress)
    return render_to_string("accounts/progress/_step_buttons.html", context)


@cached_per_version(most=10)
def press_errors(language: str) -> SafeString:
    """What to say when a press fails. The same on every page of a language."""
    return render_to_string("accounts/progress/_press_errors.html")


def out_of_band(html: str) -> str:
    """The same element, marked so that htmx puts it in the place of the one with its id."""
    return TAG_NAME.sub(r'\g<0> hx-swap-oob="true"', html.strip(), count=1)
