"""A learner keeps a plan, and takes the last version back. The plan never moves by itself."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import StudyPlan
from accounts.models.study_plan import LONGEST_QUERY, PlanChangedError
from accounts.plan.asked_plan import show_plan
from accounts.plan.asking import ask_for_plan
from accounts.plan.kept_plan import current_plan, plan_document, wishes_of
from accounts.plan.plan_calendar import follow_plan
from web.access import for_learners
from web.gate import post_gate


class KeptQuestionForm(forms.Form):
    query = forms.CharField(max_length=LONGEST_QUERY)


class VersionForm(forms.Form):
    number = forms.IntegerField(min_value=1, max_value=2**31 - 1)


@for_learners
@post_gate
def keep_plan(request):
    form = KeptQuestionForm(request.POST)
    wishes = wishes_of(request, form.cleaned_data["query"]) if form.is_valid() else None
    if wishes is None or not wishes.roadmap:
        messages.error(
            request, _("Nothing was kept: the question of the plan is missing.")
        )
        return to_plan()
    shown = show_plan(request, ask_for_plan(request, wishes))
    if shown.choice is None:
        messages.error(
            request, _("Nothing was kept: there is no plan for this question.")
        )
        return HttpResponseRedirect(
            f"{reverse('accounts:plan')}?{wishes.query}", status=303
        )
    StudyPlan.objects.keep(request.user, wishes.query, plan_document(shown))
    follow_plan(request, current_plan(request))
    messages.success(
        request, _("This is your plan now. It changes only when you change it.")
    )
    return to_plan()


@for_learners
@post_gate
def undo_plan(request):
    form = VersionForm(request.POST)
    try:
        if not form.is_valid():
            raise PlanChangedError
        StudyPlan.objects.take_back(request.user, form.cleaned_data["number"])
    except PlanChangedError:
        words = _(
            "Nothing was undone: your plan has changed since you opened the page."
        )
        messages.warning(request, words)
    else:
        follow_plan(request, current_plan(request))
        messages.success(request, _("Undone: your plan is what it was before."))
    return to_plan()


def to_plan():
    return HttpResponseRedirect(reverse("accounts:plan"), status=303)
