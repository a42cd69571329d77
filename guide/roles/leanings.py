"""Which groups of skills each role leans on, for the picture of the neighbours."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from guide.models import Category, Requirement, Role

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

    The average is rounded, and a skill that a role does not ask for counts as nothing. Two queries.
    """
    known = Count("skills", filter=Q(skills__published=True))
    categories = list(
        Category.objects.published()
        .filter(slug__in=LEANINGS)
        .annotate(skill_count=known)
        .in_order()
    )
    asked: Counter[tuple[int, int]] = Counter()
    roles: dict[int, Role] = {}
    links = Requirement.objects.filter(
        role__published=True, skill__published=True
    ).select_related("role", "skill")
    for link in links.order_by("role__order", "role__slug"):
        roles[link.role_id] = link.role
        asked[link.role_id, link.skill.category_id] += link.level
    rows = [
        Leaning(
            role,
            [
                min(2, round(asked[pk, category.pk] / max(1, category.skill_count)))
                for category in categories
            ],
        )
        for pk, role in roles.items()
    ]
    return Marks(categories, rows)
