"""What a course covers: the skills it teaches, and the steps that ask for no more than that."""

from collections.abc import Mapping
from typing import NamedTuple

from accounts.models import State
from accounts.progress.merge import RANK, state_of
from guide.cache import cached_per_version
from guide.models import CourseSkill, Step, StepSkill


class Coverage(NamedTuple):
    skills: tuple[CourseSkill, ...] = ()
    covered_steps: tuple[
        Step, ...
    ] = ()  # each skill of the step is taught, at its level or above
    partly: tuple[Step, ...] = ()  # one of them at least

    def new_steps(self, states: Mapping[int, State]) -> dict[int, State]:
        """The steps that a learner of the course may call known, with their states: those that are no further."""
        found = {step.pk: state_of(states, step.pk) for step in self.covered_steps}
        return {
            step: state
            for step, state in found.items()
            if RANK[state] < RANK[State.KNOWN]
        }

    def new_skills(self, claims: Mapping[int, int]) -> dict[int, int]:
        """The levels that go further than what the learner claims."""
        return {
            link.skill_id: link.level
            for link in self.skills
            if link.level > claims.get(link.skill_id, 0)
        }


@cached_per_version(most=500)
def coverage(course: int) -> Coverage:
    """Three queries, once for a content version."""
    links = list(
        CourseSkill.objects.filter(course=course)
        .select_related("skill")
        .order_by("-level", "pk")
    )
    taught = {link.skill_id: link.level for link in links}
    asking = StepSkill.objects.filter(skill__in=taught).values("step")
    steps = (
        Step.objects.published()
        .filter(retired_on=None, pk__in=asking)
        .order_by("track__order", "slug")
    )
    met: dict[int, list[bool]] = {step.pk: [] for step in steps}
    for step, skill, level in StepSkill.objects.filter(step__in=met).values_list(
        "step_id", "skill_id", "level"
    ):
        met[step].append(taught.get(skill, 0) >= level)
    return Coverage(
        skills=tuple(link for link in links if link.skill.published),
        covered_steps=tuple(step for step in steps if all(met[step.pk])),
        partly=tuple(
            step for step in steps if any(met[step.pk]) and not all(met[step.pk])
        ),
    )
