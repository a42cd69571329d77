"""The guide as a press needs it: steps and roadmaps by slug and primary key, and what old steps became.

Read once for each content version and process, so that a press costs no query for it.
"""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from accounts.models import State
from accounts.progress.merge import (
    all_predecessors,
    carried_over,
    states_of_split_steps,
)
from guide.cache import cached_per_version
from guide.models import ContentVersion, Course, Roadmap, Skill, Step, StepSuccessor
from guide.models.text import Text, in_active_language

STATES = tuple(State)


class ContentRef(NamedTuple):
    """A step or a roadmap, without what a page says about it."""

    pk: int
    slug: str


class RetiredStep(NamedTuple):
    """A step that has left the roadmaps, and what a page says about it."""

    slug: str
    name_en: str
    name_zh: str
    published: bool
    retired_on: date

    @property
    def name(self) -> Text:
        return in_active_language(self.name_en, self.name_zh)


class SplitOrigin(NamedTuple):
    """The split step of which another one is a part, and the state that a learner had set of it."""

    step: int
    state: State


@dataclass(frozen=True)
class ContentIndex:
    # Primary keys of all steps by slug, drafts too: progress outlives a withdrawn page.
    steps: Mapping[str, int]
    published: frozenset[str]
    # The published ones by slug, in order.
    roadmaps: Mapping[str, ContentRef]
    # By step: the old steps of which it is the same under another address.
    made_of: Mapping[int, set[int]]
    # By step: the old steps of which it is a part.
    part_of: Mapping[int, set[int]]
    retired: Mapping[int, RetiredStep]
    # By course: the old courses that it replaces.
    replaced_courses: Mapping[int, set[int]]
    # Steps that have successors: a learner who began one goes on there.
    followed: frozenset[int]

    def by_pk(self, states: Mapping[str, State]) -> dict[int, State]:
        """States by slug as states by primary key; steps that are gone are left out."""
        return {
            self.steps[slug]: state
            for slug, state in states.items()
            if slug in self.steps
        }

    def older_steps(self, steps: Iterable[int]) -> dict[int, set[int]]:
        """The old steps that became each of those that have any."""
        return {
            step: all_predecessors(step, self.made_of)
            for step in steps
            if step in self.made_of
        }

    def retirement_dates(self, slugs: Iterable[str]) -> dict[str, str]:
        """By slug, as ISO dates; steps that have not retired are left out."""
        steps = (self.retired.get(self.steps.get(slug, 0)) for slug in slugs)
        return {step.slug: step.retired_on.isoformat() for step in steps if step}

    def slugs_of(self, steps: Collection[int]) -> list[str]:
        return [slug for slug, pk in self.steps.items() if pk in steps] if steps else []

    def displayed_states(
        self, states: Mapping[int, State], superseded: Set[int] = frozenset()
    ) -> dict[int, State]:
        """The states as pages show them: the state of an old step counts for the step that it became."""
        return carried_over(states, self.made_of, STATES, superseded)

    def carried_days(self, days: Mapping[int, date]) -> dict[int, date]:
        """Days by step; a step that others became has the last of theirs where it has none of its own."""
        carried = dict(days)
        for step in self.made_of.keys() - days.keys():
            olds = all_predecessors(step, self.made_of) & days.keys()
            if olds:
                carried[step] = max(days[old] for old in olds)
        return carried

    def split_origins(
        self, answered: Set[int], displayed: Mapping[int, State]
    ) -> dict[int, SplitOrigin]:
        """For parts of split steps that the visitor has not `answered` yet: the step that was split."""
        found = states_of_split_steps(answered, displayed, self.part_of, self.made_of)
        return {step: SplitOrigin(old, state) for step, (old, state) in found.items()}

    def roadmap_slug(self, pk: int | None) -> str:
        return next(
            (roadmap.slug for roadmap in self.roadmaps.values() if roadmap.pk == pk), ""
        )


@cached_per_version(most=1)
def content_index() -> ContentIndex:
    steps = list(Step.objects.values_list("pk", "slug", "published"))
    roadmaps = Roadmap.objects.published().in_order().values_list("pk", "slug")
    became = predecessors_by_kind()
    fields = RetiredStep._fields
    retired = Step.objects.exclude(retired_on=None).values_list("pk", *fields)
    return ContentIndex(
        steps={slug: pk for pk, slug, _ in steps},
        published=frozenset(slug for _, slug, published in steps if published),
        roadmaps={slug: ContentRef(pk, slug) for pk, slug in roadmaps},
        made_of=became[StepSuccessor.Kind.SAME],
        part_of=became[StepSuccessor.Kind.SPLIT],
        retired={pk: RetiredStep(*row) for pk, *row in retired},
        replaced_courses=replaced_courses(),
        followed=followed_steps(),
    )


@cached_per_version(most=1)
def skill_keys() -> dict[str, int]:
    """Primary keys of all skills by slug, drafts too."""
    return dict(Skill.objects.values_list("slug", "pk"))


@cached_per_version(most=1)
def predecessors_by_kind() -> dict[str, dict[int, set[int]]]:
    """By kind of succession, the old steps of each new one. One query."""
    became: dict[str, dict[int, set[int]]] = {kind: {} for kind in StepSuccessor.Kind}
    for old, new, kind in StepSuccessor.objects.values_list("old_id", "new_id", "kind"):
        became[kind].setdefault(new, set()).add(old)
    return became


def followed_steps() -> frozenset[int]:
    return frozenset(
        old
        for olds in predecessors_by_kind().values()
        for each in olds.values()
        for old in each
    )


def replaced_courses() -> dict[int, set[int]]:
    olds: dict[int, set[int]] = {}
    for old, new in Course.objects.exclude(replaced_by=None).values_list(
        "pk", "replaced_by_id"
    ):
        olds.setdefault(new, set()).add(old)
    return olds


def find_step(slug: str) -> ContentRef | None:
    """A published step. For an unknown slug the content version is read again: the step may be new."""
    if slug not in content_index().published:
        ContentVersion.expire_current()
    index = content_index()
    return ContentRef(index.steps[slug], slug) if slug in index.published else None
