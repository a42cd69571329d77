"""What the guide says of skills, roles, steps and courses, as the gap needs it: read once for each content version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from guide.cache import cached_per_version
from guide.courses.choice_rules import spoken_languages
from guide.gap.closing import Teaching
from guide.gap.needs import Need
from guide.models import (
    Course,
    CourseSkill,
    Criterion,
    Requirement,
    Role,
    Skill,
    SkillPrerequisite,
    Step,
    StepCourse,
    StepSkill,
    name_order,
)
from guide.models.text import active_language
from guide.roadmaps.roadmap_map import links_by_step
from guide.shared_rows import share_related


@dataclass(frozen=True)
class StepCost:
    """What the courses of a step cost, as far as the guide knows."""

    has_course: bool = False
    has_free_course: bool = False
    # By currency, the least price in all of a course with a certificate on what the step mainly teaches.
    certified: Mapping[str, Decimal] | None = None


@dataclass(frozen=True)
class GapContent:
    # The published ones, by category and name.
    skills: Mapping[int, Skill]
    # By skill, those on which it builds.
    builds_on: Mapping[int, frozenset[int]]
    # By slug, in order.
    roles: Mapping[str, Role]
    needs: Mapping[str, tuple[Need, ...]]
    # The published ones, retired ones too, and the level that each teaches of each skill.
    steps: Mapping[int, Step]
    step_levels: Mapping[int, Mapping[int, int]]
    # By step, its criteria.
    criteria: Mapping[int, tuple[int, ...]]
    course_levels: Mapping[int, Mapping[int, int]]
    chosen_courses: Mapping[int, tuple[StepCourse, ...]]
    costs: Mapping[int, StepCost]

    @cached_property
    def teachings(self) -> tuple[Teaching, ...]:
        """Of the steps of today that teach a skill."""
        return tuple(
            Teaching(step.pk, step.hours_low, step.hours_high, self.step_levels[step.pk])
            for step in self.steps.values()
            if step.retired_on is None and self.step_levels.get(step.pk)
        )  # fmt: skip

    @cached_property
    def furthest(self) -> dict[int, int]:
        """By skill, the highest level to which a step of today leads."""
        found: dict[int, int] = {}
        for teaching in self.teachings:
            for skill, level in teaching.levels.items():
                found[skill] = max(level, found.get(skill, 0))
        return found

    @cached_property
    def skills_by_slug(self) -> dict[str, int]:
        return {skill.slug: skill.pk for skill in self.skills.values()}

    def recommended_course(self, step: int) -> StepCourse | None:
        """The first of those that editors chose which a reader of the active language can follow."""
        chosen = self.chosen_courses.get(step, ())
        readable = {active_language(), "en"}
        return next(
            (
                one
                for one in chosen
                if readable
                & spoken_languages(one.course.languages, one.course.subtitles)
            ),
            None,
        )


@cached_per_version(most=1)
def gap_content() -> GapContent:
    """Twelve queries, whatever there is."""
    skills = Skill.objects.published().with_category()
    steps = Step.objects.published().select_related("track").order_by("track__order", "slug")  # fmt: skip
    roles = {role.pk: role for role in Role.objects.published().in_order()}
    needs = needs_by_role(roles)
    by_skill = {
        skill.pk: skill
        for skill in skills.order_by("category__order", name_order())
    }  # fmt: skip
    return GapContent(
        skills=by_skill,
        builds_on=builds_on(by_skill),
        roles={role.slug: role for role in roles.values()},
        needs={roles[pk].slug: tuple(found) for pk, found in needs.items()},
        steps={step.pk: step for step in share_related(steps, "track")},
        step_levels=levels_by(StepSkill, "step", by_skill),
        criteria=criteria_by_step(),
        course_levels=levels_by(CourseSkill, "course", by_skill),
        chosen_courses=chosen_by_step(),
        costs=costs_by_step(),
    )


def needs_by_role(roles: Iterable[int]) -> dict[int, list[Need]]:
    found: dict[int, list[Need]] = {role: [] for role in roles}
    rows = Requirement.objects.filter(role__in=found, skill__published=True)
    ordered = rows.order_by("skill__category__order", "-level", "skill__slug")
    for role, *need in ordered.values_list("role", "skill", "level", "importance"):
        found[role].append(Need(*need))
    return found


def builds_on(skills: Mapping[int, Skill]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    pairs = SkillPrerequisite.objects.values_list("skill", "prerequisite")
    for skill, below in pairs:
        if skill in skills and below in skills:
            found.setdefault(skill, set()).add(below)
    return {skill: frozenset(below) for skill, below in found.items()}


def levels_by(model, owner: str, skills: Mapping[int, Skill]) -> dict[int, dict[int, int]]:  # fmt: skip
    """By step or course, the level of each published skill that it teaches."""
    found: dict[int, dict[int, int]] = {}
    for pk, skill, level in model.objects.values_list(owner, "skill", "level"):
        if skill in skills:
            found.setdefault(pk, {})[skill] = level
    return found


def criteria_by_step() -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    rows = Criterion.objects.visible_on_step().order_by("order", "code")
    for step, criterion in rows.values_list("step", "pk"):
        found.setdefault(step, []).append(criterion)
    return {step: tuple(criteria) for step, criteria in found.items()}


def chosen_by_step() -> dict[int, tuple[StepCourse, ...]]:
    found: dict[int, list[StepCourse]] = {}
    current = StepCourse.objects.filter(
        course__published=True, course__status=Course.Status.CURRENT
    )
    rows = current.select_related("course__provider").order_by("order", "pk")
    for chosen in share_related(rows, "course", "course__provider"):
        found.setdefault(chosen.step_id, []).append(chosen)
    return {step: tuple(chosen) for step, chosen in found.items()}


def costs_by_step() -> dict[int, StepCost]:
    links, prices = links_by_step(), certified_prices()
    return {
        step: StepCost(
            has_course=any(link.has_course for link in taught),
            has_free_course=any(link.has_free_course for link in taught),
            certified=least_prices(taught, prices),
        )
        for step, taught in links.items()
    }


def certified_prices() -> dict[int, dict[str, Decimal]]:
    """By skill and currency, the least price in all of a course that is mainly about it and gives a certificate.

    A price a month says nothing without the months, and counts as unknown.
    """
    rows = CourseSkill.objects.filter(
        main=True,
        course__in=Course.objects.recommended().filter(
            status=Course.Status.CURRENT, certificate=True
        ),
    ).values_list(
        "skill",
        "course__currency",
        "course__price",
        "course__price_period",
        "course__certificate_price",
    )
    found: dict[int, dict[str, Decimal]] = {}
    for skill, currency, price, period, certificate in rows:
        if certificate is None and period == Course.PricePeriod.MONTH:
            continue
        whole = price if certificate is None else certificate
        if whole is not None and currency:
            least = found.setdefault(skill, {})
            least[currency] = min(whole, least.get(currency, whole))
    return found


def least_prices(
    taught: Iterable[StepSkill], prices: Mapping[int, Mapping[str, Decimal]]
) -> Mapping[str, Decimal] | None:
    """Of the skill that a step teaches furthest and that has such a course; None where there is none."""
    return next(
        (prices[link.skill_id] for link in taught if link.skill_id in prices), None
    )
