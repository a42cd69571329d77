"""The skills of the list in their groups, and which of them most roles ask for."""

from dataclasses import dataclass

from guide.models import Category, Requirement, Skill
from guide.skills.demand import with_demand

WANTED_SHOWN = 6


@dataclass(frozen=True)
class SkillGroup:
    category: Category
    # with_demand
    skills: list[Skill]

    @property
    def core_count(self) -> int:
        return sum(is_core(skill) for skill in self.skills)


@dataclass(frozen=True)
class SkillList:
    groups: list[SkillGroup]

    @property
    def skills(self) -> list[Skill]:
        return [skill for group in self.groups for skill in group.skills]

    @property
    def core_count(self) -> int:
        return sum(group.core_count for group in self.groups)

    @property
    def wanted(self) -> list[Skill]:
        """Core skills that every role asks for, the highest levels first."""
        found = [
            skill
            for skill in self.skills
            if is_core(skill) and skill.role_count == skill.role_total
        ]
        return sorted(found, key=lambda skill: -skill.first_level)[:WANTED_SHOWN]


def is_core(skill: Skill) -> bool:
    return skill.first_importance == Requirement.Importance.CORE


def published_skills() -> SkillList:
    """Two queries."""
    skills = with_demand(Skill.objects.published()).by_name()
    categories = Category.objects.published().with_skills(skills).in_order()
    return SkillList(
        [SkillGroup(category, list(category.skills.all())) for category in categories]
    )
