"""Who can do something can do what it builds on: down the prerequisites, never up."""

from collections.abc import Collection, Mapping, Set

# A skill counts for what it builds on from this level, and up to it.
WORKING = 2


def implied_skills(
    levels: Mapping[int, int],
    builds_on: Mapping[int, Collection[int]],
    settled: Set[int] = frozenset(),
) -> dict[int, frozenset[int]]:
    """The skills that count at WORKING because of others, and because of which.

    `levels`: by skill, what is known of itself; `settled`: skills of which the learner has said a level, none too. That
    stands, and nothing is concluded through one of which they said less.
    """
    known = {skill for skill, level in levels.items() if level >= WORKING}
    because: dict[int, set[int]] = {}
    for skill in sorted(known):
        for below in skills_below(skill, builds_on, known, settled):
            because.setdefault(below, set()).add(skill)
    return {skill: frozenset(roots) for skill, roots in because.items()}


def skills_below(
    skill: int,
    builds_on: Mapping[int, Collection[int]],
    known: Set[int],
    settled: Set[int],
) -> set[int]:
    """All that it builds on, up to what is known of itself or settled otherwise."""
    found: set[int] = set()
    waiting = [skill]
    while waiting:
        for below in builds_on.get(waiting.pop(), ()):
            if below not in found and below not in known and below not in settled:
                found.add(below)
                waiting.append(below)
    return found


def counted_levels(
    levels: Mapping[int, int], implied: Collection[int]
) -> dict[int, int]:
    """The level that counts of each skill: its own, and WORKING where another skill implies more."""
    counted = {skill: level for skill, level in levels.items() if level}
    for skill in implied:
        counted[skill] = max(WORKING, counted.get(skill, 0))
    return counted
