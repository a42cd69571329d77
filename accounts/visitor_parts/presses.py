"""The forms and buttons of a page, and what they show of the visitor."""

from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import get_language

from accounts.journal.guest_drafts import conflicting_drafts
from accounts.models import State
from accounts.preferences.choices import hours_at_hand
from accounts.progress.content_index import SplitOrigin
from accounts.progress.fragments import press_errors
from accounts.progress.map_rows import rendered_map
from accounts.progress.roadmap_progress import RowDisplay
from accounts.progress.route_parts import path_on
from accounts.progress.state_buttons import button_context
from accounts.progress.visitor import progress_of
from guide.roadmaps.pace import OFFERED_HOURS
from guide.roadmaps.roadmap_map import LineMap
from web.access import is_signed_in
from web.kept_pages.parts import VisitorPart
from web.kept_pages.texts import TOKEN_MARK


def press_form_html(has_token: bool, page: dict) -> str:
    errors = press_errors(get_language()) if page["in_place"] else ""
    context = {**page, "errors": errors, "has_token": has_token}
    return render_to_string(
        "accounts/progress/_press_form.html", {**context, "csrf_token": TOKEN_MARK}
    )


PRESS_FORM = VisitorPart(
    "press form", lambda request, _page: is_signed_in(request), press_form_html
)


class HoursChoice(NamedTuple):
    hours: int  # a week
    is_chosen: bool
    has_token: bool


def hours_choice(request, _page, roadmap) -> HoursChoice:
    hours = hours_at_hand(request, roadmap)
    is_chosen = bool(request.choices.hours_a_week)
    return HoursChoice(hours, is_chosen, is_signed_in(request))


def hours_choice_html(values: HoursChoice, page: str, roadmap) -> str:
    context = {
        **values._asdict(),
        "offered": sorted({*OFFERED_HOURS, values.hours}),
        "page": page,
        "roadmap": roadmap,
        "csrf_token": TOKEN_MARK,
    }
    return render_to_string("accounts/preferences/_pace.html", context)


HOURS_CHOICE = VisitorPart("hours choice", hours_choice, hours_choice_html)


class ShownState(NamedTuple):
    state: State
    undo: State | None
    was: SplitOrigin | None


def shown_state(request, step) -> ShownState:
    progress = progress_of(request)
    return ShownState(
        progress.of(step.pk),
        progress.undo_of(step.pk),
        progress.split_origins.get(step.pk),
    )


def stop_html(display: RowDisplay, line_map: LineMap, stop, page: str) -> str:
    rows = rendered_map(line_map)
    return rows.stop_html(stop.step_id, display, rows.way_back(page))


STEP_STATE = VisitorPart(
    "step state",
    shown_state,
    lambda values, step: render_to_string(
        "accounts/progress/_step_state.html", button_context(step, *values)
    ),
)
STOP = VisitorPart(
    "stop",
    lambda request, line_map, stop, _page: path_on(request, line_map).displays[
        stop.step_id
    ],
    stop_html,
)


WAITING_CHOICE = VisitorPart(
    "waiting choice",
    lambda request, _page: is_signed_in(request) and bool(conflicting_drafts(request)),
    lambda has_choice, page: render_to_string(
        "accounts/journal/_draft_choice.html", {"has_choice": has_choice, "page": page}
    ),
)
