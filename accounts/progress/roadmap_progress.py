"""A visitor's progress on one roadmap: what each row shows, how far they are and what comes next."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from accounts.models import State
from accounts.progress.content_index import SplitOrigin, followed_steps
from accounts.progress.counting import (
    DOING,
    DONE,
    KNOWN,
    NOT_STARTED,
    SKIPPED,
    CountedStop,
    count_progress,
)
from accounts.progress.finished_routes import (
    FinishedRoute,
    finished_route,
    was_finished,
)
from accounts.progress.visitor import Progress
from guide.models import Stop
from guide.roadmaps.money import FreeSteps, count_free_steps
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


class PathKey(NamedTuple):
    """All that pages show of a visitor's progress on one roadmap, as values that can be compared."""

    roadmap: str  # its slug
    states: tuple[tuple[int, State], ...]  # of the steps of the map that are begun
    is_begun: bool  # there, or elsewhere
    roadmap_in_hand: str
    signed_in: bool

    @property
    def progress(self) -> Progress:
        elsewhere = {} if self.states or not self.is_begun else {NOWHERE: DOING}
        return Progress(
            states={**dict(self.states), **elsewhere},
            roadmap=self.roadmap_in_hand,
            signed_in=self.signed_in,
        )


# Stands for the steps that lie on other roadmaps; no step has it for its key.
NOWHERE = 0


class UntouchedStage(NamedTuple):
    """A stage that shows nothing of a visitor's progress: a shorter name for its `StageValues`."""

    is_open: bool
    # Somewhere else the visitor has begun.
    is_begun: bool


# The rows that show a state and nothing else.
WITH_STATE = {state: RowDisplay(state) for state in State}
UNTOUCHED = WITH_STATE[NOT_STARTED]


class RoadmapProgress:
    """A visitor's progress on one roadmap."""

    def __init__(
        self,
        line_map: LineMap,
        stops: tuple[CountedStop, ...],
        progress: Progress,
    ):
        self.map = line_map
        self.stops = stops
        self.progress = progress
        self.count = count_progress(stops, progress.states)

    @cached_property
    def finished(self) -> FinishedRoute | None:
        """The route as it was when the visitor finished it. When each step was, is asked of those alone who did."""
        states = self.progress.states
        if not was_finished(self.stops, states):
            return None
        return finished_route(self.stops, states, self.progress.days)

    @cached_property
    def key(self) -> PathKey:
        progress = self.progress
        states = (
            (step, state)
            for step, state in sorted(progress.states.items())
            if step in self.displays and state != NOT_STARTED
        )
        return PathKey(
            self.map.roadmap.slug,
            tuple(states),
            bool(progress.states),
            progress.roadmap,
            progress.signed_in,
        )

    def display(self, step: int) -> RowDisplay:
        progress = self.progress
        return RowDisplay(
            progress.of(step),
            step == self.count.next,
            progress.undo_of(step),
            progress.split_origins.get(step),
        )

    @cached_property
    def touched(self) -> set[int]:
        """All steps that show anything of the visitor's progress."""
        progress = self.progress
        swept = progress.swept.steps if progress.swept else ()
        undo = progress.undo[:1] if progress.undo else ()
        return {
            *progress.states,
            *progress.split_origins,
            *swept,
            *undo,
            self.count.next or 0,
        }

    @cached_property
    def displays(self) -> dict[int, RowDisplay]:
        shown = dict.fromkeys(self.map.steps, UNTOUCHED)
        for step, state in self.progress.states.items():
            if step in shown:
                shown[step] = WITH_STATE[state]
        progress = self.progress
        for step in (
            self.count.next,
            *progress.split_origins,
            *(progress.undo or ())[:1],
        ):
            if step in shown:
                shown[step] = self.display(step)
        return shown

    def steps_unlike(self, other: "RoadmapProgress") -> set[int]:
        """Of which the rows show something else than on `other`, of the same map."""
        shown = other.displays
        return {pk for pk, display in self.displays.items() if display != shown[pk]}

    def stage_display(self, stage: MapStage) -> StageDisplay:
        if stage.steps.isdisjoint(self.touched):
            total = len(stage.counted)
            return StageDisplay(total=total, is_over=not total)
        states = [self.displays[stop.step_id].state for stop in stage.counted]
        done = states.count(DONE) + states.count(KNOWN)
        is_over = done + states.count(SKIPPED) == len(states)
        return StageDisplay(done, len(states), is_over)

    def stage_press(self, stage: MapStage) -> StagePress:
        left, swept = len(self.unbegun_steps(stage)), self.progress.swept
        is_swept = (
            swept is not None
            and swept.roadmap == self.map.roadmap.slug
            and swept.steps <= stage.steps
        )
        return StagePress(
            left, left < len(stage.steps), len(swept.steps) if is_swept else 0
        )

    def stage_values(
        self, stage: MapStage, opened: str = ""
    ) -> "StageValues | UntouchedStage":
        """`opened`: the number of a stage that is not folded whatever its steps are, or "all"."""
        number = stage.number
        is_open = opened in ("all", str(number)) or number in self.open_stages
        if stage.steps.isdisjoint(self.touched):
            return UntouchedStage(is_open, bool(self.progress.states))
        return StageValues(
            is_open,
            self.stage_display(stage),
            self.shown_purpose(stage, is_open, bool(self.progress.states)),
            tuple(self.displays[stop.step_id] for stop in stage.stops),
        )

    def shown_purpose(
        self, stage: MapStage, is_open: bool, is_begun: bool
    ) -> ShownPurpose:
        """The first view of a newcomer has to be small: no press for stages that are folded there."""
        press = self.stage_press(stage)
        if press.offers_any and (is_open or is_begun):
            return ShownPurpose(is_open, True, press)
        return ShownPurpose(is_open)

    @cached_property
    def followed(self) -> frozenset[int]:
        return followed_steps()

    def unbegun_steps(self, stage: MapStage) -> list[int]:
        """What one press may mark as known: nothing that became another step, where the visitor goes on instead."""
        return [
            stop.step_id
            for stop in stage.stops
            if self.displays[stop.step_id].state == NOT_STARTED
            and stop.step_id not in self.followed
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
            if not stage.steps.isdisjoint(steps)
        }

    def stop(self, step: int | None) -> Stop | None:
        return self.map.by_step.get(step)

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
    def stops_left(self) -> list[Stop]:
        """Of which `count.left` speaks: neither finished nor skipped, with what was begun beside them."""
        return [
            stop
            for stop in self.map.stops
            if (state := self.progress.of(stop.step_id)) == State.DOING
            or (stop.is_for_everybody and state == State.NOT_STARTED)
        ]

    @property
    def money_left(self) -> FreeSteps:
        return count_free_steps(self.stops_left, self.map.links, self.map.chosen)

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
            since=stop.required_since,
        )
        for stop in stops
    )
