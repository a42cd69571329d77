"""An advert that somebody pastes: which skills it names, and for which of our roles it is. Nothing of it is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from guide.gap.content import GapContent, gap_content
from guide.gap.needs import CORE
from guide.matching.matcher import Hit
from guide.matching.skills import skill_matcher
from guide.models import Role, Skill, Step

LONGEST_ADVERT = 20_000  # characters
MOST_ROLES = 3
# Below so many core skills in common a role says nothing.
LEAST_IN_COMMON = 2


class NamedSkill(NamedTuple):
    skill: Skill
    # Of today, the ones that lead furthest first.
    steps: list[Step]


class NearRole(NamedTuple):
    role: Role
    core: int
    helpful: int


@dataclass(frozen=True)
class Advert:
    text: str
    hits: tuple[Hit, ...]
    content: GapContent

    @cached_property
    def skills(self) -> list[NamedSkill]:
        """In the order in which the advert names them."""
        slugs = dict.fromkeys(slug for hit in self.hits for slug in hit.skills)
        by_slug = self.content.skills_by_slug
        return [
            NamedSkill(self.content.skills[by_slug[slug]], self.steps_for(by_slug[slug]))
            for slug in slugs
            if slug in by_slug
        ]  # fmt: skip

    def steps_for(self, skill: int) -> list[Step]:
        teaching = [each for each in self.content.teachings if skill in each.levels]
        teaching.sort(key=lambda each: (-each.levels[skill], each.hours, each.step))
        return [self.content.steps[each.step] for each in teaching]

    @cached_property
    def technologies(self) -> list[str]:
        """Names that are no skill of the guide, once each."""
        return list(dict.fromkeys(hit.name for hit in self.hits if not hit.skills))

    @cached_property
    def near_roles(self) -> list[NearRole]:
        """The roles whose core the advert names most of."""
        named = {one.skill.pk for one in self.skills}
        found = [
            NearRole(role, *skills_in_common(self.content.needs[slug], named))
            for slug, role in self.content.roles.items()
        ]
        found.sort(key=lambda near: (-near.core, -near.helpful, near.role.order))
        return [near for near in found if near.core >= LEAST_IN_COMMON][:MOST_ROLES]


def skills_in_common(needs: Iterable, named: set[int]) -> tuple[int, int]:
    """Of what an advert names: how much is core to the role, and how much helpful or a bonus."""
    core = sum(need.skill in named for need in needs if need.importance == CORE)
    return core, sum(need.skill in named for need in needs) - core


def read_advert(text: str) -> Advert:
    return Advert(text, tuple(skill_matcher().find(text)), gap_content())


class MarkedPiece(NamedTuple):
    text: str
    # A word of the page for what is marked; empty for what stands unmarked.
    mark: str = ""


def marked_lines(
    text: str, hits: Iterable[Hit], mark_of: Mapping[str, str], other: str
) -> list[list[MarkedPiece]]:
    """The text by lines, cut where a name begins and ends. `mark_of`: by slug; `other`: for what is no skill."""
    pieces: list[MarkedPiece] = []
    place = 0
    for hit in hits:
        marks = [mark_of[slug] for slug in hit.skills if slug in mark_of]
        pieces.append(MarkedPiece(text[place : hit.start]))
        pieces.append(MarkedPiece(hit.text, marks[0] if marks else other))
        place = hit.end
    pieces.append(MarkedPiece(text[place:]))
    lines: list[list[MarkedPiece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        lines[-1].append(piece._replace(text=first))
        lines += [[piece._replace(text=part)] for part in rest]
    return [[piece for piece in line if piece.text] for line in lines]
