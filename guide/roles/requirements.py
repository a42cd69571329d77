"""What a role asks for: its core skills by category, and the others."""

from dataclasses import dataclass

from guide.models import Category, Requirement, Role
from guide.models.fields import Level
from guide.skills.demand import demand_of_skills


@dataclass
class CategoryNeeds:
    category: Category
    requirements: list[Requirement]


@dataclass
class RoleNeeds:
    requirements: list[Requirement]

    def of(self, *importances: str) -> list[Requirement]:
        return [row for row in self.requirements if row.importance in importances]

    @property
    def core(self) -> list[CategoryNeeds]:
        return by_category(self.of(Requirement.Importance.CORE))

    @property
    def others(self) -> list[CategoryNeeds]:
        return by_category(
            self.of(Requirement.Importance.HELPFUL, Requirement.Importance.BONUS)
        )

    @property
    def core_count(self) -> int:
        return len(self.of(Requirement.Importance.CORE))

    @property
    def proficient_count(self) -> int:
        """Core skills asked for at “proficient” or higher."""
        core = self.of(Requirement.Importance.CORE)
        return sum(row.level >= Level.PROFICIENT for row in core)

    @property
    def helpful_count(self) -> int:
        return len(self.of(Requirement.Importance.HELPFUL))

    @property
    def bonus_count(self) -> int:
        return len(self.of(Requirement.Importance.BONUS))


def needs_of(role: Role) -> RoleNeeds:
    """Each with the `demand` for its skill everywhere. One query, and one more once a content version."""
    needs, demand = list(Requirement.objects.of_role(role)), demand_of_skills()
    for need in needs:
        need.demand = demand[need.skill_id]
    return RoleNeeds(needs)


def by_category(requirements: list[Requirement]) -> list[CategoryNeeds]:
    groups: dict[int, CategoryNeeds] = {}
    for row in requirements:
        category = row.skill.category
        groups.setdefault(category.pk, CategoryNeeds(category, []))
        groups[category.pk].requirements.append(row)
    return list(groups.values())
