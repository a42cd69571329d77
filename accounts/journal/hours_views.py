from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from accounts.journal.answers import gone_is_404, refusal, section_answer
from accounts.journal.kinds.hours import HOURS, HoursForm
from accounts.journal.undo import undo_with_message
from accounts.models import ProgressEvent, StepHours
from accounts.progress.lookups import step_or_404
from web.access import for_guests, is_signed_in
from web.gate import post_gate

NO_MORE_HOURS = gettext_lazy("A step can hold 24,000 hours at most.")


@post_gate
@for_guests
def step_hours(request, slug):
    step, form = step_or_404(slug), HoursForm(request.POST)
    if not form.is_valid():
        return refusal(request, HOURS, step, 422, form.problem, typed=request.POST)
    if event := form.cleaned_data["undo"]:
        take_back_hours(request, step, event)
    elif not is_signed_in(request):
        minutes = str(form.added_minutes)
        HOURS.keep_draft(request, step.pk, minutes, form.addition_key)
    elif not add_hours(request.user, step, form):
        return refusal(request, HOURS, step, 422, NO_MORE_HOURS, typed=request.POST)
    return section_answer(request, HOURS, step)


def take_back_hours(request, step, event: int):
    if not is_signed_in(request):
        raise Http404
    additions = ProgressEvent.objects.for_user(request.user).filter(
        kind=HOURS.kind, step=step.pk
    )
    event = get_object_or_404(additions.select_related("step"), pk=event)
    level, words = undo_with_message(event, seen="")
    messages.add_message(request, level, words, extra_tags=HOURS.section_id(step))


def add_hours(user, step, form) -> bool:
    """Whether they count, now or when they were sent before."""
    minutes, key = form.added_minutes, form.addition_key
    with gone_is_404():
        added = StepHours.objects.add(user, step, minutes, key=key)
    return added or ProgressEvent.objects.for_user(user).filter(key=key).exists()
