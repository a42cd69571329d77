"""The pages that show what a learner wrote: the same number of queries however much that is."""

import pytest

from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    SkillClaim,
    StepHours,
    StepNote,
)
from accounts.tests.writing import counted
from guide.tests.factory import make_course, make_skill, make_step

pytestmark = pytest.mark.both_databases


def write(user, step, courses, times):
    for number, criterion in enumerate(step.criteria.all()[:times]):
        CriterionTick.objects.set_state(user, criterion, "ticked")
        StepNote.objects.write(user, step, f"text {number}", seen=number)
        EvidenceLink.objects.add(user, step, f"https://code.example/{number}")
        StepHours.objects.add(user, step, 30)
    for course in courses[:times]:
        CourseProgress.objects.set(user, course.pk, "done")
        SkillClaim.objects.set(user, make_skill().pk, 2)


@pytest.mark.parametrize("times", [1, 10])
@pytest.mark.parametrize(
    ("page", "number"), [("/steps/sql/", 6), ("/courses/databases/", 4)]
)
def test_a_page_costs_the_same_however_much_was_written(
    client, learner, settings, times, page, number
):
    """Session, user and states, what was said in one query, and on a step note and links; the content is kept."""
    skill = make_skill()
    step = make_step(slug="sql", criteria=10, skills=[skill])
    courses = [
        make_course([skill], slug="databases"),
        *(make_course([skill]) for _ in range(9)),
    ]
    write(learner, step, courses, times)
    client.force_login(learner)
    client.get(page)

    with counted(settings) as queries:
        client.get(page)

    assert len(queries) == number
