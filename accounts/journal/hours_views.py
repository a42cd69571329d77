from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from accounts.journal.answers import gone_is_404, refusal, section_answer
from accounts.journal.kinds.hours import HOURS, HoursForm, is_counted
from accounts.journal.undo import undo_with_message
from accounts.models import ProgressEvent, StepHours
from accounts.progress.lookups import step_or_404
from web.access import for_guests, is_signed_in
from web.cookie_probe import CookiesNotKept, refusal_words
from web.gate import post_gate

COUNTED_ALREADY = gettext_lazy(
    "This was sent twice and counted once. Press again to add the same amount again."
)
NO_MORE_HOURS = gettext_lazy("A step can have at most 24,000 hours.")


@post_gate
@for_guests
def step_hours(request, slug):
    step, form = step_or_404(slug), HoursForm(request.POST)
    if not form.is_valid():
        return refusal(request, HOURS, step, 422, form.problem, typed=request.POST)
    if event := form.cleaned_data["undo"]:
        take_back_hours(request, step, event)
    elif error := problem_of_adding(request, step, form):
        return refusal(request, HOURS, step, *error, typed=request.POST)
    return section_answer(request, HOURS, step)


def problem_of_adding(request, step, form) -> tuple[int, str] | None:
    """Adds hours. Where that cannot be: the status of the answer and why."""
    if is_signed_in(request):
        return add_hours(request, step, form.added_minutes, form.addition_key)
    try:
        HOURS.keep_draft(request, step.pk, str(form.added_minutes), form.addition_key)
    except CookiesNotKept:
        return 409, refusal_words(request)
    return None


def take_back_hours(request, step, event: int):
    if not is_signed_in(request):
        raise Http404
    additions = ProgressEvent.objects.for_user(request.user).filter(
        kind=HOURS.kind, step=step.pk
    )
    event = get_object_or_404(additions.select_related("step", "user"), pk=event)
    level, words = undo_with_message(event, seen="")
    messages.add_message(request, level, words, extra_tags=HOURS.section_id(step))


def add_hours(request, step, minutes: int, key: str) -> tuple[int, str] | None:
    """A press that came twice counts once, and the page says so: it may have been meant as another one."""
    with gone_is_404():
        added = StepHours.objects.add(request.user, step, minutes, key=key)
    if added:
        return None
    if not is_counted(request.user, key):
        return 422, NO_MORE_HOURS
    place = HOURS.section_id(step)
    messages.info(request, COUNTED_ALREADY, extra_tags=place)
    return None
