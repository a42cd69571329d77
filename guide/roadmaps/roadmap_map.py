"""The map of a roadmap page: stages with their stops, the piece of the drawing beside each, and the sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from django.utils.translation import pgettext

from guide.cache import cached_per_version
from guide.models import Roadmap, Stage, StepPrerequisite, StepSkill, Stop
from guide.roadmaps.line_map import Gutter, TrackRow, draw_rows, fold_rows
from guide.roadmaps.money import count_free_steps, free_choices, with_courses
from guide.shared_rows import share_related


@dataclass
class MapRow:
    """One row of the list: the heading of a stage, or a stop."""

    stage: Stage
    stop: Stop | None = None
    # Of the stop, or of the stage, from 1.
    number: int = 0
    # The stops of this roadmap on which the step builds.
    builds_on: list[Stop] = field(default_factory=list)
    gutter: Gutter | None = None

    @property
    def joined_names(self) -> str:
        """The other lines on which it builds, with the comma of the language: what the drawing shows to the eye."""
        own = self.stop and self.stop.step.track
        tracks = {stop.step.track for stop in self.builds_on} - {own}
        return pgettext("list", ", ").join(
            str(track.name) for track in sorted(tracks, key=lambda track: track.order)
        )


@dataclass
class MapStage:
    """A stage with its rows; folded, it is one row itself."""

    heading: MapRow
    rows: list[MapRow]
    folded: Gutter

    @property
    def number(self) -> int:
        return self.heading.number

    @property
    def stage(self) -> Stage:
        return self.heading.stage

    @cached_property
    def stops(self) -> list[Stop]:
        return [row.stop for row in self.rows if row.stop]

    @cached_property
    def steps(self) -> frozenset[int]:
        return frozenset(stop.step_id for stop in self.stops)

    @cached_property
    def need(self) -> str:
        """What most matters in it: a stage that everybody takes may hold more for those who like."""
        needs = {stop.need for stop in self.stops}
        return next(need for need in Stop.Need.values if need in needs)

    @property
    def need_words(self) -> str:
        return (
            "" if self.need == Stop.Need.REQUIRED else str(Stop.Need(self.need).label)
        )

    @cached_property
    def counted(self) -> list[Stop]:
        """The stops that the numbers of the stage speak of."""
        need = self.need
        return [stop for stop in self.stops if stop.need == need]

    @property
    def hours_low(self) -> int:
        return sum(stop.step.hours_low for stop in self.counted)

    @property
    def hours_high(self) -> int:
        return sum(stop.step.hours_high for stop in self.counted)


class LineMap:
    """The rows of one roadmap, drawn."""

    def __init__(
        self,
        roadmap: Roadmap,
        stops: Sequence[Stop],
        needs: Mapping[int, set[int]],
        links: Mapping[int, list[StepSkill]],
        chosen: Mapping[int, bool],
    ):
        """`stops` of today, in order; by step, those on which it builds, what it teaches (`with_courses`), and whether
        a course that editors chose for it is free."""
        self.roadmap = roadmap
        self.stops = list(stops)
        self.needs = needs
        self.links = links
        self.size = roadmap.size
        self.chosen = chosen
        everybody = [stop for stop in self.stops if stop.is_for_everybody]
        self.money = count_free_steps(everybody, links, chosen)
        self.rows = self._build_rows()
        self.stages = self._draw_stages()

    def _build_rows(self) -> list[MapRow]:
        rows: list[MapRow] = []
        stages = 0
        for number, stop in enumerate(self.stops, 1):
            if not rows or rows[-1].stage.pk != stop.stage_id:
                stages += 1
                rows.append(MapRow(stop.stage, number=stages))
            needed = self.needs.get(stop.step_id, set())
            before = [other for other in self.stops if other.step_id in needed]
            rows.append(MapRow(stop.stage, stop, number, before))
        return rows

    def _draw_stages(self) -> list[MapStage]:
        drawn = [track_row(row) for row in self.rows]
        gutters = draw_rows(drawn)
        for row, gutter in zip(self.rows, gutters, strict=True):
            row.gutter = gutter
        starts = [place for place, row in enumerate(self.rows) if row.stop is None]
        bounds = pairwise([*starts, len(self.rows)])
        return [
            MapStage(
                self.rows[start],
                self.rows[start + 1 : end],
                fold_rows(drawn[start:end], gutters[start:end]),
            )
            for start, end in bounds
        ]

    def stage_of(self, stop: Stop) -> MapStage:
        return next(each for each in self.stages if each.stage.pk == stop.stage_id)

    @cached_property
    def by_step(self) -> dict[int | None, Stop]:
        return {stop.step_id: stop for stop in self.stops}

    @cached_property
    def steps(self) -> tuple[int, ...]:
        return tuple(stop.step_id for stop in self.stops)

    @property
    def tracks(self):
        """The tracks of this roadmap, in order."""
        return sorted(
            {stop.step.track for stop in self.stops}, key=lambda track: track.order
        )


def track_row(row: MapRow) -> TrackRow:
    """The column of a stop, and those of the lines that it joins."""
    if row.stop is None:
        return TrackRow()
    column = row.stop.step.track.order
    joined = {stop.step.track.order for stop in row.builds_on}
    return TrackRow(column, frozenset(joined - {column}))


@cached_per_version(most=1)
def line_maps() -> dict[str, LineMap]:
    """The maps of all published roadmaps, by slug and in order, drawn once for each content version.

    Five queries, however many roadmaps and stops.
    """
    roadmaps = Roadmap.objects.published().with_size().select_related("role")
    stops: dict[int, list[Stop]] = {}
    rows = Stop.objects.of_today().with_steps().in_order()
    for stop in share_related(rows, "stage", "step", "step__track"):
        stops.setdefault(stop.roadmap_id, []).append(stop)
    needs: dict[int, set[int]] = {}
    for step, needed in StepPrerequisite.objects.values_list(
        "step_id", "prerequisite_id"
    ):
        needs.setdefault(step, set()).add(needed)
    links, chosen = links_by_step(), free_choices()
    return {
        roadmap.slug: LineMap(roadmap, stops.get(roadmap.pk, ()), needs, links, chosen)
        for roadmap in roadmaps.in_order()
    }


def links_by_step() -> dict[int, list[StepSkill]]:
    """What each step teaches, the highest level first."""
    found: dict[int, list[StepSkill]] = {}
    links = with_courses(StepSkill.objects.all())
    for link in links.order_by("-level", "pk"):
        found.setdefault(link.step_id, []).append(link)
    return found


def line_map(slug: str) -> LineMap:
    """The map of a published roadmap; raises Roadmap.DoesNotExist."""
    if found := line_maps().get(slug):
        return found
    raise Roadmap.DoesNotExist
