"""The parts of the page of a roadmap that say how far the visitor is, each with all that it shows of the visitor."""

from typing import NamedTuple

from django.template.loader import render_to_string

from accounts.models import State
from accounts.progress.counting import ProgressCount
from accounts.progress.finished_routes import FinishedRoute
from accounts.progress.map_rows import rendered_map
from accounts.progress.roadmap_progress import (
    RoadmapProgress,
    StageValues,
    UntouchedStage,
)
from accounts.progress.visitor import Progress, progress_of
from guide.roadmaps.pace import StudyWindow, study_window, usual_hours
from guide.roadmaps.roadmap_map import LineMap, MapStage
from guide.roadmaps.strip import draw_strip
from web.kept_pages.parts import VisitorPart


def path_on(request, line_map: LineMap) -> RoadmapProgress:
    """The visitor's progress on a map, counted once a page."""
    paths = request.__dict__.setdefault("_paths", {})
    if line_map not in paths:
        paths[line_map] = rendered_map(line_map).progress_on(progress_of(request))
    return paths[line_map]


class HeldProgress(NamedTuple):
    """Where the progress of a visitor is held, and whether a route is theirs."""

    is_begun: bool
    is_own_route: bool
    has_route: bool
    is_signed_in: bool
    is_unreadable: bool


def held_progress(progress: Progress, roadmap: str) -> HeldProgress:
    return HeldProgress(
        bool(progress.states),
        progress.roadmap == roadmap,
        bool(progress.roadmap),
        progress.signed_in,
        progress.unreadable,
    )


class LeftValues(NamedTuple):
    count: ProgressCount
    is_begun: bool
    finished: FinishedRoute | None


def left_values(path: RoadmapProgress) -> LeftValues:
    return LeftValues(path.count, bool(path.progress.states), path.finished)


def left_html(values: LeftValues, line_map: LineMap, *_place) -> str:
    new = values.finished.new if values.finished else ()
    stops = [stop for stop in line_map.stops if stop.step_id in new]
    context = {**values._asdict(), "map": line_map, "new_stops": stops}
    return render_to_string("accounts/progress/_route_left.html", context)


def window_html(window: StudyWindow | None, *_place) -> str:
    return render_to_string("accounts/progress/_route_window.html", {"window": window})


class OverviewValues(NamedTuple):
    states: tuple[tuple[int, State], ...]  # of the steps of the map that are begun
    here: int | None  # the step where the visitor stands
    is_untouched: bool
    held: HeldProgress


def overview_values(path: RoadmapProgress) -> OverviewValues:
    return OverviewValues(
        path.key.states,
        path.here and path.here.step_id,
        path.count.is_untouched,
        held_progress(path.progress, path.map.roadmap.slug),
    )


def overview_html(values: OverviewValues, line_map: LineMap, page: str) -> str:
    here = next((s for s in line_map.stops if s.step_id == values.here), None)
    context = {
        **values._asdict(),
        "map": line_map,
        "roadmap": line_map.roadmap,
        "strip": draw_strip(line_map, dict(values.states), values.here),
        "here": here and here.step,
        "stage": here and line_map.stage_of(here),
        "page": page,
    }
    return render_to_string("accounts/progress/_route_overview.html", context)


def stage_html(
    values: StageValues | UntouchedStage, line_map: LineMap, stage: MapStage, *_place
) -> str:
    rows = rendered_map(line_map)
    if isinstance(values, UntouchedStage):
        values = rows.untouched_values(stage, values)
    return rows.stage_html(stage, values)


LEFT = VisitorPart(
    "what is left",
    lambda request, line_map: left_values(path_on(request, line_map)),
    left_html,
)
WINDOW = VisitorPart(
    "study window",
    lambda request, line_map: study_window(
        *path_on(request, line_map).count.hours_left,
        request.choices.hours_a_week or usual_hours(line_map.roadmap),
    ),
    window_html,
)
OVERVIEW = VisitorPart(
    "whole route",
    lambda request, line_map, _page: overview_values(path_on(request, line_map)),
    overview_html,
)
STAGE = VisitorPart(
    "stage",
    lambda request, line_map, stage, opened: path_on(request, line_map).stage_values(
        stage, opened
    ),
    stage_html,
)
