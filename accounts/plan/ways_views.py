"""When life differs from the plan: three ways on, shown before and after, and kept as a new version."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import StudyPlan
from accounts.plan.asked_plan import show_plan
from accounts.plan.asking import ask_for_plan
from accounts.plan.kept_plan import current_plan, plan_document
from accounts.plan.plan_calendar import follow_plan
from accounts.plan.ways_on import WAYS, Differences, moved_steps, ways_on
from web.access import for_learners
from web.gate import form_gate

NO_PLAN = gettext_lazy(
    "No plan could be worked out for this way just now. Try again in a moment, or choose another way."
)


class WayForm(forms.Form):
    way = forms.ChoiceField(choices=WAYS.items(), required=False)
    number = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


@form_gate
@for_learners
def change_plan(request):
    kept = current_plan(request)
    if kept is None or not kept.can_go_on:
        return HttpResponseRedirect(reverse("accounts:plan"))
    found = Differences(request, kept)
    ways = ways_on(found)
    form = WayForm(request.POST or request.GET)
    key = form.cleaned_data["way"] if form.is_valid() else ""
    chosen = next((way for way in ways if way.key == key and not way.problem), None)
    after = chosen and show_plan(request, ask_for_plan(request, chosen.wishes))
    if after and after.choice is None:
        after = None
        messages.warning(request, NO_PLAN)
    if request.method == "POST" and after:
        return keep_way(request, kept, form.cleaned_data["number"], after)
    context = {"kept": kept, "found": found, "ways": ways, "chosen": chosen}
    if after:
        context["moved"] = list(moved_steps(kept.shown(), after))
    return render(request, "accounts/plan/change.html", context)


def keep_way(request, kept, number, after):
    if number != kept.row.number:
        messages.warning(
            request,
            _("Nothing was changed: your plan has changed since you opened the page."),
        )
    else:
        StudyPlan.objects.keep(request.user, after.wishes.query, plan_document(after))
        follow_plan(request, current_plan(request))
        messages.success(request, _("Your plan is changed. You can undo it here."))
    return HttpResponseRedirect(reverse("accounts:plan"), status=303)
