"""The level of a skill that counts for a learner, and every reason for it: what they say, and apart from it what shows.

What a learner says of a skill stands. Where they say nothing, the steps and courses behind them count, and beyond that
what other skills imply.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from accounts.models import State
from guide.gap.content import GapContent
from guide.gap.implied import counted_levels, implied_skills
from guide.models import Skill


class Claim(NamedTuple):
    level: int
    by: str

    @property
    def counted(self) -> int:
        return max(0, self.level)


@dataclass(frozen=True)
class Facts:
    """What is stored of a visitor, as pages show it."""

    # By skill; without those that say nothing.
    claims: Mapping[int, Claim] = field(default_factory=dict)
    states: Mapping[int, State] = field(default_factory=dict)
    finished_courses: Set[int] = frozenset()
    ticked: Set[int] = frozenset()  # criteria
    # By step, how many links show work on it.
    links: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.claims or self.states or self.finished_courses or self.ticked)


class ReasonKind(StrEnum):
    DONE = "done"  # a finished step
    COURSE = "course"  # a finished course
    TICKED = "ticked"  # criteria of a step
    LINK = "link"  # work to be seen on a step
    KNOWN = "known"  # a step that the learner says to know
    IMPLIED = "implied"  # a skill that builds on it


# Something was done: it is no mere word.
EVIDENCE = {ReasonKind.DONE, ReasonKind.COURSE, ReasonKind.TICKED, ReasonKind.LINK}


class Reason(NamedTuple):
    kind: ReasonKind
    # The step, course or skill.
    subject: int
    # To which it speaks; of criteria and links the level is that of their step, once it is done.
    level: int = 0
    # How many criteria or links, and of how many.
    number: int = 0
    total: int = 0


@dataclass(frozen=True)
class Standing:
    skill: int
    claim: Claim | None
    reasons: tuple[Reason, ...]
    # The level that counts.
    level: int

    @property
    def has_evidence(self) -> bool:
        return any(reason.kind in EVIDENCE for reason in self.reasons)

    @property
    def implied_by(self) -> tuple[int, ...]:
        return tuple(
            reason.subject
            for reason in self.reasons
            if reason.kind == ReasonKind.IMPLIED
        )

    @property
    def status(self) -> str:
        """One of: supported, claimed, and no claim."""
        if not self.level:
            return "none"
        return "supported" if self.has_evidence else "claimed"


class SkillStandings:
    def __init__(self, facts: Facts, content: GapContent):
        self.facts = facts
        self.content = content

    @cached_property
    def reasons(self) -> dict[int, list[Reason]]:
        """By skill, without what is implied."""
        found: dict[int, list[Reason]] = {}

        def add(reason: Reason, levels: Mapping[int, int], counts: bool) -> None:
            for skill, level in levels.items():
                given = reason._replace(level=level) if counts else reason
                found.setdefault(skill, []).append(given)

        step_levels = self.content.step_levels
        for step, state in self.facts.states.items():
            if state in (State.DONE, State.KNOWN):
                add(Reason(ReasonKind(state.value), step), step_levels.get(step, {}), True)  # fmt: skip
        for course in sorted(self.facts.finished_courses):
            levels = self.content.course_levels.get(course, {})
            add(Reason(ReasonKind.COURSE, course), levels, True)
        for step, criteria in self.content.criteria.items():
            if number := len(self.facts.ticked.intersection(criteria)):
                reason = Reason(ReasonKind.TICKED, step, 0, number, len(criteria))
                add(reason, step_levels.get(step, {}), False)
        for step, number in self.facts.links.items():
            reason = Reason(ReasonKind.LINK, step, 0, number)
            add(reason, step_levels.get(step, {}), False)
        return found

    @cached_property
    def own_levels(self) -> dict[int, int]:
        """What a learner says, else what they did or know on steps; nothing implied."""
        shown = {
            skill: max(reason.level for reason in reasons)
            for skill, reasons in self.reasons.items()
        }
        said = {skill: claim.counted for skill, claim in self.facts.claims.items()}
        return {skill: level for skill, level in {**shown, **said}.items() if level}

    @cached_property
    def implied(self) -> dict[int, frozenset[int]]:
        return implied_skills(
            self.own_levels, self.content.builds_on, frozenset(self.facts.claims)
        )

    @cached_property
    def levels(self) -> dict[int, int]:
        """The levels that count."""
        return counted_levels(self.own_levels, self.implied)

    def of(self, skill: int) -> Standing:
        because = (
            Reason(ReasonKind.IMPLIED, root, self.levels[skill])
            for root in sorted(self.implied.get(skill, ()))
        )
        return Standing(
            skill,
            self.facts.claims.get(skill),
            (*self.reasons.get(skill, ()), *because),
            self.levels.get(skill, 0),
        )

    @cached_property
    def spoken_of(self) -> list[Standing]:
        """Of the skills of which anything is said or shown, in the order of the guide."""
        found = {*self.facts.claims, *self.reasons, *self.implied}
        return [self.of(skill) for skill in self.content.skills if skill in found]

    @cached_property
    def known_steps(self) -> list[int]:
        """They teach nothing that is not there: they are offered as known."""
        return self.steps_covered_by(self.levels)

    @cached_property
    def said_steps(self) -> list[int]:
        """All that they teach is what the learner says to know, of each skill in so many words."""
        said = {skill: claim.counted for skill, claim in self.facts.claims.items()}
        return self.steps_covered_by(said)

    def steps_covered_by(self, levels: Mapping[int, int]) -> list[int]:
        """Steps of today that are not begun and teach nothing beyond these levels."""
        states = self.facts.states
        return [
            teaching.step
            for teaching in self.content.teachings
            if states.get(teaching.step, State.NOT_STARTED) == State.NOT_STARTED
            and all(
                levels.get(skill, 0) >= level
                for skill, level in teaching.levels.items()
            )
        ]

    def skills_of(self, steps: Iterable[int]) -> list[Skill]:
        """What these steps teach, in the order of the guide."""
        taught = {skill for step in steps for skill in self.content.step_levels[step]}
        return [skill for pk, skill in self.content.skills.items() if pk in taught]
