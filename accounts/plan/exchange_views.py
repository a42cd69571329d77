"""What more money would save, and what less would cost in hours."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.plan.answers import exchange_plan
from accounts.plan.asking import ask_for_plan
from accounts.plan.exchange_page import ExchangePage
from accounts.plan.forms import PlanForm
from accounts.plan.known_names import known_names
from accounts.plan.presets import preset_wishes
from web.access import for_guests


@require_safe
@for_guests
def exchange(request):
    wishes = PlanForm(request.GET, preset_wishes(request), known_names()).wishes
    if not wishes.roadmap:
        return HttpResponseRedirect(reverse("accounts:plan"))
    found = exchange_plan(request, ask_for_plan(request, wishes).request)
    page = ExchangePage(wishes, found) if found and found.points else None
    context = {"page": page, "is_busy": found is None, "wishes": wishes}
    return render(request, "accounts/plan/exchange.html", context)
