"""How much a skill is asked for: by how many roles, on how many roadmaps, and how far by the first role."""

from typing import NamedTuple

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from guide.cache import cached_per_version
from guide.models import Requirement, Role, Skill, Stop

# The role that this guide is about.
FIRST_ROLE = "machine-learning-engineer"


def with_demand(skills: QuerySet) -> QuerySet:
    """Annotate `role_count` of `role_total` roles, `roadmap_count`, and `first_level` and `first_importance`."""
    asked = Requirement.objects.filter(skill=OuterRef("pk"), role__published=True)
    first = asked.filter(role__slug=FIRST_ROLE)
    taught = Stop.objects.filter(
        step__skill_links__skill=OuterRef("pk"),
        step__published=True,
        step__retired_on=None,
        roadmap__published=True,
    )
    roles = Role.objects.published().annotate(one=Value(1))
    return skills.annotate(
        role_count=counted(asked, "skill", "role"),
        role_total=counted(roles, "one", "pk"),
        roadmap_count=counted(taught.annotate(one=Value(1)), "one", "roadmap"),
        first_level=Subquery(first.values("level")[:1]),
        first_importance=Subquery(first.values("importance")[:1]),
    )


class Demand(NamedTuple):
    """By how many of all roles a skill is asked for, and on how many roadmaps it is taught."""

    roles: int
    of_roles: int
    roadmaps: int


@cached_per_version(1)
def demand_of_skills() -> dict[int, Demand]:
    """By the key of the skill; one query once a content version, for whatever number of rows."""
    skills = with_demand(Skill.objects.published()).order_by()
    rows = skills.values_list("pk", "role_count", "role_total", "roadmap_count")
    return {pk: Demand(*numbers) for pk, *numbers in rows}


def counted(rows: QuerySet, group: str, what: str) -> Coalesce:
    """The number of different values of a column, 0 where there is none."""
    numbers = (
        rows.order_by()
        .values(group)
        .annotate(n=Count(what, distinct=True))
        .values("n")[:1]
    )
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)
