"""Made skills and steps for the properties of gaps: graphs without a cycle, and what people know of them."""

import json
import random

from hypothesis import strategies as st

from guide.gap.closing import Teaching
from guide.gap.knowledge_space import KnowledgeSpace
from guide.gap.needs import Need
from tests.served import ROOT

SKILLS = range(1, 9)
LEVELS = st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 4), max_size=8)
NEEDS = st.dictionaries(
    st.sampled_from(SKILLS),
    st.tuples(st.integers(1, 4), st.sampled_from(["core", "helpful", "bonus"])),
    max_size=8,
).map(lambda found: [Need(skill, *rest) for skill, rest in sorted(found.items())])
# A skill builds on some with a smaller number.
EDGES = st.fixed_dictionaries(
    {skill: st.sets(st.integers(1, skill - 1), max_size=2) if skill > 1 else st.just(set()) for skill in SKILLS}
)  # fmt: skip
TEACHINGS = st.lists(
    st.tuples(
        st.integers(1, 40),
        st.integers(0, 40),
        st.dictionaries(
            st.sampled_from(SKILLS), st.integers(1, 4), min_size=1, max_size=3
        ),
    ),
    max_size=8,
).map(
    lambda rows: [
        Teaching(number, low, low + more, levels)
        for number, (low, more, levels) in enumerate(rows, 1)
    ]
)


def made_learner(space: KnowledgeSpace, random_: random.Random) -> set[int]:
    """Knows so many steps, each with all that it builds on."""
    known: set[int] = set()
    steps = sorted(space.tracks)
    for _ in range(random_.randrange(len(steps) + 1)):
        ready = [
            step
            for step in steps
            if step not in known and space.below[step] - {step} <= known
        ]
        known.add(random_.choice(ready))
    return known


def space_of_fixtures(roadmap: str = "") -> KnowledgeSpace:
    """The steps of today with their prerequisites; of one roadmap, or all."""
    steps = [each for each in fields("04_steps", "step") if not each.get("retired_on")]
    stops = fields("05_roadmaps", "stop") if roadmap else []
    on_it = {stop["step"][0] for stop in stops if stop["roadmap"] == [roadmap]}
    slugs = sorted(
        step["slug"] for step in steps if not roadmap or step["slug"] in on_it
    )
    everything = sorted(each["slug"] for each in fields("04_steps", "step"))
    number = {slug: place for place, slug in enumerate(everything)}
    tracks = sorted({step["track"][0] for step in steps})
    builds_on: dict[int, set[int]] = {}
    for edge in fields("04_steps", "stepprerequisite"):
        needed = number[edge["prerequisite"][0]]
        builds_on.setdefault(number[edge["step"][0]], set()).add(needed)
    return KnowledgeSpace(
        builds_on,
        {
            number[step["slug"]]: tracks.index(step["track"][0])
            for step in steps
            if step["slug"] in slugs
        },
    )


def fields(file: str, model: str) -> list[dict]:
    records = json.loads((ROOT / f"fixtures/{file}.json").read_text("utf-8"))
    return [
        each["fields"]
        for each in records
        if each["model"] == f"guide.{model}" and each["fields"].get("published", True)
    ]
