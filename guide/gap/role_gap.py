"""The gap to a role as a page shows it: what is met, what closes the rest, and what that takes in hours and money."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from guide.gap.closing import Closed, Closing, Teaching, best_steps, close_gaps
from guide.gap.content import GapContent, StepCost
from guide.gap.needs import (
    Distance,
    NeedGap,
    distance_to,
    gaps_of,
    levels_asked,
)
from guide.models import Requirement, Role, Skill, Step

CORE, HELPFUL, BONUS = Requirement.Importance.values
MOST_BEST = 3  # steps that close the most for an hour
STEPS_A_SKILL = 2
ROWS_SHOWN = 10  # the others are folded


class SkillGap(NamedTuple):
    """A row: a skill that the role asks for."""

    skill: Skill
    gap: NeedGap
    # That close it; primary keys.
    steps: list[int]
    # The level to which steps of ours lead, where that is less than is asked for.
    reachable: int | None

    @property
    def is_met(self) -> bool:
        return self.gap.is_met


class Money(NamedTuple):
    """What the courses of some steps cost, on the free way and on the cheapest certified way."""

    steps: int
    free: int
    without_course: int
    # Sums by currency of what is known, and of how many steps.
    certified: dict[str, Decimal]
    certified_steps: int

    @property
    def not_free(self) -> int:
        """Steps with courses of which none is known to be free."""
        return self.steps - self.free - self.without_course

    @property
    def certified_unknown(self) -> int:
        return self.steps - self.certified_steps


@dataclass(frozen=True)
class RoleGap:
    role: Role
    content: GapContent
    levels: Mapping[int, int]

    @cached_property
    def needs(self):
        return self.content.needs[self.role.slug]

    @cached_property
    def distance(self) -> Distance:
        return distance_to(self.needs, self.levels)

    @cached_property
    def closed(self) -> Closed:
        """The steps that close the core."""
        wanted = levels_asked(self.needs, CORE)
        return close_gaps(wanted, self.levels, self.content.teachings)

    @cached_property
    def best(self) -> list[tuple[Step, int]]:
        """The steps that close the most for an hour, and of how many skills."""
        wanted = levels_asked(self.needs, CORE)
        found = best_steps(wanted, self.levels, self.content.teachings, MOST_BEST)
        return [(self.content.steps[one.teaching.step], len(one.closes)) for one in found]  # fmt: skip

    @cached_property
    def gaps(self) -> list[NeedGap]:
        return gaps_of(self.needs, self.levels)

    def rows(self, importance: str, is_met: bool = False) -> list[SkillGap]:
        return [
            self.row(gap)
            for gap in self.gaps
            if gap.need.importance == importance and gap.is_met == is_met
        ]

    @cached_property
    def core_open(self) -> list[SkillGap]:
        return self.rows(CORE)

    @property
    def core_shown(self) -> list[SkillGap]:
        return self.core_open[:ROWS_SHOWN]

    @property
    def core_folded(self) -> list[SkillGap]:
        return self.core_open[ROWS_SHOWN:]

    @cached_property
    def helpful_open(self) -> list[SkillGap]:
        return self.rows(HELPFUL)

    @cached_property
    def bonus_open(self) -> list[SkillGap]:
        return self.rows(BONUS)

    @cached_property
    def uncovered(self) -> list[SkillGap]:
        """Core skills that no steps of ours lead to as far as the role asks."""
        return [row for row in self.core_open if row.reachable is not None]

    def row(self, gap: NeedGap) -> SkillGap:
        skill = gap.need.skill
        if gap.is_met:
            return SkillGap(self.content.skills[skill], gap, [], None)
        if gap.need.importance == CORE:
            teachings = self.closed.of_skill(skill)
        else:
            teachings = nearest_steps(gap, self.content.teachings)
        reached = max(gap.have, self.content.furthest.get(skill, 0))
        return SkillGap(
            self.content.skills[skill],
            gap,
            [each.step for each in teachings[:STEPS_A_SKILL]],
            reached if reached < gap.need.level else None,
        )

    @cached_property
    def money(self) -> Money:
        return money_of(self.closed.steps, self.content.costs)


def nearest_steps(gap: NeedGap, teachings: Iterable[Teaching]) -> list[Teaching]:
    """The shortest step that leads as far as is asked; else the one that leads furthest."""
    skill, wanted = gap.need.skill, gap.need.level
    useful = [each for each in teachings if each.levels.get(skill, 0) > gap.have]
    useful.sort(
        key=lambda each: (-min(wanted, each.levels[skill]), each.hours, each.step)
    )
    return useful[:1]


def money_of(steps: Iterable[Closing], costs: Mapping[int, StepCost]) -> Money:
    found = [costs.get(closing.teaching.step, StepCost()) for closing in steps]
    sums: dict[str, Decimal] = {}
    certified = [cost.certified for cost in found if cost.certified]
    for prices in certified:
        currency = "USD" if "USD" in prices else min(prices)
        sums[currency] = sums.get(currency, Decimal(0)) + prices[currency]
    return Money(
        steps=len(found),
        free=sum(cost.has_free_course for cost in found),
        without_course=sum(not cost.has_course for cost in found),
        certified=sums,
        certified_steps=len(certified),
    )


def nearest_roles(content: GapContent, levels: Mapping[int, int]) -> list[RoleGap]:
    """All roles, the ones with the fewest missing levels first. No query."""
    found = [RoleGap(role, content, levels) for role in content.roles.values()]
    return sorted(found, key=lambda gap: gap.distance.missing)
