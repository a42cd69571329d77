"""How far the steps of a roadmap lead to what its role asks of everybody, and what is missing of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guide.cache import cached_per_version
from guide.models import Requirement, Step, StepSkill, Stop
from guide.roadmaps.roadmap_map import LineMap, line_map


@dataclass
class MissingSkill:
    """A core requirement that the steps of a roadmap do not reach."""

    requirement: Requirement
    reached: int  # the level that they do reach; 0 for none
    # Steps that do reach it: those of the roadmap that readers may add, or else those of other roadmaps.
    on_roadmap: list[Step] = field(default_factory=list)
    elsewhere: list[Step] = field(default_factory=list)


@dataclass
class Coverage:
    asked: int  # core requirements of the role
    missing: list[MissingSkill]

    @property
    def reached(self) -> int:
        return self.asked - len(self.missing)


@cached_per_version(most=20)
def core_coverage(slug: str) -> Coverage:
    """Of a published roadmap. Steps that a reader may skip because he can do them already count as reached.

    Two queries, besides those of the map.
    """
    drawn = line_map(slug)
    asked = Requirement.objects.of_role(drawn.roadmap.role).filter(
        importance=Requirement.Importance.CORE
    )
    taken = levels_reached(drawn)
    missing = {
        each.skill_id: MissingSkill(each, taken.get(each.skill_id, 0))
        for each in asked
        if taken.get(each.skill_id, 0) < each.level
    }
    name_steps_that_reach(missing, {stop.step_id for stop in drawn.stops})
    return Coverage(len(asked), list(missing.values()))


def levels_reached(drawn: LineMap) -> dict[int, int]:
    """By skill, the highest level to which a step leads that everybody takes or can do already."""
    found: dict[int, int] = {}
    for stop in drawn.stops:
        if stop.need != Stop.Need.CHOICE:
            for link in drawn.links.get(stop.step_id, ()):
                found[link.skill_id] = max(found.get(link.skill_id, 0), link.level)
    return found


def name_steps_that_reach(missing: Mapping[int, MissingSkill], on_roadmap: set[int]):
    links = StepSkill.objects.filter(
        skill__in=missing, step__published=True, step__retired_on=None
    )
    for link in links.select_related("step").order_by("step__hours_low", "pk"):
        skill = missing[link.skill_id]
        if link.level >= skill.requirement.level:
            here = link.step_id in on_roadmap
            (skill.on_roadmap if here else skill.elsewhere).append(link.step)
