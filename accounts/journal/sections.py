"""The parts of a page that show what a visitor wrote: shown with the page, and alone as the answer to a press.

`page` is the address of the page on which a part stands: presses and sign-up lead back to it.
"""

import secrets
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.journal.course_coverage import coverage
from accounts.journal.entries import links_of, note_of, written_of
from accounts.models import CourseProgress
from accounts.models.evidence_link import MAX_LINKS as MOST_LINKS
from accounts.progress.counting import FINISHED
from accounts.progress.visitor import is_signed_in, progress_of
from guide.formats import partial_date
from guide.markdown import render_untrusted

COURSE_VERBS = {
    CourseProgress.State.PLANNED: _("I plan to take it"),
    CourseProgress.State.DOING: _("I am taking it"),
    CourseProgress.State.DONE: _("I have finished it"),
    CourseProgress.State.NONE: _("Take it off my list"),
}
KEY_BYTES = 12


def part(request, page: str, template: str, **context) -> SafeString:
    shared = {"page": page, "signed_in": is_signed_in(request)}
    return render_to_string(f"accounts/{template}.html", {**shared, **context}, request)


def criteria(request, step, page: str) -> SafeString:
    ticks = written_of(request, step.pk).ticks
    rows = [(criterion, criterion.pk in ticks) for criterion in step.criteria.all()]
    is_complete = bool(rows) and all(ticked for _, ticked in rows)
    return part(
        request, page, "_step_criteria", step=step, rows=rows,
        is_ticked=any(ticked for _, ticked in rows),
        offers_done=is_complete and progress_of(request).of(step.pk) not in FINISHED,
    )  # fmt: skip


def course(request, course, page: str, step=None) -> SafeString:
    """`step` on its page: the one query there is the same for all parts."""
    written = written_of(request, step.pk if step else None)
    state = CourseProgress.State(written.course(course.pk))
    finished = state == CourseProgress.State.DONE
    covers = coverage(course.pk) if finished else None
    return part(
        request, page, "_course_state", course=course, state=state, covers=covers,
        verbs=[(other, verb) for other, verb in COURSE_VERBS.items() if other != state],
        is_news=bool(covers and (covers.new_steps(progress_of(request).states) or covers.new_skills(written.claims))),
        sweep=written.sweeps.get(course.pk) if finished else None,
    )  # fmt: skip


def note(request, step, page: str) -> SafeString:
    kept = note_of(request, step)
    return part(
        request, page, "_step_note", step=step, note=kept, text=kept.text, seen=kept.version,
        html=render_untrusted(kept.text), saved=kept.at and day_and_time(kept.at, request.user.time_zone),
    )  # fmt: skip


def day_and_time(at, zone: str) -> tuple[str, str]:
    local = timezone.localtime(at, ZoneInfo(zone))
    clock = local.strftime("%H:%M")
    return partial_date(
        local.date().isoformat()
    ), f"{clock} UTC" if zone == "UTC" else clock  # mostly nobody's own


def links(request, step, page: str) -> SafeString:
    shown, removed = links_of(request, step)
    return part(
        request,
        page,
        "_step_links",
        step=step,
        links=shown,
        removed=removed,
        has_room=len(shown) < MOST_LINKS,
    )


def hours(request, step, page: str) -> SafeString:
    written = written_of(request, step.pk)
    return part(
        request, page, "_step_hours", step=step, key=new_key(request),
        spent=written.minutes / 60, added=written.added and (written.added[0], written.added[1] / 60),
    )  # fmt: skip


def new_key(request) -> str:
    """What makes an addition count once. A page for visitors without cookies is the same for all, so it has none."""
    return (
        secrets.token_urlsafe(KEY_BYTES)
        if settings.SESSION_COOKIE_NAME in request.COOKIES
        else ""
    )


PARTS = {"criteria": criteria, "note": note, "links": links, "hours": hours}
