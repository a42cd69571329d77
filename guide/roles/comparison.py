"""Two or three roles side by side, skill by skill, and the steps that lead from the lower level to the higher."""

from collections import defaultdict
from dataclasses import dataclass, field

from guide.models import Category, Requirement, Role, Skill, Step, StepSkill, name_order

STEPS_SHOWN = 2


@dataclass
class SkillRow:
    skill: Skill
    cells: list[Requirement | None]
    steps: list[Step] = field(default_factory=list)

    @property
    def levels(self) -> list[int]:
        """The level that each role asks for; 0 where it asks for none."""
        return [cell.level if cell else 0 for cell in self.cells]

    @property
    def differs(self) -> bool:
        return len(set(self.levels)) > 1


@dataclass
class Group:
    category: Category
    rows: list[SkillRow]


@dataclass
class Demand:
    """How much one of the compared roles asks for."""

    role: Role
    skills: int
    most: int  # skills in which it asks for more than each of the others


@dataclass
class Comparison:
    demands: list[Demand]
    differing: list[Group]
    alike: list[Group]

    @property
    def alike_count(self) -> int:
        return sum(len(group.rows) for group in self.alike)


def compare_roles(roles: list[Role]) -> Comparison:
    """Every skill that one of the roles asks for, by category; two queries."""
    rows = skill_rows(roles)
    differing = [row for row in rows if row.differs]
    add_closing_steps(differing)
    demands = [
        Demand(
            role,
            sum(row.cells[number] is not None for row in rows),
            sum(asks_most(row, number) for row in differing),
        )
        for number, role in enumerate(roles)
    ]
    alike = [row for row in rows if not row.differs]
    return Comparison(demands, group_by_category(differing), group_by_category(alike))


def skill_rows(roles: list[Role]) -> list[SkillRow]:
    """In the order of their categories, then by name."""
    column = {role.pk: number for number, role in enumerate(roles)}
    requirements = Requirement.objects.filter(
        role__in=roles, skill__published=True
    ).select_related("skill__category")
    rows: dict[int, SkillRow] = {}
    for requirement in requirements.order_by(
        "skill__category__order", name_order("skill__")
    ):
        skill = requirement.skill
        row = rows.setdefault(skill.pk, SkillRow(skill, [None] * len(roles)))
        row.cells[column[requirement.role_id]] = requirement
    return list(rows.values())


def asks_most(row: SkillRow, number: int) -> bool:
    others = row.levels[:number] + row.levels[number + 1 :]
    return row.levels[number] > max(others, default=0)


def add_closing_steps(rows: list[SkillRow]) -> None:
    """To each row the steps of today that lead from its lowest level up, the furthest and shortest first; one query."""
    links = StepSkill.objects.filter(
        skill__in=[row.skill.pk for row in rows],
        step__published=True,
        step__retired_on=None,
    ).select_related("step")
    by_skill = defaultdict(list)
    for link in links.order_by("-level", "step__hours_low", "step__slug"):
        by_skill[link.skill_id].append(link)
    for row in rows:
        lowest, highest = min(row.levels), max(row.levels)
        row.steps = [
            link.step
            for link in by_skill[row.skill.pk]
            if lowest < link.level <= highest
        ][:STEPS_SHOWN]


def group_by_category(rows: list[SkillRow]) -> list[Group]:
    groups: dict[int, Group] = {}
    for row in rows:
        category = row.skill.category
        groups.setdefault(category.pk, Group(category, [])).rows.append(row)
    return list(groups.values())
