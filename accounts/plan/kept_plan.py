"""A plan as it is kept and downloaded: all that it was made of, so that it never moves by itself."""

import logging
from functools import cached_property

from django.http import QueryDict

from accounts.models import StudyPlan
from accounts.plan.forms import PlanForm
from accounts.plan.known_names import known_names
from accounts.plan.presets import day_of_visitor, preset_wishes
from accounts.plan.shown_plan import ShownPlan
from accounts.plan.wishes import PlanWishes
from guide.models import Course, Step
from guide.planner.document import BadDocument
from guide.planner.plan_file import PlanFile, read_plan, write_plan
from guide.planner.verification import refuse_beyond_bounds
from guide.planner.weeks import Stretch
from guide.roadmaps.roadmap_map import line_maps
from web.access import is_signed_in

logger = logging.getLogger(__name__)


def plan_document(shown: ShownPlan) -> str:
    """The same for the same plan, to the byte."""
    more = {
        "question": shown.wishes.query,
        "currency": shown.wishes.currency,
        "started": sorted(shown.started),
        "finished": sorted(shown.finished),
        "steps": {key: named(step) for key, step in sorted(shown.steps.items())},
        "courses": {
            key: {**named(course), "provider": str(course.provider.name)}
            for key, course in sorted(shown.courses.items())
        },
    }
    return write_plan(PlanFile(shown.request, shown.answer, shown.laid, more))


def named(record: Step | Course) -> dict[str, str]:
    if isinstance(record, Course):
        return {"title": record.title, "address": record.url}
    return {"name_en": record.name_en, "name_zh": record.name_zh}


class KeptPlan:
    """The current version of a learner's plan."""

    def __init__(self, request, row: StudyPlan, file: PlanFile):
        self.request, self.row, self.file = request, row, file

    @cached_property
    def wishes(self) -> PlanWishes:
        return wishes_of(self.request, self.row.query)

    @property
    def can_go_on(self) -> bool:
        """Its roadmap is still there."""
        return self.wishes.roadmap in line_maps()

    @cached_property
    def steps(self) -> dict[str, Step]:
        keys = [step.key for step in self.file.request.question.steps]
        rows = Step.objects.filter(slug__in=keys).select_related("track")
        return {step.slug: step for step in rows}

    def shown(self) -> ShownPlan:
        """Two queries, for the names of its steps and courses."""
        file = self.file
        courses = Course.objects.filter(slug__in=self.names("courses"))
        return ShownPlan(
            wishes=self.wishes,
            request=file.request,
            answer=file.answer,
            steps=self.steps,
            courses={course.slug: course for course in courses.with_provider()},
            today=day_of_visitor(self.request),
            schedule=file.schedule,
            started=frozenset(self.names("started")),
            finished=frozenset(self.names("finished")),
        )

    def names(self, what: str) -> list[str]:
        found = self.file.more.get(what)
        return [each for each in found or () if isinstance(each, str)]


def wishes_of(request, query: str) -> PlanWishes:
    form = PlanForm(QueryDict(query), preset_wishes(request), known_names())
    return form.wishes


def current_plan(request) -> KeptPlan | None:
    """One query for somebody signed in; a guest keeps none."""
    if not is_signed_in(request):
        return None
    row = StudyPlan.objects.current(request.user)
    file = readable_file(row)
    return KeptPlan(request, row, file) if row and file else None


def readable_file(row: StudyPlan | None) -> PlanFile | None:
    try:
        return read_plan(row.document, refuse_beyond_bounds) if row else None
    except BadDocument as error:
        # It came with an import, or from another version.
        logger.warning("A plan that is kept cannot be read: %s", error)
        return None


def planned_steps(user) -> list[tuple[Step, Stretch]]:
    """The steps of a learner's kept plan, each with its days; two queries. Empty where none is kept."""
    file = readable_file(StudyPlan.objects.current(user))
    middle = file.schedule.middle if file and file.schedule else None
    stretches = middle.stretches if middle else ()
    steps = (
        Step.objects.published()
        .with_track()
        .filter(slug__in=[stretch.step for stretch in stretches])
    )
    by_slug = {step.slug: step for step in steps}
    return [
        (by_slug[stretch.step], stretch)
        for stretch in stretches
        if stretch.step in by_slug
    ]
