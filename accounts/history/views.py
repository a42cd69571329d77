"""What a learner changed, and the way back from each change."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.history.entries import history_entries, place_of
from accounts.history.event_rows import RELATED, with_details
from accounts.history.wording import back_words, undone_sweep_words
from accounts.journal.kinds import KINDS
from accounts.journal.undo import ChangedSince, undo_with_message
from accounts.models import ProgressEvent
from accounts.models.step_note import NoteChangedError
from accounts.progress.content_index import content_index
from guide.forms import Filter, KnownChoiceField
from guide.models import Step
from web.access import for_learners, for_owners
from web.gate import post_gate
from web.kept_pages.answers import KeptView
from web.redirects import safe_next_url

ORDERS = [
    ("", gettext_lazy("By day")),
    ("step", gettext_lazy("By step")),
    ("other", gettext_lazy("Courses and skills")),
]


class HistoryFilter(Filter):
    by = KnownChoiceField(label=gettext_lazy("Order"), required=False, choices=ORDERS)
    step = forms.SlugField(required=False, max_length=100)


def history_frame(request):
    """All of the learner is in parts (accounts/visitor_parts/history.py)."""
    form = HistoryFilter(request.GET)
    chosen = form.valid_values()
    context = {"form": form, "by": chosen.get("by", ""), "step": None, "orders": ORDERS}
    if "step" in chosen:
        step = get_object_or_404(Step, slug=chosen["step"])
        context |= {"by": "step", "step": step, "query": f"step={step.slug}"}
    return render(
        request,
        "accounts/history/history.html",
        {"query": form.query_string(), **context},
    )


HISTORY_PAGE = KeptView(history_frame, frozenset(["by", "step"]))


@require_safe
@for_learners
def history(request):
    if request.GET.get("step"):
        require_own_step(request)
    return HISTORY_PAGE.answer(request)


def require_own_step(request) -> None:
    """A withdrawn step still has a page for those who changed something on it."""
    slug = HistoryFilter(request.GET).valid_values().get("step")
    key, index = content_index().steps.get(slug), content_index()
    if slug not in index.published:
        events = ProgressEvent.objects.for_user(request.user)
        if key is None or not events.filter(step=key).exists():
            raise Http404


class UndoForm(forms.Form):
    seen = forms.CharField(required=False, max_length=20)
    next = forms.CharField(required=False)


@post_gate
@for_owners
def undo_change(request, pk):
    """A change, or the whole sweep of which it is a part."""
    events = ProgressEvent.objects.for_user(request.user).filter(undoes__sweep=None)
    related = (*RELATED, "sweep__background", "user")
    event = get_object_or_404(events.select_related(*related), pk=pk)
    form = UndoForm(request.POST)
    form.full_clean()
    page = safe_next_url(
        request, form.cleaned_data.get("next", ""), reverse("accounts:history")
    )
    try:
        level, words = (
            undo_sweep_with_message(event.sweep)
            if event.sweep
            else undo_with_message(event, form.cleaned_data.get("seen", ""))
        )
    except ChangedSince as since:
        return ask_again(request, event, since.now, page)
    except NoteChangedError as changed:
        return ask_again(request, event, str(changed.note.version), page)
    messages.add_message(request, level, words, extra_tags=place_of(event))
    return HttpResponseRedirect(
        f"{page.partition('#')[0]}#{place_of(event)}", status=303
    )


def undo_sweep_with_message(sweep):
    if sweep.undo() is not None or sweep.undone_at:
        return messages.SUCCESS, undone_sweep_words(sweep)
    return messages.WARNING, _("Not undone: changes can be undone for 30 days.")


def ask_again(request, event, now, page):
    """The page that was pressed is out of date: the current value, and the same button once more."""
    events = with_details([event.pk])
    (entry,) = history_entries(request.user, events, is_alone=False)
    context = {
        "entry": entry,
        "current": KINDS[event.kind].current_words(now),
        "back": back_words(entry) or _("Undo"),
        "seen": now,
        "page": page,
    }
    return render(request, "accounts/history/history_changed.html", context, status=409)
