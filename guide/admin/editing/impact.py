"""Lets the apps above the guide say who is affected by a change of steps, because the guide does not know learners."""

from collections.abc import Callable, Iterable, Sequence

from guide.models import Step

ImpactReporter = Callable[[Sequence[Step]], Iterable[str]]
impact_reporters: list[ImpactReporter] = []


def reports_impact(reporter: ImpactReporter) -> ImpactReporter:
    """Register a function that returns sentences about who is affected when the given steps change."""
    impact_reporters.append(reporter)
    return reporter


def affected_by(steps: Sequence[Step]) -> list[str]:
    return [sentence for reporter in impact_reporters for sentence in reporter(steps)]
