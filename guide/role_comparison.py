"""Roles side by side: two or three skill by skill, or all of them by groups of skills."""

from collections import Counter
from dataclasses import dataclass

from guide.models import Category, Requirement, Role, Skill, name_order


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


def compare_roles(roles: list[Role]) -> list[Group]:
    """Every skill that one of the roles asks for, by category; one query."""
    if not roles:
        return []
    column = {role.pk: number for number, role in enumerate(roles)}
    requirements = Requirement.objects.filter(
        role__in=roles, skill__published=True
    ).select_related("skill__category")
    groups: dict[int, Group] = {}
    rows: dict[int, SkillRow] = {}
    for requirement in requirements.order_by(
        "skill__category__order", name_order("skill__")
    ):
        skill = requirement.skill
        if skill.pk not in rows:
            rows[skill.pk] = SkillRow(skill, [None] * len(roles))
            groups.setdefault(skill.category_id, Group(skill.category, [])).rows.append(
                rows[skill.pk]
            )
        rows[skill.pk].cells[column[requirement.role_id]] = requirement
    return list(groups.values())


# The groups in which the roles differ most; every role needs some of the others.
LEANINGS = (
    "data-analysis",
    "mathematics",
    "machine-learning",
    "deep-learning-ai",
    "data-engineering",
    "software-engineering",
    "mlops-production",
)


@dataclass
class Leaning:
    role: Role
    marks: list[int]


@dataclass
class Marks:
    categories: list[Category]
    rows: list[Leaning]


def requirement_marks() -> Marks:
    """How much each role leans on a group: 2 where its skills are asked for at "working" on average, 1 at "aware".

    A skill that a role does not ask for counts as nothing. Three queries.
    """
    categories = list(Category.objects.published().filter(slug__in=LEANINGS).in_order())
    sizes: Counter[int] = Counter(
        Skill.objects.published().values_list("category", flat=True)
    )
    asked: Counter[tuple[int, int]] = Counter()
    roles: dict[int, Role] = {}
    links = Requirement.objects.filter(
        role__published=True, skill__published=True
    ).select_related("role", "skill")
    for link in links.order_by("role__order"):
        roles[link.role_id] = link.role
        asked[link.role_id, link.skill.category_id] += link.level
    rows = [
        Leaning(
            role,
            [
                min(2, asked[pk, category.pk] // max(1, sizes[category.pk]))
                for category in categories
            ],
        )
        for pk, role in roles.items()
    ]
    return Marks(categories, rows)
