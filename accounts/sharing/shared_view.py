"""What others see of a learner under a shared link: the chosen parts as they stand today, never a note."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from accounts.models import (
    EvidenceLink,
    ProjectSentence,
    SharedLink,
    State,
    StepProgress,
)
from accounts.plan.kept_plan import planned_steps
from accounts.progress.map_rows import rendered_map
from accounts.progress.roadmap_progress import RoadmapProgress
from accounts.progress.visitor import Progress, progress_of_user
from accounts.skills.facts import account_facts
from accounts.skills.standing import ReasonKind, SkillStandings, Standing
from guide.gap.content import gap_content
from guide.models import Skill, Step
from guide.roadmaps.roadmap_map import line_map
from guide.roadmaps.strip import Strip, draw_strip

STRONGEST = 4  # skills in the answer


class Project(NamedTuple):
    """A finished step with what its learner has to show."""

    step: Step
    sentence: str
    links: list[EvidenceLink]
    finished_on: date | None
    criteria_met: int
    criteria: int


class SupportedSkill(NamedTuple):
    skill: Skill
    standing: Standing
    steps: list[Step]  # finished ones that support it
    # Skills that build on it, where nothing else speaks for it.
    follows_from: list[Skill]


@dataclass
class SharedView:
    link: SharedLink

    @cached_property
    def user(self):
        return self.link.user

    @cached_property
    def progress(self) -> Progress:
        return progress_of_user(self.user)

    @cached_property
    def path(self) -> RoadmapProgress:
        return rendered_map(line_map(self.link.roadmap.slug)).progress_on(self.progress)

    @cached_property
    def strip(self) -> Strip:
        here = self.path.current
        return draw_strip(self.path.map, self.progress.states, here and here.step_id)

    @cached_property
    def standings(self) -> SkillStandings:
        states = self.progress.states
        return SkillStandings(account_facts(self.user, states), gap_content())

    @cached_property
    def skills(self) -> list[SupportedSkill]:
        """Those with a level: with finished steps behind them, then the learner's word, then what follows from both."""
        found = [
            self.supported(standing)
            for standing in self.standings.spoken_of
            if standing.level
        ]
        return sorted(
            found,
            key=lambda each: (bool(each.follows_from), not each.steps, -each.standing.level),
        )  # fmt: skip

    def supported(self, standing: Standing) -> SupportedSkill:
        content = self.standings.content
        steps = [
            content.steps[reason.subject]
            for reason in standing.reasons
            if reason.kind == ReasonKind.DONE and reason.subject in content.steps
        ]
        roots = [content.skills[skill] for skill in standing.implied_by]
        only_implied = len(roots) == len(standing.reasons) and not standing.claim
        return SupportedSkill(
            content.skills[standing.skill],
            standing,
            steps,
            roots if only_implied else [],
        )

    @property
    def strongest(self) -> list[Skill]:
        return [each.skill for each in self.skills[:STRONGEST]]

    @cached_property
    def links(self) -> Mapping[int, list[EvidenceLink]]:
        found: dict[int, list[EvidenceLink]] = {}
        for link in EvidenceLink.objects.for_user(self.user).shown():
            found.setdefault(link.step_id, []).append(link)
        return found

    @cached_property
    def finished(self) -> list[Project]:
        """Every finished step of today's guide, the last one first."""
        done = [s for s, state in self.progress.states.items() if state == State.DONE]
        sentences = dict(
            ProjectSentence.objects.for_user(self.user).values_list("step", "text")
        )
        days = dict(
            StepProgress.objects.for_user(self.user).values_list("step", "finished_on")
        )
        steps = Step.objects.published().with_track().filter(pk__in=done)
        found = [self.project(step, sentences, days) for step in steps]
        return sorted(
            found, key=lambda each: (each.finished_on or date.min, each.step.slug), reverse=True
        )  # fmt: skip

    def project(self, step: Step, sentences, days) -> Project:
        criteria = self.standings.content.criteria.get(step.pk, ())
        return Project(
            step,
            sentences.get(step.pk, ""),
            self.links.get(step.pk, []) if self.link.has_work else [],
            days.get(step.pk),
            len(self.standings.facts.ticked.intersection(criteria)),
            len(criteria),
        )

    @cached_property
    def projects(self) -> list[Project]:
        """Finished steps that have a project, or work to show."""
        return [each for each in self.finished if each.step.project or each.links]

    @cached_property
    def other_steps(self) -> list[Step]:
        shown = {each.step.pk for each in self.projects}
        return [each.step for each in self.finished if each.step.pk not in shown]

    @property
    def with_work(self) -> int:
        return sum(bool(each.links) for each in self.projects)

    @cached_property
    def plan(self):
        """Each step of the kept plan with its first and last day; empty without one."""
        return planned_steps(self.user)

    @property
    def is_portfolio(self) -> bool:
        return self.link.kind == SharedLink.Kind.PORTFOLIO
