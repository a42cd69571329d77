"""What an editor decided: which steps become which, and where their criteria go."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from guide.models import Criterion, Step, StepSuccessor


class MoveTo(NamedTuple):
    """Where a criterion of an old step goes: to a part, by its place, or to a criterion that asks for the same."""

    part: int | None = None
    same: Criterion | None = None


@dataclass
class SuccessionPart:
    """What the old steps become: a step that exists, or one that is not saved yet."""

    step: Step
    skills: Collection[int] = ()  # primary keys, among the skills of the old steps
    is_new: bool = field(init=False)

    def __post_init__(self):
        self.is_new = self.step.pk is None


@dataclass
class Plan:
    olds: Sequence[Step]
    parts: Sequence[SuccessionPart]
    # By primary key of the old one; one that is missing retires without a successor.
    criteria: Mapping[int, MoveTo]

    @property
    def kind(self) -> StepSuccessor.Kind:
        kinds = StepSuccessor.Kind
        return kinds.SAME if len(self.parts) == 1 else kinds.SPLIT

    @property
    def steps(self) -> list[Step]:
        return [part.step for part in self.parts]

    def inherits_prerequisites(self, part: SuccessionPart) -> bool:
        """Whether a part needs all that the old steps needed. One that exists stays as it is in a split."""
        return part.is_new or self.kind == StepSuccessor.Kind.SAME
