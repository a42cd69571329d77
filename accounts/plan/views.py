"""The plan of a visitor. The address holds the question, so that a guest may keep and share it."""

from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.plan.asking import ask_for_plan
from accounts.plan.forms import PlanForm
from accounts.plan.kept_plan import KeptPlan, current_plan
from accounts.plan.known_names import known_names
from accounts.plan.pieces import plan_pieces
from accounts.plan.presets import preset_wishes
from accounts.plan.roadmap_question import roadmap_question
from accounts.plan.ways_on import Differences
from guide.models import ContentVersion
from web.access import for_guests


@require_safe
@for_guests
def plan(request):
    version = ContentVersion.current()
    if not request.GET.keys() - {"weeks"} and (kept := current_plan(request)):
        return show_kept_plan(request, kept)
    form = PlanForm(request.GET, preset_wishes(request), known_names())
    wishes = form.wishes
    if not wishes.roadmap or "role" in request.GET:
        return roadmap_question(request, form)
    if not request.GET.keys() - {
        "weeks"
    }:  # the server keeps plans that are computed apart, by their address
        return HttpResponseRedirect(f"{request.path}?{wishes.query}")
    asked = ask_for_plan(request, wishes)
    are_all_weeks_shown = request.GET.get("weeks") == "all"
    pieces = plan_pieces(request, version, asked, form, are_all_weeks_shown)
    context = {"plan": asked, "pieces": pieces, "form": form}
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
