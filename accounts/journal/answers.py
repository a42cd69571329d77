"""What a browser gets for a press on something that a learner writes: the section that changed, or why it did not."""

from contextlib import contextmanager
from functools import wraps

from django.db import IntegrityError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.journal.entries import forget_entries
from accounts.journal.kinds.base import ChangeKind
from accounts.journal.kinds.course import COURSE
from accounts.progress.content_index import ContentRef, content_index
from accounts.progress.fragments import out_of_band
from accounts.progress.lookups import step_at
from accounts.progress.press_fields import press_fields
from accounts.progress.step_parts import pressed_buttons_html
from accounts.progress.visitor import progress_of
from web.access import is_signed_in
from web.redirects import safe_next_url


def section_answer(request, kind: ChangeKind, step):
    """The section that changed, or the page at that section."""
    page = pressed_page(request, step)
    if request.htmx:
        html = out_of_band(kind.section_html(request, step, page))
        return HttpResponse(html + status_words(request))
    return HttpResponseRedirect(f"{page}#{kind.section_id(step)}", status=303)


def course_answer(request, course, moves_steps=True):
    """The row of the course; on the page of a step the state of that step may have changed too."""
    forget_what_was_read(request)
    page, fields = pressed_page(request, course), press_fields(request.POST)
    step = step_at(fields["step"])
    if not request.htmx:
        return HttpResponseRedirect(f"{page}#{COURSE.section_id(course)}", status=303)
    html = out_of_band(COURSE.section_html(request, course, page))
    if step and moves_steps:
        route = content_index().roadmaps.get(fields["route"])
        subject = ContentRef(step.pk, step.slug)
        html += out_of_band(pressed_buttons_html(subject, progress_of(request), route))
    return HttpResponse(html + status_words(request))


def refusal(request, kind: ChangeKind, step, status: int, error, **typed):
    """What was typed, and why it is not saved: beside the form, or as a page of its own."""
    context = {
        "step": step,
        "page": pressed_page(request, step),
        "signed_in": is_signed_in(request),
        "error": error,
        **typed,
    }
    if request.htmx:
        context["part"] = kind.section
        html = render_to_string(kind.error_template, context, request)
        return HttpResponse(out_of_band(html), status=status)
    context |= {"form": kind.form_template, **kind.form_context(request)}
    return render(request, "accounts/journal/write_again.html", context, status=status)


@contextmanager
def gone_is_404():
    """What the press was about was deleted since this process has read the guide."""
    try:
        yield
    except IntegrityError as gone:
        raise Http404 from gone


def shows_typed_text(*names):
    """A view that saves these fields: where what they are about is gone, they are shown, to be copied."""

    def decorate(view):
        @wraps(view)
        def saving(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except Http404:
                texts = [text for name in names if (text := request.POST.get(name))]
                if not texts:
                    raise
                context = {"texts": texts}
                page = "accounts/journal/step_gone.html"
                return render(request, page, context, status=404)

        return saving

    return decorate


def forget_what_was_read(request):
    forget_entries(request)
    request.__dict__.pop("_progress", None)


def pressed_page(request, subject) -> str:
    """The address of the page that was pressed."""
    address = press_fields(request.POST)["next"]
    return safe_next_url(request, address, subject.get_absolute_url()).partition("#")[0]


def status_words(request) -> str:
    """Read out by screen readers: the element stays and its words change."""
    words = (
        _("Saved") if is_signed_in(request) else _("Saved once you have an account.")
    )
    return f'<p id="press-said" hx-swap-oob="innerHTML">{words}</p>'
