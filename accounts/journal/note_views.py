from django.utils.translation import gettext_lazy

from accounts.journal.answers import (
    gone_is_404,
    refusal,
    section_answer,
    shows_typed_text,
)
from accounts.journal.guest_draft_merge import forget_draft
from accounts.journal.kinds.note import NOTE, NoteForm, conflict_of
from accounts.models import StepNote
from accounts.models.step_note import NoteChangedError
from accounts.progress.guest_cookie import FullError
from accounts.progress.lookups import step_or_404
from web.access import for_guests, is_signed_in
from web.cookie_probe import CookiesNotKept, refusal_words
from web.gate import post_gate

FULL = gettext_lazy(
    "Not saved: this browser cannot hold any more without an account. Create one to keep what is here."
)


@post_gate
@for_guests
@shows_typed_text("text", "edited")
def step_note(request, slug):
    step, form = step_or_404(slug), NoteForm(request.POST)
    if not form.is_valid():
        return note_refusal(request, step, form, 422, form.problem)
    try:
        save_note(request, step, form)
    except NoteChangedError as changed:
        return note_refusal(request, step, form, 409, theirs=changed.note)
    except FullError:
        return note_refusal(request, step, form, 413, FULL)
    except CookiesNotKept:
        typed = {"text": form.typed, "seen": 0}
        return refusal(request, NOTE, step, 409, refusal_words(request), **typed)
    forget_draft(request, form.cleaned_data["waits"])
    return section_answer(request, NOTE, step)


def save_note(request, step, form):
    if form.cleaned_data["choice"] == "theirs":
        return
    seen = form.seen_version
    if not is_signed_in(request):
        NOTE.keep_seen_draft(request, step.pk, form.typed, seen)
        return
    with gone_is_404():
        StepNote.objects.write(request.user, step, form.typed, seen=seen)


def note_refusal(request, step, form, status: int, error="", theirs=None):
    """The text stays: in the field where scripts run, else on the page that answers.

    `theirs`: the note that another tab has saved; an earlier choice between the two is asked for again.
    """
    conflict = None
    if theirs is None and form.data.get("choice"):
        theirs = NOTE.note_of(request, step)
    if theirs:
        conflict = conflict_of(theirs, form.mine, form.data.get("edited", ""))
    context = {
        "text": form.typed,
        "seen": form.seen_version,
        "waits": form.data.get("waits", ""),
        "conflict": conflict,
    }
    return refusal(request, NOTE, step, status, error, **context)
