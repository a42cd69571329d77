"""The plan of a visitor. The address holds the question, so that a guest may keep and share it."""

from time import monotonic

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.plan.answers import SECONDS, answer_plan
from accounts.plan.asking import AskedPlan, ask_for_plan
from accounts.plan.forms import PlanForm
from accounts.plan.known_names import known_names
from accounts.plan.other_questions import relaxations, what_if, without_courses
from accounts.plan.presets import day_of_visitor, preset_wishes
from accounts.plan.roadmap_question import roadmap_question
from accounts.plan.shown_plan import ShownPlan
from guide.models import Course
from web.access import for_guests

# Of both answers of a page: its second question is asked only while so many seconds are left.
BOTH_SECONDS = 2.4


@require_safe
@for_guests
def plan(request):
    form = PlanForm(request.GET, preset_wishes(request), known_names())
    wishes = form.wishes
    if not wishes.roadmap or "role" in request.GET:
        return roadmap_question(request, form)
    context = plan_context(request, ask_for_plan(request, wishes))
    context |= {"form": form, "are_all_weeks_shown": request.GET.get("weeks") == "all"}
    return render(request, "accounts/plan/plan.html", context)


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


def show_plan(request, asked: AskedPlan, seconds: float = SECONDS) -> ShownPlan:
    answer = answer_plan(request, asked.request, seconds)
    return ShownPlan(
        wishes=asked.wishes,
        request=asked.request,
        answer=answer,
        steps={slug: stop.step for slug, stop in asked.left.stops.items()},
        courses=named_courses(asked, answer),
        today=day_of_visitor(request),
        started=asked.started,
        finished=asked.finished,
    )


def named_courses(asked: AskedPlan, answer) -> dict[str, Course]:
    """All courses that the page names; one query."""
    keys = {*asked.wishes.left_out}
    if answer.choice:
        keys |= {*answer.choice.keys}
        chosen = answer.choice.question.to_cover
        for offer in answer.choice.question.offers:
            if offer.recommended_for & chosen:
                keys.add(offer.key)
    for reason in answer.reasons:
        keys |= {*reason.instead}
    courses = Course.objects.filter(slug__in=keys).with_provider()
    return {course.slug: course for course in courses}
