"""Two or three roles side by side, skill by skill."""

from dataclasses import dataclass

from guide.models import Category, Requirement, Role, Skill


@dataclass
class SkillRow:
    skill: Skill
    cells: list[Requirement | None]

    @property
    def differs(self) -> bool:
        return len({cell.level if cell else 0 for cell in self.cells}) > 1


@dataclass
class Group:
    category: Category
    rows: list[SkillRow]


def compare(roles: list[Role]) -> list[Group]:
    """Every skill that one of the roles asks for, by category; one query."""
    if not roles:
        return []
    column = {role.pk: number for number, role in enumerate(roles)}
    requirements = Requirement.objects.filter(role__in=roles, skill__published=True).select_related("skill__category")
    groups: dict[int, Group] = {}
    rows: dict[int, SkillRow] = {}
    for requirement in requirements.order_by("skill__category__order", "skill__sort_zh"):
        skill = requirement.skill
        if skill.pk not in rows:
            rows[skill.pk] = SkillRow(skill, [None] * len(roles))
            groups.setdefault(skill.category_id, Group(skill.category, [])).rows.append(rows[skill.pk])
        rows[skill.pk].cells[column[requirement.role_id]] = requirement
    return list(groups.values())
