"""What a learner changed, and the way back from each change."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.history.entries import (
    RELATED,
    changes,
    changes_of_step,
    history_entries,
    history_page,
    other_changes,
    place_of,
    step_histories,
    with_details,
)
from accounts.history.study_log import study_log
from accounts.history.study_pace import StudyPace
from accounts.history.wording import back_words, undone_sweep_words
from accounts.journal.kinds import KINDS
from accounts.journal.undo import ChangedSince, undo_with_message
from accounts.models import ProgressEvent, StepHours
from accounts.models.step_note import NoteChangedError
from accounts.preferences.learner_settings import followed_roadmap
from accounts.progress.content_index import content_index
from accounts.progress.map_rows import rendered_map
from accounts.progress.visitor import progress_of
from guide.forms import Filter, KnownChoiceField
from guide.models import Step
from guide.roadmaps.roadmap_map import line_map
from web.access import for_learners, for_owners
from web.gate import post_gate
from web.redirects import safe_next_url

ORDERS = [
    ("", gettext_lazy("By day")),
    ("step", gettext_lazy("By step")),
    ("other", gettext_lazy("Courses and skills")),
]


class HistoryFilter(Filter):
    by = KnownChoiceField(label=gettext_lazy("Order"), required=False, choices=ORDERS)
    step = forms.SlugField(required=False, max_length=100)


@require_safe
@for_learners
def history(request):
    form = HistoryFilter(request.GET)
    chosen, number = form.valid_values(), request.GET.get("page")
    by = chosen.get("by", "")
    context = {"form": form, "by": by, "orders": ORDERS, "query": form.query_string()}
    if "step" in chosen or "step" in form.errors:
        return step_history(request, context, chosen.get("step"), number)
    if by == "step":
        context["steps"] = step_histories(request.user, progress_of(request), number)
    elif by == "other":
        events = other_changes(request.user)
        context["history"] = history_page(request.user, events, number)
    else:
        context |= {
            "history": history_page(request.user, changes(request.user), number),
            **study_context(request),
        }
    return render_history(request, context)


def study_context(request):
    log, slug = study_log(request.user), followed_roadmap(request)
    path = (
        rendered_map(line_map(slug)).progress_on(progress_of(request)) if slug else None
    )
    return {
        "map": log.days.without_empty_start(),
        "pace": StudyPace(log.hours, request.choices.hours_a_week, path),
    }


def render_history(request, context):
    """A message about an entry stands at it, or above where the page does not hold the entry any more."""
    entries = context["history"].entries if "history" in context else ()
    places = {entry.place for entry in entries}
    above = [
        message
        for message in messages.get_messages(request)
        if message.extra_tags not in places
    ]
    return render(request, "accounts/history/history.html", {**context, "above": above})


def step_history(request, context, slug, number):
    """A withdrawn step still has a page for those who changed something on it."""
    step = Step.objects.filter(pk=content_index().steps.get(slug)).first()
    events = (
        changes_of_step(request.user, step) if step else ProgressEvent.objects.none()
    )
    if step is None or not (step.published or events.exists()):
        raise Http404
    minutes = (
        StepHours.objects.for_user(request.user)
        .filter(step=step)
        .values_list("minutes", flat=True)
        .first()
    )
    context |= {
        "by": "step",
        "query": f"step={step.slug}",
        "step": step,
        "minutes": minutes or 0,
    }
    context["history"] = history_page(request.user, events, number, is_alone=False)
    return render_history(request, context)


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
