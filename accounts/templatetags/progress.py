"""The one door through which pages show progress: one query a page, none for a visitor without cookies."""

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import get_language, pgettext

from accounts.journal.guest_drafts import conflicting_drafts, drafts_of
from accounts.journal.kinds import SECTIONS
from accounts.journal.kinds.course import COURSE
from accounts.models import State
from accounts.my_path.roadmaps import roadmap_at_hand
from accounts.preferences.choices import hours_at_hand
from accounts.preferences.learner_settings import (
    followed_roadmap,
    has_own_pages,
    learner_settings,
)
from accounts.progress import fragments
from accounts.progress.content_index import ContentRef
from accounts.progress.guest_cookie import guest_progress
from accounts.progress.map_rows import rendered_map
from accounts.progress.state_buttons import button_context
from accounts.progress.visitor import is_signed_in, progress_of
from guide.roadmaps.pace import OFFERED_HOURS, study_window
from guide.roadmaps.place import place_on_roadmap
from guide.roadmaps.roadmap_map import line_map
from guide.roadmaps.strip import draw_strip
from guide.templatetags.guide import mark_language

register = template.Library()


@register.simple_tag(takes_context=True)
def progress_stages(context, line_map):
    """The stages of a map as this visitor sees them; `?open=all` unfolds them all, `?open=3` the third."""
    request = context["request"]
    opened = request.GET.get("open", "")
    return rendered_map(line_map).html(path_on(request, line_map), opened)


@register.simple_tag(takes_context=True)
def route_part(context, name, line_map):
    """A part of the page of a roadmap that says how far the visitor is."""
    request = context["request"]
    place = fragments.PagePlace(request.path, hours_at_hand(request))
    return fragments.route_html(name, path_on(request, line_map), place)


@register.simple_tag(takes_context=True)
def stop_rows(context, line_map, stops):
    """Some of the stops of a map as this visitor sees them, without their stages."""
    path = path_on(context["request"], line_map)
    rows = (
        rendered_map(line_map).stop_html(stop.step_id, path.displays[stop.step_id])
        for stop in stops
    )
    return format_html_join("", "{}", ((row,) for row in rows))


@register.simple_tag(takes_context=True)
def progress_at_hand(context):
    """How far the visitor is on the roadmap at hand; None for somebody who has begun nothing."""
    request = context["request"]
    slug = roadmap_at_hand(request)
    return path_on(request, line_map(slug)) if slug else None


@register.simple_tag
def own_strip(path):
    """The roadmap as a strip, as far as the visitor has come."""
    return draw_strip(
        path.map, path.progress.states, path.current and path.current.step_id
    )


@register.simple_tag(takes_context=True)
def step_buttons(context, step, place=None):
    """The states of a step on its own page. One that has retired is begun no more, and goes on where it was begun.

    `place`: where the step stands on the roadmap that leads on.
    """
    progress = progress_of(context["request"])
    if (
        step.retired_on
        and progress.of(step.pk) == State.NOT_STARTED
        and progress.undo_of(step.pk) is None
    ):
        return ""
    route = place and ContentRef(place.roadmap.pk, place.roadmap.slug)
    return fragments.step_buttons_html(ContentRef(step.pk, step.slug), progress, route)


@register.inclusion_tag("accounts/progress/_press_form.html", takes_context=True)
def press_form(context, roadmap=None, step=None, place=None, in_place=True):
    """The one form to which all buttons of a page belong. With scripts it changes the page in place.

    `step`, `place`: on the page of a step, and where it stands on the roadmap that leads on.
    """
    request = context["request"]
    return {
        "page": request.path + (place.query if place else ""),
        "roadmap": roadmap,
        "step": step,
        "route": place and place.roadmap,
        "errors": fragments.press_errors(get_language()) if in_place else "",
        "has_token": is_signed_in(request),
    }


@register.inclusion_tag("accounts/preferences/_pace.html", takes_context=True)
def hours_choice(context):
    """Buttons for the hours a week that the visitor has. The choice holds for the whole site."""
    request = context["request"]
    hours = hours_at_hand(request)
    return {
        "request": request,
        "hours": hours,
        "offered": sorted({*OFFERED_HOURS, hours}),
        "has_token": is_signed_in(request),
    }


@register.simple_tag(takes_context=True)
def study_time(context, hours_low, hours_high):
    """The window in which so many hours are studied at the visitor's hours a week; None where nothing is left."""
    return study_window(hours_low, hours_high, hours_at_hand(context["request"]))


@register.filter
def ends(window):
    """The months in which a window ends, counted from today."""
    return window.between(timezone.now().date())


@register.inclusion_tag("accounts/progress/_step_state.html")
def row_state(step, state, undo=None, was=None):
    """A state in words, and the buttons that change it; for rows that are kept and know no visitor."""
    return {**button_context(step, state, undo, was), "in_row": True}


@register.inclusion_tag("accounts/progress/_step_state.html", takes_context=True)
def step_state(context, step):
    """The visitor's state of a step in words, and the buttons that change it. They need `press_form` on the page."""
    progress = progress_of(context["request"])
    return button_context(
        step,
        progress.of(step.pk),
        progress.undo_of(step.pk),
        progress.split_origins.get(step.pk),
    )


@register.simple_tag(takes_context=True)
def own_place(context, step, roadmaps, came_from):
    """Where a step stands on the roadmap by which the visitor came, else on the one in hand; None on no such roadmap.

    `roadmaps`: those that call at the step; `came_from`: a slug.
    """
    calling = {roadmap.slug for roadmap in roadmaps or ()}
    for slug in (came_from, followed_roadmap(context["request"])):
        if slug in calling:
            return place_on_roadmap(slug, step.pk)
    return None


@register.simple_tag(takes_context=True)
def step_journal(context, step):
    """What the visitor wrote on a step: the HTML of all its parts, and whether there is anything."""
    request = context["request"]
    parts = [SECTIONS[name] for name in ("note", "links", "hours")]
    contexts = [part.section_context(request, step, None) for part in parts]
    html = format_html_join(
        "",
        "{}",
        (
            (part.html_of(request, found, request.path),)
            for part, found in zip(parts, contexts, strict=True)
        ),
    )
    is_written = any(map(is_journal_written, contexts))
    return {"html": html, "is_written": is_written}


def is_journal_written(part: dict) -> bool:
    """`part`: what the section of notes, links or hours shows."""
    note = part.get("note")
    return bool(
        (note and note.text)
        or part.get("links")
        or part.get("removed")
        or part.get("spent")
    )


@register.simple_tag(takes_context=True)
def has_path(context):
    """Whether "My path" leads to anything."""
    return has_own_pages(context["request"])


@register.simple_tag(takes_context=True)
def step_part(context, name, step):
    """A part of a step's page that shows what the visitor wrote: "criteria", "note", "links" or "hours"."""
    request = context["request"]
    return SECTIONS[name].section_html(request, step, request.path)


@register.inclusion_tag("accounts/journal/_draft_choice.html", takes_context=True)
def waiting_choice(context):
    """Costs nothing beyond knowing who asks."""
    request = context["request"]
    return {
        "has_choice": is_signed_in(request) and bool(conflicting_drafts(request)),
        "page": request.path,
    }


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


@register.simple_tag(takes_context=True)
def own_currency(context):
    """What the visitor's link to the salaries asks for."""
    currency = learner_settings(context["request"]).currency
    return f"?currency={currency}" if currency else ""


def path_on(request, line_map):
    """The visitor's progress on a map, counted once a page."""
    paths = request.__dict__.setdefault("_paths", {})
    if line_map not in paths:
        paths[line_map] = rendered_map(line_map).progress_on(progress_of(request))
    return paths[line_map]
