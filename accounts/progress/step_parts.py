"""The buttons of a step on its own page, with all that they show of the visitor."""

from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import State
from accounts.progress.content_index import ContentRef, SplitOrigin
from accounts.progress.map_rows import rendered_map
from accounts.progress.state_buttons import button_context
from accounts.progress.visitor import Progress, progress_of
from guide.roadmaps.roadmap_map import line_map
from web.kept_pages.parts import VisitorPart

BEHIND = {State.DONE, State.KNOWN, State.SKIPPED}


class OnwardValues(NamedTuple):
    """What comes after a step on a route."""

    step: int | None
    is_next: bool
    is_over: bool
    skipped: int  # steps


class StepValues(NamedTuple):
    state: State
    undo: State | None
    was: SplitOrigin | None
    is_unreadable: bool
    onward: OnwardValues | None


def step_values(
    progress: Progress, step: ContentRef, route: ContentRef | None
) -> StepValues:
    """`route`: the roadmap on which the step leads on, once it is behind the visitor."""
    state = progress.of(step.pk)
    return StepValues(
        state,
        progress.undo_of(step.pk),
        progress.split_origins.get(step.pk),
        progress.unreadable,
        onward_values(progress, route) if route and state in BEHIND else None,
    )


def onward_values(progress: Progress, route: ContentRef) -> OnwardValues:
    path = rendered_map(line_map(route.slug)).progress_on(progress)
    step = path.current and path.current.step_id
    count = path.count
    return OnwardValues(step, step == count.next, count.is_over, count.skipped)


def step_buttons_html(
    values: StepValues, step: ContentRef, route: ContentRef | None
) -> SafeString:
    context = button_context(step, values.state, values.undo, values.was)
    context |= {"is_unreadable": values.is_unreadable, "onward": values.onward}
    if values.onward and route:
        way = line_map(route.slug)
        stops = (stop for stop in way.stops if stop.step_id == values.onward.step)
        context["route"] = way.roadmap
        context["ahead"] = next((stop.step for stop in stops), None)
    return render_to_string("accounts/progress/_step_buttons.html", context)


def offered_values(
    request, step: ContentRef, route: ContentRef | None, is_retired: bool
) -> StepValues | None:
    """A step that has retired is begun no more, and goes on where it was begun."""
    values = step_values(progress_of(request), step, route)
    if is_retired and values.state == State.NOT_STARTED and values.undo is None:
        return None
    return values


STEP_BUTTONS = VisitorPart(
    "step buttons",
    offered_values,
    lambda values, step, route, _is_retired: (
        step_buttons_html(values, step, route) if values else ""
    ),
)


def pressed_buttons_html(
    step: ContentRef, progress: Progress, route: ContentRef | None
) -> SafeString:
    """After a press on the page of the step."""
    values = step_values(progress, step, route)
    return STEP_BUTTONS.kept_html((step, route), values, step, route, False)
