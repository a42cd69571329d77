"""Lets the apps above the guide say who is affected by a change, because the guide does not know learners."""

from collections.abc import Callable, Iterable, Sequence

from guide.models import Step
from guide.models.content import Content

ImpactReporter = Callable[[Sequence[Step]], Iterable[str]]
LearnerReporter = Callable[[Content], Iterable[str]]
impact_reporters: list[ImpactReporter] = []
learner_reporters: list[LearnerReporter] = []


def reports_impact(reporter: ImpactReporter) -> ImpactReporter:
    """Register a function that returns sentences about who is affected when the given steps change."""
    impact_reporters.append(reporter)
    return reporter


def affected_by(steps: Sequence[Step]) -> list[str]:
    return [sentence for reporter in impact_reporters for sentence in reporter(steps)]


def reports_learners(reporter: LearnerReporter) -> LearnerReporter:
    """Register a function that returns sentences about learners whose data points at a record, or none."""
    learner_reporters.append(reporter)
    return reporter


def learners_at(row: Content) -> list[str]:
    return [sentence for reporter in learner_reporters for sentence in reporter(row)]
