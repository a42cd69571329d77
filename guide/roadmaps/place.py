"""Where a step stands on a roadmap: its stage, and the steps before and after it."""

from typing import NamedTuple

from guide.models import Roadmap, Stage, Step
from guide.roadmaps.roadmap_map import LineMap, line_map


class PlaceOnRoadmap(NamedTuple):
    roadmap: Roadmap
    stage: Stage
    stage_number: int  # from 1
    before: Step | None
    after: Step | None

    @property
    def query(self) -> str:
        """It tells the page of a step by which roadmap the reader came."""
        return f"?route={self.roadmap.slug}"


def find_place(line_map: LineMap, step: int) -> PlaceOnRoadmap | None:
    stops = line_map.stops
    number = next((n for n, stop in enumerate(stops) if stop.step_id == step), None)
    if number is None:
        return None
    stages = list(dict.fromkeys(stop.stage_id for stop in stops))
    before, after = stops[:number], stops[number + 1 :]
    stage = stops[number].stage
    return PlaceOnRoadmap(
        roadmap=line_map.roadmap,
        stage=stage,
        stage_number=stages.index(stage.pk) + 1,
        before=before[-1].step if before else None,
        after=after[0].step if after else None,
    )


def place_on_roadmap(slug: str, step: int) -> PlaceOnRoadmap | None:
    """`slug`: of a published roadmap. None where it does not call at the step; no query once the map is drawn."""
    return find_place(line_map(slug), step)
