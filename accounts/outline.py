"""The guide as a press needs it: steps by address and key, and what old ones became.

Read once per content version and process, so that a press costs no query for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from accounts.merge import carried_over
from accounts.models import State
from guide.kept import kept
from guide.models import ContentVersion, Roadmap, Step, StepSuccessor


class Entry(NamedTuple):
    """A step or a roadmap, without what a page says about it."""

    pk: int
    slug: str


@dataclass(frozen=True)
class Outline:
    steps: Mapping[str, int]  # primary keys of all steps by slug, drafts too: progress outlives a withdrawn page
    published: frozenset[str]
    roadmaps: Mapping[str, Entry]  # published ones, in order
    made_of: Mapping[int, set[int]]  # the old steps of which a new one is the same under another address

    def by_key(self, states: Mapping[str, State]) -> dict[int, State]:
        return {self.steps[slug]: state for slug, state in states.items() if slug in self.steps}

    def shown(self, states: Mapping[int, State]) -> dict[int, State]:
        """The states as pages show them: what a learner did follows a step to its new address."""
        return carried_over(states, self.made_of)

    def roadmap_slug(self, pk: int | None) -> str:
        return next((roadmap.slug for roadmap in self.roadmaps.values() if roadmap.pk == pk), "")


@kept(most=1)
def outline() -> Outline:
    steps = list(Step.objects.values_list("pk", "slug", "published"))
    roadmaps = (Entry(*row) for row in Roadmap.objects.published().in_order().values_list("pk", "slug"))
    made_of: dict[int, set[int]] = {}
    for old, new in StepSuccessor.objects.filter(kind=StepSuccessor.Kind.SAME).values_list("old_id", "new_id"):
        made_of.setdefault(new, set()).add(old)
    return Outline(
        steps={slug: pk for pk, slug, _ in steps},
        published=frozenset(slug for _, slug, published in steps if published),
        roadmaps={roadmap.slug: roadmap for roadmap in roadmaps},
        made_of=made_of,
    )


def find_step(slug: str) -> Entry | None:
    """A published step. One that is unknown may be newer than what this process has read."""
    if slug not in outline().published:
        ContentVersion.forget()
    found = outline()
    return Entry(found.steps[slug], slug) if slug in found.published else None
