"""The rows of a map as HTML, each rendered once.

The HTML of a row depends on its stop, on what it shows of the visitor's progress and on the language, on nothing else.
"""

import re
from collections.abc import Callable

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.progress.roadmap_progress import (
    UNTOUCHED,
    PathKey,
    RoadmapProgress,
    RowDisplay,
    ShownPurpose,
    StageDisplay,
    StageValues,
    UntouchedStage,
    counted_stops,
)
from accounts.progress.visitor import Progress
from guide.cache import cached_per_version
from guide.roadmaps.roadmap_map import LineMap, MapRow, MapStage, line_map
from web.kept_pages.editions import current_edition
from web.kept_pages.memory import MEMORY
from web.kept_pages.parts import PLACES
from web.kept_pages.texts import keep_text

EMPTY_LINES = re.compile(r"\n{2,}")


class RenderedMap:
    """A map of one content version, and the HTML of its rows."""

    def __init__(self, line_map: LineMap):
        self.map = line_map
        self.stops = counted_stops(line_map.stops, line_map.needs)
        self.by_step = {row.stop.step_id: row for row in line_map.rows if row.stop}
        self.by_number = {stage.number: stage for stage in line_map.stages}
        self.place = next(PLACES)

    def progress_on(self, progress: Progress) -> RoadmapProgress:
        return RoadmapProgress(self.map, self.stops, progress)

    def untouched_values(
        self, stage: MapStage, untouched: UntouchedStage
    ) -> StageValues:
        path = self.progress_on(Progress())
        shown = path.shown_purpose(stage, untouched.is_open, untouched.is_begun)
        return StageValues(
            untouched.is_open,
            path.stage_display(stage),
            shown,
            (UNTOUCHED,) * len(stage.stops),
        )

    def stage_html(self, stage: MapStage, values: StageValues) -> SafeString:
        stops = zip(stage.stops, values.displays, strict=True)
        back = self.way_back("")
        rows = [self.stop_html(stop.step_id, display, back) for stop, display in stops]
        context = {
            "is_open": values.is_open,
            "purpose": self.purpose_html(stage, values.purpose),
            "head": self.head_html(stage.number, values.head),
            "rows": SafeString("".join(rows)),  # each of them is what a template made
        }
        return render_to_string("guide/roadmaps/_stage.html", context)

    def way_back(self, page: str) -> str:
        """Where a press in a row on that page leads: to the first page, or to that of the roadmap."""
        is_first = page == reverse("guide:home")
        return page if is_first else self.map.roadmap.get_absolute_url()

    def stop_html(self, step: int, display: RowDisplay, back: str) -> SafeString:
        """`back`: the `way_back` of the page."""
        route = self.map.roadmap.slug
        return self.kept(
            (step, display, back),
            lambda: render_stop(self.by_step[step], display, route, back),
        )

    def head_html(self, number: int, display: StageDisplay) -> SafeString:
        context = {"stage": self.by_number[number], **display._asdict()}
        return self.kept(
            ("head", number, display),
            lambda: render_to_string("guide/roadmaps/_stage_head.html", context),
        )

    def purpose_html(self, stage: MapStage, shown: ShownPurpose) -> SafeString:
        context = {"stage": stage, "route": self.map.roadmap.slug}
        context |= {**shown._asdict(), **shown.press._asdict()}
        return self.kept(
            ("purpose", stage.number, shown),
            lambda: render_to_string("guide/roadmaps/_stage_purpose.html", context),
        )

    def kept(self, key: tuple, render: Callable[[], str]) -> SafeString:
        """Without the empty lines of branches that were not taken: there are hundreds on a page."""
        edition = current_edition()
        text = MEMORY.get_or_make(
            edition,
            (self.place, key),
            lambda: keep_text(edition, lambda: EMPTY_LINES.sub("\n", render())),
        )
        return SafeString(text.fill(None).decode())


@cached_per_version(most=100)
def rendered_map(line_map: LineMap) -> RenderedMap:
    return RenderedMap(line_map)


def path_of_key(key: PathKey | None) -> RoadmapProgress | None:
    """A path that shows what the key says and nothing else of a visitor."""
    if key is None:
        return None
    return rendered_map(line_map(key.roadmap)).progress_on(key.progress)


def render_stop(row: MapRow, display: RowDisplay, route: str, page: str) -> SafeString:
    step = row.stop.step
    context = {"row": row, "step": step, "route": route, "page": page}
    context["has_buttons"] = True
    return render_to_string("guide/_stop.html", {**context, **display._asdict()})
