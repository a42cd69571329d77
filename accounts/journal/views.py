"""What learners write on a step and say of a course, one view for each kind; a guest's waits for an account."""

from contextlib import contextmanager
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.history.undo import is_undone, undo
from accounts.history.wording import NOTHING_BACK, undone_words
from accounts.journal import sections
from accounts.journal.course_coverage import coverage
from accounts.journal.entries import carried_course, carried_tick, written_of
from accounts.journal.forms import (
    CourseForm,
    HoursForm,
    LinkForm,
    LinkStateForm,
    NoteForm,
    TickForm,
)
from accounts.journal.guest_drafts import Entry, forget, keep, waiting_of
from accounts.models import (
    By,
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    Kind,
    ProgressEvent,
    StepHours,
    StepNote,
    Sweep,
)
from accounts.models.evidence_link import MAX_LINKS as MOST_LINKS
from accounts.models.evidence_link import TooManyError
from accounts.models.step_note import NoteChangedError
from accounts.progress.content_index import ContentRef as StepEntry
from accounts.progress.content_index import content_index
from accounts.progress.fragments import out_of_band, step_buttons_html
from accounts.progress.guest_cookie import FullError
from accounts.progress.lookups import (
    course_or_404,
    criterion_or_404,
    step_at,
    step_or_404,
)
from accounts.progress.press_fields import NotUnderstoodError, press_fields
from accounts.progress.visitor import is_signed_in, progress_of
from web.access import for_guests, for_owners
from web.gate import post_gate
from web.redirects import safe_next_url
from web.text_diff import difference

NO_ROOM = gettext_lazy("20 links fit on a step. Remove one to add another.")
NO_MORE_HOURS = gettext_lazy("A step can hold 24,000 hours at most.")
NO_COOKIES = gettext_lazy(
    "Not saved: your browser keeps no cookies from this site. Allow them, or create an account."
)
FULL = gettext_lazy(
    "Not saved: this browser can hold no more without an account. Create one: it brings along what waits here."
)
SAID = {
    "note": "accounts/_note_said.html",
    "link": "accounts/_said.html",
    "hours": "accounts/_said.html",
}
PART_OF = {"note": "note", "link": "links", "hours": "hours"}


@post_gate
@for_guests
def criterion(request, slug, code):
    step = step_or_404(slug)
    subject, form = criterion_or_404(step, code), TickForm(request.POST)
    if not form.is_valid():
        raise NotUnderstoodError
    if not is_signed_in(request):
        keep(request, Entry(Kind.CRITERION, subject.pk, form.cleaned_data["tick"]))
    else:
        with gone_is_404():
            shown = carried_tick(request.user, subject)
            CriterionTick.objects.set_state(
                request.user, subject, form.cleaned_data["tick"], shown=shown
            )
    return answer(request, step, "criteria")


@post_gate
@for_guests
def course(request, slug):
    course, form = course_or_404(slug), CourseForm(request.POST)
    if not form.is_valid():
        raise NotUnderstoodError
    state = form.cleaned_data["course"]
    if not state:
        return covers(request, course)
    if not is_signed_in(request):
        keep(request, Entry(Kind.COURSE, course.pk, state))
    else:
        with gone_is_404():
            CourseProgress.objects.set(
                request.user,
                course.pk,
                state,
                shown=carried_course(request.user, course),
            )
    return answer_of_course(request, course, moves_steps=False)


def covers(request, course):
    """A finished course: what it covers, and is not known or done already, becomes known."""
    written = written_of(request)
    if (
        not is_signed_in(request)
        or written.course(course.pk) != CourseProgress.State.DONE
    ):
        raise NotUnderstoodError
    covered = coverage(course.pk)
    steps, skills = (
        covered.new_steps(progress_of(request).states),
        covered.new_skills(written.claims),
    )
    if steps or skills:
        with gone_is_404():
            Sweep.objects.mark_known(
                request.user, course, steps, skills, content_index().older_steps(steps)
            )
    return answer_of_course(request, course)


@post_gate
@for_owners
def sweep_undo(request, pk):
    sweep = get_object_or_404(
        Sweep.objects.for_user(request.user).select_related("user", "course"), pk=pk
    )
    sweep.undo()
    if sweep.course is None:
        return HttpResponseRedirect(
            safe_next_url(
                request, press_fields(request.POST)["next"], reverse("accounts:my-path")
            ),
            status=303,
        )
    return answer_of_course(request, course_or_404(sweep.course.slug))


@post_gate
@for_guests
def note(request, slug):
    step, form = step_or_404(slug), NoteForm(request.POST)
    if not form.is_valid():
        return note_refused(request, step, form, 422, form.problem)
    try:
        save_note(request, step, form)
    except NoteChangedError:
        return note_refused(request, step, form, 409)
    except FullError:
        return note_refused(request, step, form, 413, FULL)
    forget(request, form.cleaned_data["waits"])
    return answer(request, step, "note")


def save_note(request, step, form):
    if not is_signed_in(request):
        keep(request, Entry(Kind.NOTE, step.pk, form.typed))
    elif form.cleaned_data["choice"] != "theirs":
        with gone_is_404():
            StepNote.objects.write(
                request.user, step, form.typed, seen=form.seen_version
            )


def note_refused(request, step, form, status: int, error=""):
    """The text stays: in the field where scripts run, else on the page that answers."""
    conflict = None
    if status == 409 or (form.data.get("choice") and is_signed_in(request)):
        conflict = conflict_of(
            StepNote.objects.current(request.user, step),
            form.mine,
            form.data.get("edited", ""),
        )
    context = {
        "text": form.typed,
        "seen": form.seen_version,
        "waits": form.data.get("waits", ""),
        "conflict": conflict,
    }
    return refused(request, step, "note", status, error, **context)


def conflict_of(theirs: StepNote, mine: str, edited: str = "") -> dict:
    """Two texts for one note, and a start for one made of both."""
    found = difference(theirs.text, mine)
    return {
        "theirs": theirs.text,
        "seen": theirs.version,
        "mine": mine,
        "edited": edited or f"{theirs.text}\n\n{mine}".strip(),
        "pieces": found,
        "differs": len(found) > 2,  # else nothing is in common
    }


@post_gate
@for_guests
def links(request, slug):
    step, form = step_or_404(slug), LinkForm(request.POST)
    if not form.is_valid():
        return refused(request, step, "link", 422, form.problem, typed=request.POST)
    url, title = form.cleaned_data["url"], form.cleaned_data["title"]
    try:
        add_link(request, step, url, title)
    except TooManyError:
        return refused(request, step, "link", 422, NO_ROOM, typed=request.POST)
    return answer(request, step, "links")


def add_link(request, step, url, title, **event):
    if not is_signed_in(request):
        if len(waiting_of(request).links(step.pk)) >= MOST_LINKS:
            raise TooManyError
        keep(request, Entry(Kind.LINK, step.pk, url, title))
        return
    with gone_is_404():
        EvidenceLink.objects.add(request.user, step, url, title, **event)


@post_gate
@for_owners
def link(request, slug, pk):
    step, form = step_or_404(slug), LinkStateForm(request.POST)
    link = get_object_or_404(
        EvidenceLink.objects.for_user(request.user), pk=pk, step=step
    )
    if not form.is_valid():
        raise NotUnderstoodError
    if form.cleaned_data["link"] == "removed":
        EvidenceLink.objects.remove(link)
        return answer(request, step, "links")
    try:
        add_link(request, step, link.url, link.title, by=By.UNDO)
    except TooManyError:
        return refused(
            request,
            step,
            "link",
            422,
            NO_ROOM,
            typed={"url": link.url, "title": link.title},
        )
    return answer(request, step, "links")


@post_gate
@for_guests
def hours(request, slug):
    step, form = step_or_404(slug), HoursForm(request.POST)
    if not form.is_valid():
        return refused(request, step, "hours", 422, form.problem, typed=request.POST)
    if event := form.cleaned_data["undo"]:
        take_back_hours(request, step, event)
    elif not is_signed_in(request):
        keep(request, Entry(Kind.HOURS, step.pk, str(form.added), form.once))
    elif not add_hours(request.user, step, form):
        return refused(request, step, "hours", 422, NO_MORE_HOURS, typed=request.POST)
    return answer(request, step, "hours")


def take_back_hours(request, step, event: int):
    if not is_signed_in(request):
        raise Http404
    added = ProgressEvent.objects.for_user(request.user).filter(
        kind=Kind.HOURS, step=step.pk
    )
    event = get_object_or_404(added.select_related("step"), pk=event)
    undo(event, seen="")
    level, words = (
        (messages.SUCCESS, undone_words(event, ""))
        if is_undone(event)
        else (messages.WARNING, NOTHING_BACK)
    )
    messages.add_message(request, level, words, extra_tags="my-hours")


def add_hours(user, step, form) -> bool:
    """Whether they count, now or when they were sent before."""
    with gone_is_404():
        added = StepHours.objects.add(user, step, form.added, key=form.once)
    return added or ProgressEvent.objects.for_user(user).filter(key=form.once).exists()


# Answers


def refused(request, step, form: str, status: int, error, **typed):
    """What was typed, and why it is not saved: beside the form, or as a page of its own."""
    page = page_of(request, step)
    context = {
        "step": step,
        "page": page,
        "signed_in": is_signed_in(request),
        "error": error,
        **typed,
    }
    if request.htmx:
        html = render_to_string(SAID[form], {**context, "part": PART_OF[form]}, request)
        return HttpResponse(out_of_band(html), status=status)
    context |= {"form": f"accounts/_{form}_form.html", "key": sections.new_key(request)}
    return render(request, "accounts/write_again.html", context, status=status)


@contextmanager
def gone_is_404():
    """What the press was about was deleted since this process has read the guide."""
    try:
        yield
    except IntegrityError as gone:
        raise Http404 from gone


def answer(request, step, part: str):
    """The part that changed, or the page at that part; a guest's first one only when the cookie came back."""
    page = page_of(request, step)
    if not is_kept(request):
        return to_check(request, check_of(page, part, step), part)
    if request.htmx:
        return HttpResponse(
            out_of_band(sections.PARTS[part](request, step, page)) + spoken(request)
        )
    return HttpResponseRedirect(f"{page}#my-{part}", status=303)


def to_check(request, address, part: str):
    """A note is sent along by the browser, so that what was typed is in no address and is kept nowhere."""
    if part == "note" and not request.htmx:
        return HttpResponseRedirect(address, preserve_request=True)
    return HttpResponseRedirect(address, status=303)


def answer_of_course(request, course, moves_steps=True):
    """The row of the course; on the page of a step the state of that step may have changed too."""
    read_anew(request)
    page, step = page_of(request, course), step_at(press_fields(request.POST)["step"])
    if not is_kept(request):
        return HttpResponseRedirect(check_of(page, "course", step, course), status=303)
    if not request.htmx:
        return HttpResponseRedirect(f"{page}#at-{course.slug}", status=303)
    html = out_of_band(sections.course(request, course, page))
    if step and moves_steps:
        html += out_of_band(
            step_buttons_html(StepEntry(step.pk, step.slug), progress_of(request))
        )
    return HttpResponse(html + spoken(request))


def read_anew(request):
    for name in ("_written", "_progress"):
        request.__dict__.pop(name, None)


def page_of(request, subject) -> str:
    return safe_next_url(
        request, press_fields(request.POST)["next"], subject.get_absolute_url()
    ).partition("#")[0]


def spoken(request) -> str:
    """Said by screen readers: the element stays and its words change."""
    words = _("Saved") if is_signed_in(request) else _("It waits for your account.")
    return f'<p id="press-said" hx-swap-oob="innerHTML">{words}</p>'


def is_kept(request) -> bool:
    """Whether what was pressed is saved, or waits in a session whose cookie the browser has sent back."""
    sent = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return is_signed_in(request) or (bool(sent) and request.session.session_key == sent)


def check_of(page, part, step=None, course=None) -> str:
    place = {
        "next": page,
        "part": part,
        "step": step.slug if step else "",
        "course": course.slug if course else "",
    }
    return f"{reverse('accounts:waiting-check')}?{urlencode(place)}"
