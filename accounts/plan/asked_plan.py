"""The plan of a request, as a page shows it: of the question in the address, or the one that is kept."""

from collections.abc import Mapping

from accounts.plan.answers import answer_plan
from accounts.plan.asking import AskedPlan, ask_for_plan
from accounts.plan.forms import PlanForm
from accounts.plan.kept_plan import KeptPlan, current_plan
from accounts.plan.known_names import known_names
from accounts.plan.presets import day_of_visitor, preset_wishes
from accounts.plan.shown_plan import ShownPlan
from guide.cache import cached_per_version
from guide.models import Course


def asked_for(request) -> tuple[ShownPlan | None, KeptPlan | None]:
    """Without a question in the address the plan that is kept; neither where there is no roadmap to plan."""
    if not request.GET and (kept := current_plan(request)):
        return kept.shown(), kept
    wishes = PlanForm(request.GET, preset_wishes(request), known_names()).wishes
    if not wishes.roadmap:
        return None, None
    return show_plan(request, ask_for_plan(request, wishes)), None


def show_plan(request, asked: AskedPlan) -> ShownPlan:
    answer = answer_plan(request, asked.request)
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
    """All courses that the page names; a query once for each content version."""
    keys = {*asked.wishes.left_out}
    if answer.choice:
        keys |= {*answer.choice.keys}
        chosen = answer.choice.question.to_cover
        for offer in answer.choice.question.offers:
            if offer.recommended_for & chosen:
                keys.add(offer.key)
    for reason in answer.reasons:
        keys |= {*reason.instead}
    courses = courses_by_key()
    return {key: courses[key] for key in keys if key in courses}


@cached_per_version(most=1)
def courses_by_key() -> Mapping[str, Course]:
    return {course.slug: course for course in Course.objects.with_provider()}
