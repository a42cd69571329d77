"""A plan in the learner's own calendar: by an address that other programs read, or by a file once."""

from django import forms
from django.conf import settings
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from accounts.models import CalendarEvent, CalendarLink
from accounts.plan.asked_plan import asked_for
from accounts.plan.calendar_file import (
    CONTENT_TYPE,
    calendar_file,
    events_of_plan,
    kept_events,
)
from accounts.plan.file_views import download
from accounts.plan.kept_plan import current_plan
from accounts.plan.plan_calendar import follow_plan
from web.access import for_guests, for_learners
from web.gate import form_gate

HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


class CalendarForm(forms.Form):
    action = forms.ChoiceField(choices=[("renew", ""), ("withdraw", "")])


@form_gate
@for_learners
def calendar_page(request):
    """The address is shown by the press that makes it, and never again."""
    address, form = "", CalendarForm(request.POST)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["action"] == "withdraw":
            CalendarLink.objects.withdraw(request.user)
            return HttpResponseRedirect(reverse("accounts:plan-calendar"), status=303)
        token = CalendarLink.objects.renew(request.user, get_language())
        follow_plan(request, current_plan(request))
        address = settings.SITE_URL + reverse("accounts:calendar", args=[token])
    link = CalendarLink.objects.filter(user=request.user).exclude(token_hash=None)
    context = {
        "address": address,
        "has_link": link.exists(),
        "kept": current_plan(request),
    }
    return render(request, "accounts/plan/calendar.html", context)


@require_safe
@for_guests
def calendar(request, token):
    """What the address answers: two queries, whatever it answers."""
    link = CalendarLink.objects.of_token(token)
    if link is None:
        raise Http404
    events = list(CalendarEvent.objects.shown(link.user_id, timezone.now()))
    tag = f'"{link.user_id}-{link.revision}-{len(events)}"'
    headers = {**HEADERS, "ETag": tag}
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    with override(link.language):
        content = calendar_file(kept_events(events))
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)


@require_safe
@for_guests
def calendar_download(request):
    """Once, for those who have no account or want no subscription."""
    shown, _kept = asked_for(request)
    if shown is None or not shown.weeks:
        return HttpResponseRedirect(reverse("accounts:plan"))
    return download(
        calendar_file(events_of_plan(shown)), CONTENT_TYPE, "careerpath-plan.ics"
    )
