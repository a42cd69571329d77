"""The rows of a map as HTML, each rendered once.

The HTML of a row depends on its stop, on what it shows of the visitor's progress and on the language, on nothing else.
"""

import re

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.progress.roadmap_progress import (
    RoadmapProgress,
    RowDisplay,
    StageDisplay,
    counted_stops,
)
from accounts.progress.visitor import Progress
from guide.cache import cached_per_version
from guide.roadmaps.roadmap_map import LineMap, MapRow, MapStage

EMPTY_LINES = re.compile(r"\n{2,}")
MAX_VARIANTS = 20  # of each row of a map on average, in both languages together


class RenderedMap:
    """Kept with its map for one content version."""

    def __init__(self, line_map: LineMap):
        self.map = line_map
        self.stops = counted_stops(line_map.stops, line_map.needs)
        self.by_step = {row.stop.step_id: row for row in line_map.rows if row.stop}
        self.by_number = {stage.number: stage for stage in line_map.stages}
        self.rendered: dict[tuple, SafeString] = {}

    def progress_on(self, progress: Progress) -> RoadmapProgress:
        return RoadmapProgress(self.map, self.stops, progress)

    def html(self, path: RoadmapProgress, opened: str = "") -> SafeString:
        """All stages; `opened`: the number of one that is not folded whatever its steps are, or "all"."""
        numbers = {
            number
            for number in self.by_number
            if opened in ("all", str(number)) or number in path.open_stages
        }
        stages = (
            self.stage_html(stage, path, stage.number in numbers)
            for stage in self.map.stages
        )
        return SafeString("".join(stages))  # each of them is what a template made

    def stage_html(
        self, stage: MapStage, path: RoadmapProgress, is_open: bool
    ) -> SafeString:
        rows = [
            self.stop_html(row.stop.step_id, path.displays[row.stop.step_id])
            for row in stage.rows
            if row.stop
        ]
        context = {
            "is_open": is_open,
            "purpose": self.purpose_html(stage, path, is_open),
            "head": self.head_html(stage.number, path.stage_displays[stage.number]),
            "rows": SafeString("".join(rows)),
        }
        return render_to_string("guide/roadmaps/_stage.html", context)

    def stop_html(self, step: int, display: RowDisplay) -> SafeString:
        key = get_language(), step, display
        return self.rendered.get(key) or self.store(
            key, render_stop(self.by_step[step], display, self.map.roadmap.slug)
        )

    def head_html(self, number: int, display: StageDisplay) -> SafeString:
        key = get_language(), "stage", number, display
        context = {"stage": self.by_number[number], **display._asdict()}
        return self.rendered.get(key) or self.store(
            key, render_to_string("guide/roadmaps/_stage_head.html", context)
        )

    def purpose_html(
        self, stage: MapStage, path: RoadmapProgress, is_open: bool = True
    ) -> SafeString:
        """The first view of a newcomer has to be small: no press for stages that are folded there."""
        press = path.stage_presses[stage.number]
        has_press = press.offers_any and (is_open or bool(path.progress.states))
        key = get_language(), "purpose", stage.number, is_open, has_press and press
        context = {"stage": stage, "route": self.map.roadmap.slug, "is_open": is_open}
        context |= {"has_press": has_press, **press._asdict()}
        return self.rendered.get(key) or self.store(
            key, render_to_string("guide/roadmaps/_stage_purpose.html", context)
        )

    def store(self, key: tuple, html: SafeString) -> SafeString:
        """Without the empty lines of branches that were not taken: there are hundreds on a page."""
        if len(self.rendered) > MAX_VARIANTS * len(self.map.rows):
            self.rendered = {}
        self.rendered[key] = SafeString(EMPTY_LINES.sub("\n", html))
        return self.rendered[key]


@cached_per_version(most=100)
def rendered_map(line_map: LineMap) -> RenderedMap:
    return RenderedMap(line_map)


def render_stop(row: MapRow, display: RowDisplay, route: str) -> SafeString:
    step = row.stop.step
    context = {"row": row, "step": step, "route": route, "has_buttons": True}
    return render_to_string("guide/_stop.html", {**context, **display._asdict()})
