"""The plan of a visitor. The address holds the question, so that a guest may keep and share it."""

from time import monotonic

from django.http import QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.plan.asked_plan import show_plan
from accounts.plan.asking import AskedPlan, ask_for_plan
from accounts.plan.forms import PlanForm
from accounts.plan.kept_plan import KeptPlan, current_plan
from accounts.plan.known_names import known_names
from accounts.plan.other_questions import relaxations, what_if, without_courses
from accounts.plan.presets import preset_wishes
from accounts.plan.roadmap_question import roadmap_question
from accounts.plan.ways_on import Differences
from web.access import for_guests

# Of both answers of a page: its second question is asked only while so many seconds are left.
BOTH_SECONDS = 2.4


@require_safe
@for_guests
def plan(request):
    if not request.GET.keys() - {"weeks"} and (kept := current_plan(request)):
        return show_kept_plan(request, kept)
    form = PlanForm(request.GET, preset_wishes(request), known_names())
    wishes = form.wishes
    if not wishes.roadmap or "role" in request.GET:
        return roadmap_question(request, form)
    context = plan_context(request, ask_for_plan(request, wishes))
    context |= {"form": form, "are_all_weeks_shown": request.GET.get("weeks") == "all"}
    return render(request, "accounts/plan/plan.html", context)


def show_kept_plan(request, kept: KeptPlan):
    context = {
        "kept": kept,
        "plan": kept.shown(),
        "differs": kept.can_go_on and Differences(request, kept).are_any,
        "form": PlanForm(
            QueryDict(kept.row.query), preset_wishes(request), known_names()
        ),
        "are_all_weeks_shown": request.GET.get("weeks") == "all",
    }
    return render(request, "accounts/plan/kept_plan.html", context)


def plan_context(request, asked: AskedPlan) -> dict:
    began = monotonic()
    shown = show_plan(request, asked)
    possible = None
    found = shown.answer.relaxations
    left = BOTH_SECONDS - (monotonic() - began)
    if found and found.given_up and left > 0.5:
        wishes = without_courses(asked.wishes, found.given_up)
        possible = show_plan(request, ask_for_plan(request, wishes), left)
    return {
        "asked": asked,
        "plan": shown,
        "relaxations": relaxations(shown),
        "possible": possible if possible and possible.choice else None,
        "what_if": what_if(shown) if shown.choice else [],
    }
