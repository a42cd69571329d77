"""A visitor's progress on one roadmap: what each row shows, how far they are and what comes next."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from accounts.models import State
from accounts.progress.content_index import SplitOrigin, followed_steps
from accounts.progress.counting import FINISHED, CountedStop, count_progress
from accounts.progress.visitor import Progress
from guide.models import Stop
from guide.roadmaps.roadmap_map import LineMap, MapStage


class RowDisplay(NamedTuple):
    """All that the row of a stop shows of a visitor's progress; the template gets each field by its name."""

    state: State = State.NOT_STARTED
    is_next: bool = False
    undo: State | None = None
    was: SplitOrigin | None = None


class StageDisplay(NamedTuple):
    """All that the heading of a stage shows of a visitor's progress."""

    # Of the steps of which the numbers of the stage speak: finished, and all.
    done: int = 0
    total: int = 0
    # Nothing of them is left to do: finished, or skipped.
    is_over: bool = False


class StagePress(NamedTuple):
    """What one press can do for a whole stage, or take back."""

    # Steps that are not started.
    left: int = 0
    # Something of the stage is under way, or behind the visitor.
    is_begun: bool = False
    # How many the last press marked as known, which an undo takes back.
    swept: int = 0

    @property
    def offers_any(self) -> bool:
        return bool(self.left or self.swept)


class ShownPurpose(NamedTuple):
    """All that is shown between the heading of a stage and its stops."""

    is_open: bool = True
    has_press: bool = False
    press: StagePress = StagePress()


class StageValues(NamedTuple):
    """All that a stage of the map shows of a visitor's progress."""

    is_open: bool
    head: StageDisplay
    purpose: ShownPurpose
    displays: tuple[RowDisplay, ...]  # of its stops


class RoadmapProgress:
    """A visitor's progress on one roadmap."""

    def __init__(
        self,
        line_map: LineMap,
        stops: tuple[CountedStop, ...],
        progress: Progress,
    ):
        self.map = line_map
        self.progress = progress
        self.count = count_progress(stops, progress.states)

    def display(self, step: int) -> RowDisplay:
        progress = self.progress
        return RowDisplay(
            progress.of(step),
            step == self.count.next,
            progress.undo_of(step),
            progress.split_origins.get(step),
        )

    @cached_property
    def displays(self) -> dict[int, RowDisplay]:
        return {stop.step_id: self.display(stop.step_id) for stop in self.map.stops}

    @cached_property
    def stage_displays(self) -> dict[int, StageDisplay]:
        """By the number of the stage."""
        return {stage.number: self.stage_display(stage) for stage in self.map.stages}

    def stage_display(self, stage: MapStage) -> StageDisplay:
        states = [self.progress.of(stop.step_id) for stop in stage.counted]
        return StageDisplay(
            done=sum(state in FINISHED for state in states),
            total=len(states),
            is_over=all(state in {*FINISHED, State.SKIPPED} for state in states),
        )

    @cached_property
    def stage_presses(self) -> dict[int, StagePress]:
        """By the number of the stage."""
        return {stage.number: self.stage_press(stage) for stage in self.map.stages}

    def stage_press(self, stage: MapStage) -> StagePress:
        steps = [stop.step_id for stop in stage.stops]
        left, swept = self.unbegun_steps(stage), self.progress.swept
        is_swept = (
            swept is not None
            and swept.roadmap == self.map.roadmap.slug
            and swept.steps.issubset(steps)
        )
        return StagePress(
            len(left), len(left) < len(steps), len(swept.steps) if is_swept else 0
        )

    def stage_values(self, stage: MapStage, opened: str = "") -> StageValues:
        """`opened`: the number of a stage that is not folded whatever its steps are, or "all"."""
        number = stage.number
        is_open = opened in ("all", str(number)) or number in self.open_stages
        return StageValues(
            is_open,
            self.stage_displays[number],
            self.shown_purpose(stage, is_open),
            tuple(self.displays[stop.step_id] for stop in stage.stops),
        )

    def shown_purpose(self, stage: MapStage, is_open: bool = True) -> ShownPurpose:
        """The first view of a newcomer has to be small: no press for stages that are folded there."""
        press = self.stage_presses[stage.number]
        if press.offers_any and (is_open or self.progress.states):
            return ShownPurpose(is_open, True, press)
        return ShownPurpose(is_open)

    def unbegun_steps(self, stage: MapStage) -> list[int]:
        """What one press may mark as known: nothing that became another step, where the visitor goes on instead."""
        followed = followed_steps()
        return [
            stop.step_id
            for stop in stage.stops
            if stop.step_id not in followed
            and self.progress.of(stop.step_id) == State.NOT_STARTED
        ]

    @cached_property
    def here(self) -> Stop | None:
        """Where the visitor stands: at the first step under way, else before the next one."""
        return self.stop(next(iter(self.count.doing), None)) or self.next_stop

    @property
    def stage_here(self) -> MapStage | None:
        return self.here and self.map.stage_of(self.here)

    @cached_property
    def open_stages(self) -> set[int]:
        """The numbers of the stages that are not folded: where something is under way, and where it goes on."""
        steps = {*self.count.doing, self.count.next}
        return {
            stage.number
            for stage in self.map.stages
            if any(stop.step_id in steps for stop in stage.stops)
        }

    def stop(self, step: int | None) -> Stop | None:
        return next((stop for stop in self.map.stops if stop.step_id == step), None)

    @property
    def is_under_way(self) -> bool:
        return bool(self.count.doing)

    @property
    def current(self) -> Stop | None:
        """Where the visitor goes on: the first step under way, else the next one."""
        return self.stop(next(iter(self.count.doing), self.count.next))

    def coming_stops(self, most: int = 3) -> list[Stop]:
        """What everybody takes and is not begun, after the stop where the visitor goes on."""
        coming = (
            stop
            for stop in self.map.stops
            if stop.is_for_everybody
            and stop != self.current
            and self.progress.of(stop.step_id) == State.NOT_STARTED
        )
        return list(islice(coming, most))

    @property
    def next_stop(self) -> Stop | None:
        return self.stop(self.count.next)


def counted_stops(
    stops: Iterable[Stop], needs: Mapping[int, Iterable[int]]
) -> tuple[CountedStop, ...]:
    """`stops` of one roadmap, in order; `needs`: by step, the steps on which it builds."""
    return tuple(
        CountedStop(
            step=stop.step_id,
            required=stop.is_for_everybody,
            retired=stop.step.retired_on is not None,
            hours_low=stop.step.hours_low,
            hours_high=stop.step.hours_high,
            builds_on=frozenset(needs.get(stop.step_id, ())),
        )
        for stop in stops
    )
