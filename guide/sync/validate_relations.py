"""Rules that concern several records: what must stand once, references, circles, the order of stops.

While records are read, what matters of each is noted; finish() says what is wrong when all are known.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from guide.graph import find_cycle
from guide.markdown import PAGES
from guide.rules import LINKED, out_of_order
from guide.search.places import PAGE_SLUGS
from guide.sync.chosen_courses import ChosenCourses
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import RecordSchema
from guide.sync.text_figures import TextFigures

# Which records say that one thing needs another: model, the field of the one, the field of the other.
NEEDS = {
    "guide.skillprerequisite": ("skill", "prerequisite"),
    "guide.stepprerequisite": ("step", "prerequisite"),
    "guide.course": ("slug", "replaced_by"),
}


# Which of the keys of a model exist outside the files.
FindElsewhere = Callable[[str, Collection[str]], Collection[str]]


def found_nowhere(label: str, keys: Collection[str]) -> Collection[str]:
    return ()


class Reference(NamedTuple):
    place: int
    key: str
    field: str
    label: str
    target: str


class Edge(NamedTuple):
    place: int
    key: str
    needs: str
    needed: str


class Stop(NamedTuple):
    place: int
    key: str
    roadmap: str
    step: str
    stage: str
    order: int


class Relations:
    def __init__(
        self,
        add_error: Callable[..., None],
        describe_record: Callable[[int, int], str],
    ):
        self.add_error, self.describe_record = add_error, describe_record
        self.known: dict[str, dict[str, int]] = defaultdict(dict)
        self.unique: dict[tuple, int] = {}
        # May yet be found further on, or in the database.
        self.unresolved: list[Reference] = []
        self.edges: dict[str, list[Edge]] = defaultdict(list)
        self.stages: dict[str, int] = {}
        self.stops: list[Stop] = []
        self.chosen = ChosenCourses(add_error)
        self.figures = TextFigures(add_error, self.known)

    def notes_for(
        self, schema: RecordSchema
    ) -> list[Callable[[RecordSchema, str, dict[str, Any], int], None]]:
        """What has to be noted of each record of a model."""
        notes = [self._note_unique] if schema.unique_groups else []
        notes += [self._note_edge] if schema.label in NEEDS else []
        if schema.label in EXTRA_NOTES:
            notes.append(attrgetter(EXTRA_NOTES[schema.label])(self))
        return notes

    def _note_unique(self, schema, key, values, place):
        for group in schema.unique_groups:
            value = (schema.label, group, *(str(values[name]) for name in group))
            first = self.unique.setdefault(value, place)
            if first != place:
                message = f"has the value of {self.describe_record(first, place)}; it must be the only one"
                self.add_error(place, key, ", ".join(group), message)

    def unique_values(self, label: str, name: str) -> set[int]:
        """The values of a field that must not stand twice."""
        return {int(value[2]) for value in self.unique if value[:2] == (label, (name,))}

    def _note_edge(self, schema, key, values, place):
        ends = [values[name] for name in NEEDS[schema.label]]
        if None not in ends:
            needs, needed = (end if isinstance(end, str) else end[0] for end in ends)
            self.edges[schema.label].append(Edge(place, key, needs, needed))

    def _note_stage(self, schema, key, values, place):
        self.stages[key] = values["order"]

    def _note_stop(self, schema, key, values, place):
        roadmap, step, stage = values["roadmap"][0], values["step"][0], values["stage"]
        if stage[0] != roadmap:
            self.add_error(
                place,
                key,
                "stage",
                f"belongs to the roadmap “{stage[0]}”; it must be one of “{roadmap}”",
            )
        self.stops.append(
            Stop(place, key, roadmap, step, key_text(stage), values["order"])
        )

    def _note_citation(self, schema, key, values, place):
        self.note_link(
            values["subject"], values["subject_slug"], place, key, "subject_slug"
        )

    def _note_other_name(self, schema, key, values, place):
        if values["subject"] == "page":
            if values["subject_slug"] not in PAGE_SLUGS:
                message = f"there is no page “{values['subject_slug']}”. Allowed: {', '.join(PAGE_SLUGS)}."
                self.add_error(place, key, "subject_slug", message, "reference")
        else:
            self._note_citation(schema, key, values, place)

    def note_link(self, kind: str, slug: str, place: int, key: str, field: str):
        """A short link of a text, or the subject of a citation: a reference that the database does not watch."""
        if kind == "page":
            if slug not in PAGES:
                self.add_error(
                    place,
                    key,
                    field,
                    f"there is no page “{slug}”. Allowed: {', '.join(PAGES)}.",
                    "reference",
                )
        elif kind not in LINKED:
            self.add_error(
                place,
                key,
                field,
                f"“{kind}:{slug}” is no short link. Allowed: {', '.join(LINKED)}, page.",
                "reference",
            )
        elif slug not in self.known[f"guide.{kind}"]:
            self.unresolved.append(Reference(place, key, field, f"guide.{kind}", slug))

    def finish(self, elsewhere: FindElsewhere):
        """Name what is still wrong after the last record."""
        self._resolve(elsewhere)
        for label, edges in self.edges.items():
            self._refuse_circles(label, edges)
        self._refuse_disorder()
        self.chosen.finish()
        self.figures.finish(elsewhere)

    def _resolve(self, elsewhere):
        missing = [
            each
            for each in self.unresolved
            if each.target not in self.known[each.label]
        ]
        wanted: dict[str, set[str]] = defaultdict(set)
        for each in missing:
            wanted[each.label].add(each.target)
        found = {label: elsewhere(label, keys) for label, keys in wanted.items()}
        for each in missing:
            if each.target not in found[each.label]:
                message = f"points to {each.label} “{each.target}”, which is neither in the files nor kept here"
                self.add_error(each.place, each.key, each.field, message, "reference")

    def _refuse_circles(self, label, edges):
        by_ends = {(edge.needs, edge.needed): edge for edge in edges}
        while members := find_cycle(by_ends):
            edge = next(by_ends[pair] for pair in pairwise(members) if pair in by_ends)
            self.add_error(
                edge.place,
                edge.key,
                NEEDS[label][1],
                f"closes a circle: {' → '.join(members)}",
                "circle",
            )
            del by_ends[edge.needs, edge.needed]

    def _refuse_disorder(self):
        """No step may stand on a roadmap before a step that it builds on."""
        builds_on = defaultdict(list)
        for edge in self.edges["guide.stepprerequisite"]:
            builds_on[edge.needs].append(edge.needed)
        stops = {
            (stop.roadmap, stop.step): stop
            for stop in self.stops
            if stop.stage in self.stages
        }
        position = {
            ends: (self.stages[stop.stage], stop.order) for ends, stop in stops.items()
        }
        for roadmap, step, needed in out_of_order(position, builds_on):
            stop = stops[roadmap, step]
            self.add_error(
                stop.place,
                stop.key,
                "order",
                f"stands before “{needed}”, which it builds on",
                "order",
            )


# The method that notes a record of these models.
EXTRA_NOTES = {
    "guide.stage": "_note_stage",
    "guide.stop": "_note_stop",
    "guide.citation": "_note_citation",
    "guide.othername": "_note_other_name",
    "guide.step": "chosen.note_step",
    "guide.stepskill": "chosen.note_level",
    "guide.course": "chosen.note_course",
    "guide.stepcourse": "chosen.note_choice",
}
