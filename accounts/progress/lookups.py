"""The steps and courses that learners write about, cached: a press costs no query for them."""

from django.http import Http404

from accounts.progress.content_index import find_step
from guide.cache import cached_per_version
from guide.models import ContentVersion, Course, Step


@cached_per_version(most=500)
def step_at(slug: str) -> Step | None:
    return Step.objects.published().with_details().filter(slug=slug).first()


@cached_per_version(most=500)
def course_at(slug: str) -> Course | None:
    return Course.objects.published().with_skills().filter(slug=slug).first()


def step_or_404(slug: str) -> Step:
    step = step_at(slug) if find_step(slug) else None
    if step is None:
        raise Http404
    return step


def course_or_404(slug: str) -> Course:
    course = course_at(slug)
    if course is None:
        ContentVersion.expire_current()  # one that is unknown may be newer than what this process has read
        course = course_at(slug)
    if course is None:
        raise Http404
    return course


def criterion_or_404(step: Step, code: str):
    for criterion in step.criteria.all():
        if criterion.code == code:
            return criterion
    raise Http404
