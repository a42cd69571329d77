"""The map of a roadmap page: stages with their stops, the piece of the drawing beside each, and the sums."""

from dataclasses import dataclass, field

from guide.cache import cached_per_version
from guide.models import Roadmap, Stage, StepPrerequisite, StepSkill, Stop
from guide.roadmaps.line_map import Gutter, TrackRow, draw_rows


@dataclass
class MapRow:
    """One row of the list: the heading of a stage, or a stop."""

    stage: Stage
    stop: Stop | None = None
    number: int = 0  # of the stop, from 1
    skills: list = field(default_factory=list)
    gutter: Gutter | None = None
    hours_low: int = 0  # of a stage: the sum of its stops
    hours_high: int = 0


class LineMap:
    """The rows of one roadmap, drawn. Four queries, however many stops."""

    def __init__(self, roadmap: Roadmap):
        self.roadmap = roadmap
        stops = Stop.objects.of_today().filter(roadmap=roadmap)
        self.stops = list(stops.select_related("stage", "step__track").in_order())
        self.needs: dict[
            int, set[int]
        ] = {}  # the steps on which each step builds, by primary key
        self.rows = self._build_rows()
        self._draw_gutters()

    def _build_rows(self) -> list[MapRow]:
        rows: list[MapRow] = []
        heading: MapRow | None = None
        for number, stop in enumerate(self.stops, 1):
            if heading is None or heading.stage.pk != stop.stage_id:
                heading = MapRow(stop.stage)
                rows.append(heading)
            heading.hours_low += stop.step.hours_low
            heading.hours_high += stop.step.hours_high
            rows.append(MapRow(stop.stage, stop, number))
        return rows

    def _draw_gutters(self):
        steps = {stop.step_id: stop.step for stop in self.stops}
        builds_on: dict[int, set[int]] = {}
        for step, needed in StepPrerequisite.objects.filter(step__in=steps).values_list(
            "step_id", "prerequisite_id"
        ):
            self.needs.setdefault(step, set()).add(needed)
            if needed in steps:
                builds_on.setdefault(step, set()).add(steps[needed].track.order)
        skills: dict[int, list] = {}
        for link in (
            StepSkill.objects.filter(step__in=steps)
            .select_related("skill")
            .order_by("-level", "pk")
        ):
            skills.setdefault(link.step_id, []).append(link.skill)
        drawn = [
            TrackRow(
                row.stop.step.track.order,
                frozenset(builds_on.get(row.stop.step_id, ()))
                - {row.stop.step.track.order},
            )
            if row.stop
            else TrackRow()
            for row in self.rows
        ]
        for row, gutter in zip(self.rows, draw_rows(drawn), strict=True):
            row.gutter = gutter
            if row.stop:
                row.skills = skills.get(row.stop.step_id, [])

    @property
    def hours_low(self) -> int:
        """The sum without optional stops (need “choice”)."""
        return sum(stop.step.hours_low for stop in self.counted_stops)

    @property
    def hours_high(self) -> int:
        return sum(stop.step.hours_high for stop in self.counted_stops)

    @property
    def counted_stops(self) -> list[Stop]:
        return [stop for stop in self.stops if stop.need != Stop.Need.CHOICE]

    @property
    def required_count(self) -> int:
        """The number of required steps."""
        return sum(stop.need == Stop.Need.REQUIRED for stop in self.stops)

    @property
    def if_missing_count(self) -> int:
        """The number of steps that are needed only by learners who cannot do them yet."""
        return len(self.counted_stops) - self.required_count

    @property
    def tracks(self):
        """The tracks of this roadmap, in order."""
        return sorted(
            {stop.step.track for stop in self.stops}, key=lambda track: track.order
        )

    def busiest_rows(self, length: int) -> list[MapRow]:
        """The `length` rows with the most junctions, for the picture on the home page."""
        starts = range(max(1, len(self.rows) - length + 1))
        best = max(
            starts,
            key=lambda start: sum(
                len(row.gutter.joins)
                for row in self.rows[start : start + length]
                if row.gutter
            ),
        )
        return self.rows[best : best + length]


@cached_per_version(most=100)
def line_map(slug: str) -> LineMap:
    """The map of a published roadmap, drawn once for each content version."""
    return LineMap(Roadmap.objects.published().select_related("role").get(slug=slug))
