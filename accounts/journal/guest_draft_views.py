"""What a guest wrote and waits for an account: whether the browser keeps it, what there is, and what to do with it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.journal import sections
from accounts.journal.forms import CheckForm, NoteForm, WaitingForm
from accounts.journal.guest_drafts import (
    Entry,
    Waiting,
    forget,
    overrule,
    says,
    subjects_of,
    waiting_of,
)
from accounts.journal.views import NO_COOKIES, conflict_of, refused, spoken
from accounts.models import CourseProgress, CriterionTick, Kind
from accounts.progress.fragments import out_of_band
from accounts.progress.lookups import course_or_404, step_or_404
from accounts.progress.visitor import is_signed_in
from guide.formats import hours
from web.access import for_guests
from web.redirects import safe_next_url
from web.same_origin import is_from_our_page

LONGEST_WORDS = 80  # of a link in a message


@csrf_exempt  # nothing is changed here
@require_http_methods(["GET", "HEAD", "POST"])
@for_guests
def waiting_check(request):
    """The first thing that a guest writes leads here: only what the browser sends back is kept.

    A note comes along, so that it stays in its field where the browser sends nothing back.
    """
    form = CheckForm(request.GET)
    form.full_clean()
    asked = form.cleaned_data
    page = safe_next_url(request, asked.get("next", ""), reverse("accounts:my-path"))
    if not waiting_of(request).entries:
        return not_saved(request, page, asked.get("step", ""))
    if not form.is_valid():
        raise Http404
    if asked["part"] == "course":
        subject = course_or_404(asked["course"])
        place, html = f"at-{subject.slug}", sections.course(request, subject, page)
    else:
        subject = step_or_404(asked["step"])
        place, html = (
            f"my-{asked['part']}",
            sections.PARTS[asked["part"]](request, subject, page),
        )
    if request.htmx:
        return HttpResponse(out_of_band(html) + spoken(request))
    return HttpResponseRedirect(f"{page}#{place}", status=303)


def not_saved(request, page: str, step: str):
    if request.method != "POST" or not is_from_our_page(request):
        return render(request, "accounts/not_saved.html", {"page": page}, status=409)
    return refused(
        request,
        step_or_404(step),
        "note",
        409,
        NO_COOKIES,
        text=NoteForm(request.POST).mine,
        seen=0,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_guests
def waiting(request):
    """To a guest all that waits; to a learner what their account says otherwise."""
    form = WaitingForm(request.POST or request.GET)
    is_decided = request.method == "POST" and form.is_valid()
    form.full_clean()
    page = safe_next_url(
        request, form.cleaned_data.get("next", ""), reverse("accounts:my-path")
    )
    if is_decided:
        decide(request, form.cleaned_data["entry"], form.cleaned_data["choice"])
        return HttpResponseRedirect(
            list_of(page) if waiting_of(request).entries else page, status=303
        )
    rows = described(request, page)
    if not rows:
        return HttpResponseRedirect(page)
    return render(
        request,
        "accounts/waiting.html",
        {"rows": rows, "page": page, "signed_in": is_signed_in(request)},
    )


def decide(request, key: str, choice: str):
    entry = waiting_of(request).entries.get(key)
    if entry and (
        choice == "forget" or (is_signed_in(request) and overrule(entry, request.user))
    ):
        forget(request, key)
        messages.success(request, decision_words(entry, choice, is_signed_in(request)))


def decision_words(entry: Entry, choice: str, signed_in: bool) -> str:
    """Never with the text of a note: what is said next waits in a cookie."""
    subject = subjects_of(Waiting({entry.key: entry}))[entry.kind].get(entry.subject)
    name = name_of(entry, subject) if subject else ""
    about = {"name": name, "what": Truncator(words_of(entry)).chars(LONGEST_WORDS)}
    if not signed_in:
        return _("Forgotten: %(name)s (%(what)s)") % about
    if choice == "mine":
        return _("Saved: %(name)s (%(what)s)") % about
    return _("Your account keeps what it held: %(name)s") % about


def list_of(page: str) -> str:
    return f"{reverse('accounts:waiting')}?{urlencode({'next': page})}"


def name_of(entry: Entry, subject) -> str:
    return subject.text if entry.kind == Kind.CRITERION else subject.name


def described(request, page: str) -> list[dict]:
    """Each entry with what it is about and what the account says; what is gone from the guide is left out."""
    waiting, user = waiting_of(request), request.user if is_signed_in(request) else None
    known = subjects_of(waiting)
    return [
        row_of(entry, subject, user, page)
        for entry in waiting.entries.values()
        if (subject := known[entry.kind].get(entry.subject))
    ]


def row_of(entry: Entry, subject, user, page: str) -> dict:
    is_criterion = entry.kind == Kind.CRITERION
    said = user and says(entry, user, subject)
    return {
        "entry": entry,
        "step": subject,
        "name": name_of(entry, subject),
        "address": (subject.step if is_criterion else subject).get_absolute_url(),
        "words": words_of(entry),
        "said": said,
        "conflict": conflict_of(said, entry.value)
        if said and entry.kind == Kind.NOTE
        else None,
        "page": list_of(page)
        if user and entry.kind == Kind.NOTE
        else page,  # a note is saved by its own press
    }


def words_of(entry: Entry):
    match entry.kind:
        case Kind.CRITERION:
            return CriterionTick.State(entry.value).label
        case Kind.COURSE:
            return CourseProgress.State(entry.value).label
        case Kind.HOURS:
            return hours(int(entry.value) / 60, int(entry.value) / 60)
        case Kind.LINK:
            return entry.value
    return _("Your note")
