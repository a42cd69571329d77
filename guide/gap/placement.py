"""Which steps somebody can do already, found with few questions.

A yes counts for all that a step builds on, and a no for all that builds on it. The next question is about the step that
halves what is still possible. Who has not said yes to the first questions is asked about whole tracks: one no for each.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from guide.gap.knowledge_space import KnowledgeSpace

# How likely somebody knows much or little is not known beforehand: each weight stands for one kind of people, and the
# replies say which kind it is.
WEIGHTS = (0.5, 1.0, 2.0)
# Steps that are compared for the next question: those that settle the most whichever way they are answered.
MOST_COMPARED = 8
# After so many answers without a yes, tracks are asked about.
FIRST_QUESTIONS = 2


class Reply(Enum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Question(NamedTuple):
    """About one step, or about a track: whether there is any of its steps that one can do."""

    step: int | None = None
    track: int | None = None


@dataclass(frozen=True)
class Placement:
    """What the replies say. Nothing is known for sure of a step about which they contradict each other."""

    space: KnowledgeSpace
    replies: Mapping[Question, Reply] = field(default_factory=dict)

    def steps_with(self, reply: Reply) -> set[int]:
        return {
            question.step
            for question, given in self.replies.items()
            if given == reply
            and question.step is not None
            and question.step in self.space.tracks
        }

    @cached_property
    def refused(self) -> dict[int, frozenset[int]]:
        """By step with a no: all that goes with it. A no to a track is one to each of its steps."""
        steps = self.steps_with(Reply.NO)
        for question, given in self.replies.items():
            if question.track is not None and given == Reply.NO:
                steps |= self.space.of_track(question.track)
        return {step: self.space.above[step] for step in steps}

    @cached_property
    def granted(self) -> dict[int, frozenset[int]]:
        """By step with a yes: all that goes with it."""
        return {step: self.space.below[step] for step in self.steps_with(Reply.YES)}

    @cached_property
    def unsure(self) -> frozenset[int]:
        return frozenset(self.steps_with(Reply.UNSURE))

    @cached_property
    def known(self) -> frozenset[int]:
        """By a yes that no other reply contradicts."""
        doubted = union_of(self.refused.values())
        sound = (below for step, below in self.granted.items() if step not in doubted)
        return union_of(sound) - self.unsure

    @cached_property
    def unknown(self) -> frozenset[int]:
        doubted = union_of(self.granted.values())
        sound = (above for step, above in self.refused.items() if step not in doubted)
        return union_of(sound)

    @cached_property
    def to_check(self) -> frozenset[int]:
        """Of which the replies say both, or that one does not know."""
        spoken_of = union_of([*self.granted.values(), *self.refused.values()])
        return (spoken_of | self.unsure) - self.known - self.unknown

    @cached_property
    def open(self) -> frozenset[int]:
        """Of which nothing is said yet."""
        settled = self.known | self.unknown | self.to_check
        return frozenset(self.space.tracks) - settled

    @property
    def most_left(self) -> int:
        """Questions, at most: each settles a step. It never rises with a reply."""
        return len(self.open)

    def after(self, question: Question, reply: Reply) -> "Placement":
        return Placement(self.space, {**self.replies, question: reply})

    @cached_property
    def next_question(self) -> Question | None:
        """None where nothing is open."""
        if not self.open:
            return None
        if self.asks_about_tracks and (track := self.open_track):
            return track
        return Question(step=self.halving_step)

    @cached_property
    def halving_step(self) -> int:
        """Of the steps that settle most, the one that somebody like this knows with a chance nearest to one half."""
        compared = sorted(self.open, key=self.settled_by, reverse=True)[:MOST_COMPARED]
        mask = self.space.mask_of(self.open)
        shares = [self.share_of(weight, mask) for weight in WEIGHTS]
        whole = sum(shares)

        def distance_from_half(step: int) -> tuple[float, int]:
            without = mask & ~self.space.mask_of(self.space.above[step] & self.open)
            chance = sum(self.share_of(weight, without) for weight in WEIGHTS) / whole
            return abs(chance - 0.5), step

        return min(compared, key=distance_from_half)

    def share_of(self, weight: float, mask: int) -> float:
        """How likely people of that weight give these replies, if the steps of the mask are what stays possible."""
        everything = (1 << len(self.space.tracks)) - 1
        possible = self.space.sum_of_states(mask, weight)
        return possible * weight ** len(self.known) / self.space.sum_of_states(everything, weight)  # fmt: skip

    def settled_by(self, step: int) -> tuple[int, int]:
        """By the worse of the two replies; then the first of equals."""
        below, above = self.space.below[step], self.space.above[step]
        return min(len(below & self.open), len(above & self.open)), -step

    @property
    def asks_about_tracks(self) -> bool:
        replies = list(self.replies.values())
        return len(replies) >= FIRST_QUESTIONS and Reply.YES not in replies

    @property
    def open_track(self) -> Question | None:
        """The track not asked about yet with most that is open."""
        asked = {question.track for question in self.replies}
        counts: dict[int, int] = {}
        for step in sorted(self.open):
            track = self.space.tracks[step]
            if track not in asked:
                counts[track] = counts.get(track, 0) + len(
                    self.space.above[step] & self.open
                )
        best = max(counts, key=lambda track: counts[track], default=None)
        return None if best is None else Question(track=best)


def union_of(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*sets)
