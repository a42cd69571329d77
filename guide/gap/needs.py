"""What a role asks for beside what somebody has, and how far one role is from another."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

CORE = "core"


class Need(NamedTuple):
    skill: int
    level: int
    importance: str  # core, helpful or bonus


class NeedGap(NamedTuple):
    need: Need
    have: int

    @property
    def missing(self) -> int:
        """How many levels."""
        return max(0, self.need.level - self.have)

    @property
    def is_met(self) -> bool:
        return not self.missing


class Distance(NamedTuple):
    """From some levels to the core of a role."""

    # Levels of its core skills, in all, and reached.
    asked: int
    reached: int
    # Core skills, in all, and met.
    skills: int
    met: int

    @property
    def missing(self) -> int:
        return self.asked - self.reached


def gaps_of(needs: Iterable[Need], levels: Mapping[int, int]) -> list[NeedGap]:
    return [NeedGap(need, levels.get(need.skill, 0)) for need in needs]


def distance_to(needs: Iterable[Need], levels: Mapping[int, int]) -> Distance:
    gaps = gaps_of((need for need in needs if need.importance == CORE), levels)
    asked = sum(gap.need.level for gap in gaps)
    return Distance(
        asked=asked,
        reached=asked - sum(gap.missing for gap in gaps),
        skills=len(gaps),
        met=sum(gap.is_met for gap in gaps),
    )


def levels_asked(needs: Iterable[Need], *importances: str) -> dict[int, int]:
    """The levels that somebody has who meets a role: all of its needs, or those of some importances."""
    return {
        need.skill: need.level
        for need in needs
        if not importances or need.importance in importances
    }
