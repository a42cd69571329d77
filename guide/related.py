"""The links beside a step or a skill (prerequisites, successors, roadmaps, roles): one UNION query for each page."""

from typing import NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat

from guide.markdown import short_link_address
from guide.models import Criterion, Requirement, Roadmap, Role, Skill, Step, Stop
from guide.models.fields import Level
from guide.models.text import Text, in_active_language


class Neighbour(NamedTuple):
    name: Text
    address: str
    line: int = 0  # the track of a step, by its order
    level: str = ""  # of a role that asks for a skill, in words
    importance: str = ""  # and how much a roadmap needs a step, in words
    slug: str = ""
    rank: int = 0  # the level as a number
    following: "Neighbour | None" = None  # the next step on a roadmap


AFTER_ON = "after on "  # a group for each roadmap: what follows there
OWN_NAME = ("slug", "name_en", "name_zh")
STEPS_NAME = ("step__slug", "step__name_en", "step__name_zh")


def related_part(
    group: str | Concat,
    rows: QuerySet,
    place: str,
    line="",
    level="",
    importance="",
    name=OWN_NAME,
) -> QuerySet:
    """The query of one group of links. `place` is the column to sort by; the others are columns too."""
    kind = "step" if name[0] == "step__slug" else rows.model._meta.model_name
    return rows.order_by().values_list(
        group if isinstance(group, Concat) else Value(group),
        Value(kind),
        *name,
        F(place),
        F(line) if line else Value(0),
        F(level) if level else Value(0),
        F(importance) if importance else Value(""),
    )


def gather_related(*parts: QuerySet) -> dict[str, list[Neighbour]]:
    found: dict[str, list[Neighbour]] = {}
    levels = dict(Level.choices)
    importances = dict([*Requirement.Importance.choices, *Stop.Need.choices])
    rows = parts[0].union(*parts[1:], all=True)
    for group, kind, slug, en, zh, _place, line, level, importance in sorted(
        rows, key=lambda row: (row[5], row[2], row[6])
    ):
        words = (levels.get(level, ""), importances.get(importance, ""))
        address = short_link_address(kind, slug) or ""
        found.setdefault(group, []).append(
            Neighbour(in_active_language(en, zh), address, line, *words, slug, level)
        )
    return found


def of_step(step: Step) -> dict[str, list[Neighbour]]:
    """Links by group: `builds_on`, `asked_before` (what those steps ask for), `leads_to`, `comes_next` (on a roadmap),
    `successors` (of a retired step), `roadmaps` (with the need there and what follows), `asked_by` (roles).
    """
    roles = Role.objects.published().filter(
        requirements__skill__published=True, requirements__skill__steps=step
    )
    found = gather_related(
        *before_and_after(step),
        related_part(
            "roadmaps",
            Roadmap.objects.published().filter(stops__step=step),
            "order",
            importance="stops__need",
        ),
        related_part("asked_by", roles.distinct(), "order"),
    )
    return with_what_follows(found)


def before_and_after(step: Step) -> list[QuerySet]:
    steps = Step.objects.of_today()
    successors = Step.objects.published().filter(predecessor_links__old=step)
    return [
        related_part(
            "builds_on",
            steps.filter(dependent_links__step=step),
            "dependent_links__pk",
            "track__order",
        ),
        related_part(
            "asked_before",
            Criterion.objects.before_step(step),
            "step__dependent_links__pk",
            "order",
            name=("step__slug", "text_en", "text_zh"),
        ),
        related_part(
            "leads_to",
            steps.filter(prerequisite_links__prerequisite=step),
            "prerequisite_links__pk",
            "track__order",
        ),
        related_part(
            Concat(Value(AFTER_ON), "roadmap__slug", output_field=CharField()),
            Stop.objects.after_step(step),
            "step__track__order",
            "step__track__order",
            importance="need",
            name=STEPS_NAME,
        ),
        related_part("successors", successors, "predecessor_links__pk", "track__order"),
    ]


def with_what_follows(found: dict[str, list[Neighbour]]) -> dict[str, list[Neighbour]]:
    """Beside each roadmap its next step, and as `comes_next` each of these once."""
    following = {
        group.removeprefix(AFTER_ON): steps[0]
        for group, steps in found.items()
        if group.startswith(AFTER_ON)
    }
    roadmaps = found.get("roadmaps", [])
    return found | {
        "comes_next": list({step.slug: step for step in following.values()}.values()),
        "roadmaps": [
            road._replace(following=following.get(road.slug)) for road in roadmaps
        ],
    }


def of_skill(skill: Skill) -> dict[str, list[Neighbour]]:
    """Links by group: `builds_on`, `leads_to`, `needed_by` (roles)."""
    skills, roles = (
        Skill.objects.published(),
        Role.objects.published().filter(requirements__skill=skill),
    )
    asked = {"level": "requirements__level", "importance": "requirements__importance"}
    return gather_related(
        related_part(
            "builds_on",
            skills.filter(dependent_links__skill=skill),
            "dependent_links__pk",
        ),
        related_part(
            "leads_to",
            skills.filter(prerequisite_links__prerequisite=skill),
            "prerequisite_links__pk",
        ),
        related_part("needed_by", roles, "order", **asked),
    )
