"""The guide as a press needs it: steps by address and key, and what old ones became.

Read once per content version and process, so that a press costs no query for it.
"""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from accounts.models import State
from accounts.progress.merge import all_before, carried_over, part_states
from guide.cache import cached_per_version
from guide.models import ContentVersion, Course, Roadmap, Step, StepSuccessor
from guide.models.text import Text, in_active_language

STATES = tuple(State)


class Entry(NamedTuple):
    """A step or a roadmap, without what a page says about it."""

    pk: int
    slug: str


class Retired(NamedTuple):
    """A step that has left the roadmaps, and what a page says about it."""

    slug: str
    name_en: str
    name_zh: str
    published: bool
    retired_on: date

    @property
    def name(self) -> Text:
        return in_active_language(self.name_en, self.name_zh)


class Was(NamedTuple):
    """What a learner had said of the step of which another one is a part now."""

    step: int
    state: State


@dataclass(frozen=True)
class Outline:
    steps: Mapping[
        str, int
    ]  # primary keys of all steps by slug, drafts too: progress outlives a withdrawn page
    published: frozenset[str]
    roadmaps: Mapping[str, Entry]  # published ones, in order
    made_of: Mapping[
        int, set[int]
    ]  # the old steps of which a new one is the same under another address
    part_of: Mapping[int, set[int]]  # the old steps of which a new one is a part
    retired: Mapping[int, Retired]
    replaced_courses: Mapping[int, set[int]]  # the old courses that a new one replaces
    followed: frozenset[
        int
    ]  # steps that others follow: whoever began one goes on there

    def by_key(self, states: Mapping[str, State]) -> dict[int, State]:
        return {
            self.steps[slug]: state
            for slug, state in states.items()
            if slug in self.steps
        }

    def before(self, steps: Iterable[int]) -> dict[int, set[int]]:
        """The old steps that became each of those that have any."""
        return {
            step: all_before(step, self.made_of)
            for step in steps
            if step in self.made_of
        }

    def retired_on(self, slugs: Iterable[str]) -> dict[str, str]:
        """The dates of those that have retired, by slug, as a cookie holds them."""
        steps = (self.retired.get(self.steps.get(slug, 0)) for slug in slugs)
        return {step.slug: step.retired_on.isoformat() for step in steps if step}

    def slugs(self, steps: Collection[int]) -> list[str]:
        return [slug for slug, pk in self.steps.items() if pk in steps] if steps else []

    def shown(
        self, states: Mapping[int, State], settled: Set[int] = frozenset()
    ) -> dict[int, State]:
        """The states as pages show them: what a learner did follows a step to its new address."""
        return carried_over(states, self.made_of, STATES, settled)

    def was(self, said: Set[int], shown: Mapping[int, State]) -> dict[int, Was]:
        """Of parts about which nothing has been said yet: what had been said of the step that was split."""
        found = part_states(said, shown, self.part_of, self.made_of)
        return {step: Was(old, state) for step, (old, state) in found.items()}

    def roadmap_slug(self, pk: int | None) -> str:
        return next(
            (roadmap.slug for roadmap in self.roadmaps.values() if roadmap.pk == pk), ""
        )


@cached_per_version(most=1)
def outline() -> Outline:
    steps = list(Step.objects.values_list("pk", "slug", "published"))
    roadmaps = (
        Entry(*row)
        for row in Roadmap.objects.published().in_order().values_list("pk", "slug")
    )
    became: dict[str, dict[int, set[int]]] = {kind: {} for kind in StepSuccessor.Kind}
    for old, new, kind in StepSuccessor.objects.values_list("old_id", "new_id", "kind"):
        became[kind].setdefault(new, set()).add(old)
    retired = Step.objects.exclude(retired_on=None).values_list("pk", *Retired._fields)
    return Outline(
        steps={slug: pk for pk, slug, _ in steps},
        published=frozenset(slug for _, slug, published in steps if published),
        roadmaps={roadmap.slug: roadmap for roadmap in roadmaps},
        made_of=became[StepSuccessor.Kind.SAME],
        part_of=became[StepSuccessor.Kind.SPLIT],
        retired={pk: Retired(*row) for pk, *row in retired},
        replaced_courses=replaced_courses(),
        followed=frozenset(
            old for olds in became.values() for each in olds.values() for old in each
        ),
    )


def replaced_courses() -> dict[int, set[int]]:
    olds: dict[int, set[int]] = {}
    for old, new in Course.objects.exclude(replaced_by=None).values_list(
        "pk", "replaced_by_id"
    ):
        olds.setdefault(new, set()).add(old)
    return olds


def find_step(slug: str) -> Entry | None:
    """A published step. One that is unknown may be newer than what this process has read."""
    if slug not in outline().published:
        ContentVersion.forget()
    found = outline()
    return Entry(found.steps[slug], slug) if slug in found.published else None
