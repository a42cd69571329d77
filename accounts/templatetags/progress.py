"""The one door through which pages show progress: one query a page, none for a visitor without cookies."""

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import pgettext

from accounts.journal.guest_drafts import drafts_of
from accounts.journal.kinds import SECTIONS
from accounts.journal.kinds.course import COURSE
from accounts.progress.content_index import ContentRef
from accounts.progress.guest_cookie import guest_progress
from accounts.progress.route_parts import LEFT, OVERVIEW, STAGE, WINDOW
from accounts.progress.state_buttons import button_context
from accounts.progress.step_parts import STEP_BUTTONS
from accounts.progress.visitor import progress_of
from accounts.visitor_parts.presses import (
    HOURS_CHOICE,
    PRESS_FORM,
    STEP_STATE,
    STOP,
    WAITING_CHOICE,
)
from guide.roadmaps.pace import study_window
from guide.roadmaps.strip import draw_strip
from guide.templatetags.guide import mark_language

register = template.Library()


@register.simple_tag(takes_context=True)
def progress_stages(context, line_map):
    """The stages of a map as this visitor sees them; `?open=all` unfolds them all, `?open=3` the third."""
    request = context["request"]
    opened = request.GET.get("open", "")
    stages = (
        STAGE.shown(request, line_map, stage, opened) for stage in line_map.stages
    )
    return format_html_join("", "{}", ((stage,) for stage in stages))


@register.simple_tag(takes_context=True)
def route_left(context, line_map):
    """How much of a roadmap is left."""
    return LEFT.shown(context["request"], line_map)


@register.simple_tag(takes_context=True)
def route_window(context, line_map):
    """How long the rest of a roadmap may take."""
    return WINDOW.shown(context["request"], line_map)


@register.simple_tag(takes_context=True)
def route_overview(context, line_map):
    """A whole roadmap at a glance, and where the visitor stands."""
    request = context["request"]
    return OVERVIEW.shown(request, line_map, request.path)


@register.simple_tag(takes_context=True)
def stop_rows(context, line_map, stops):
    """Some of the stops of a map as this visitor sees them, without their stages."""
    request = context["request"]
    rows = (STOP.shown(request, line_map, stop, request.path) for stop in stops)
    return format_html_join("", "{}", ((row,) for row in rows))


@register.simple_tag
def own_strip(path):
    """The roadmap as a strip, as far as the visitor has come."""
    return draw_strip(
        path.map, path.progress.states, path.current and path.current.step_id
    )


@register.simple_tag(takes_context=True)
def step_buttons(context, step, place=None):
    """The states of a step on its own page. `place`: where it stands on the roadmap that leads on."""
    subject = ContentRef(step.pk, step.slug)
    route = ContentRef(place.roadmap.pk, place.roadmap.slug) if place else None
    is_retired = step.retired_on is not None
    return STEP_BUTTONS.shown(context["request"], subject, route, is_retired)


@register.simple_tag(takes_context=True)
def press_form(context, roadmap=None, step=None, place=None, in_place=True):
    """The one form to which all buttons of a page belong. With scripts it changes the page in place.

    `step`, `place`: on the page of a step, and where it stands on the roadmap that leads on.
    """
    request = context["request"]
    page = {
        "page": request.path + (place.query if place else ""),
        "roadmap": roadmap,
        "step": step,
        "route": place and place.roadmap,
        "in_place": in_place,
    }
    return PRESS_FORM.shown(request, page)


@register.simple_tag(takes_context=True)
def hours_choice(context, roadmap=None):
    """Buttons for the hours a week that the visitor has. The choice holds for the whole site.

    `roadmap`: the one whose time stands beside them, counted in its own hours until somebody chooses.
    """
    request = context["request"]
    return HOURS_CHOICE.shown(request, request.path, roadmap)


@register.simple_tag
def study_time(hours_low, hours_high, hours_a_week):
    """The window in which so many hours are studied; None where nothing is left."""
    return study_window(hours_low, hours_high, hours_a_week)


@register.filter
def ends(window):
    """The months in which a window ends, counted from today."""
    return window.between(timezone.now().date())


@register.inclusion_tag("accounts/progress/_row_state.html")
def row_state(step, state, undo, was, route, page):
    """A state in words, and the buttons that change it; for rows that are kept and know no visitor.

    `route`, `page`: the slug of the roadmap, and the address to which a press leads back.
    """
    return {**button_context(step, state, undo, was), "route": route, "page": page}


@register.simple_tag(takes_context=True)
def step_state(context, step):
    """The visitor's state of a step in words, and the buttons that change it. They need `press_form` on the page."""
    return STEP_STATE.shown(context["request"], step)


@register.simple_tag(takes_context=True)
def step_part(context, name, step):
    """A part of a step's page that shows what the visitor wrote: "criteria", "note", "links" or "hours"."""
    request = context["request"]
    return SECTIONS[name].section_html(request, step, request.path)


@register.simple_tag(takes_context=True)
def waiting_choice(context):
    """Costs nothing beyond knowing who asks."""
    request = context["request"]
    return WAITING_CHOICE.shown(request, request.path)


@register.simple_tag(takes_context=True)
def comes_along(context):
    """Whether this browser holds what an account would take over."""
    request = context["request"]
    return bool(
        progress_of(request).states
        or drafts_of(request)
        or guest_progress(request).claims
    )


@register.simple_tag(takes_context=True)
def course_state(context, course, step=None):
    """How far the visitor is with a course, on its own page or on that of a step."""
    request = context["request"]
    return COURSE.section_html(request, course, request.path, step)


@register.simple_tag
def skill_links(links):
    """Skills that a course teaches as links, each with its level, and the comma of the language between them."""
    rows = (
        (
            link.skill.get_absolute_url(),
            mark_language(link.skill.name),
            link.get_level_display(),
        )
        for link in links
    )
    return format_html_join(
        pgettext("list", ", "), '<a href="{}">{}</a> <span class="soft">{}</span>', rows
    )


@register.simple_tag
def step_links(steps):
    """Steps as links, with the comma of the language between them."""
    rows = ((step.get_absolute_url(), mark_language(step.name)) for step in steps)
    return format_html_join(pgettext("list", ", "), '<a href="{}">{}</a>', rows)
