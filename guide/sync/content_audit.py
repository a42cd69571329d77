"""What is wrong with the content as a whole, and what it lacks. Works on checked records, wherever they come from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.utils import timezone

from guide.sync.database import Store, in_parts
from guide.sync.fixture_set import Fixtures
from guide.sync.record_schema import key_text, shapes

Values = dict[str, Any]
OLD = {
    "guide.salary": ("as_of", 4),
    "guide.fact": ("as_of", 4),
    "guide.course": ("checked_on", 2),
}  # years
# Rows that are there for others, and which rows are expected to point to them.
POINTED_TO = {
    "guide.track": ["guide.step", "guide.category"],
    "guide.category": ["guide.skill"],
    "guide.skill": ["guide.stepskill", "guide.requirement"],
    "guide.step": ["guide.stop"],
    "guide.role": ["guide.requirement"],
    "guide.roadmap": ["guide.stop"],
    "guide.stage": ["guide.stop"],
    "guide.provider": ["guide.course"],
    "guide.occupation": ["guide.salary", "guide.surveytitle"],
    "guide.source": [label for label in shapes() if label != "guide.source"],
}


class Finding(NamedTuple):
    kind: str
    model: str
    key: str
    message: str = ""
    error: bool = False


class Content:
    """Records by model and key."""

    def __init__(self, fixtures: Fixtures):
        self.records: dict[str, dict[str, Values]] = {label: {} for label in shapes()}
        for label, spool in fixtures.spools.items():
            for batch in spool.batches():
                self.records[label].update(
                    {
                        key: shapes()[label].record(row)
                        for _, key, row in batch.records()
                    }
                )

    def shown(self, label: str) -> Iterator[tuple[str, Values]]:
        """What visitors see."""
        for key, values in self.records[label].items():
            if values.get("published", True) and not values.get("retired_on"):
                yield key, values

    def pointing(self, label: str, name: str) -> Iterator[str]:
        return (
            key_text(values[name])
            for _, values in self.shown(label)
            if values[name] is not None
        )


def database() -> Fixtures:
    """The records of the database, checked as if they stood in a file of that name."""
    fixtures, store = Fixtures(), Store()
    fixtures.files = fixtures.stems = ["database"]
    for label, shape in shapes().items():
        for rows in in_parts(store.all_rows(shape, lock=False)):
            fixtures.checkers[label].check_all(
                fixtures.read_so_far + 1, [row.values for row in rows]
            )
            fixtures.read_so_far += len(rows)
    return fixtures


def review(fixtures: Fixtures) -> list[Finding]:
    fixtures.finish()
    errors = [
        Finding(fault.kind, fault.file, fault.key, str(fault), error=True)
        for fault in fixtures.faults
    ]
    content = Content(fixtures)
    return errors + [finding for look in LOOKS for finding in look(content)]


def skills_without_courses(content: Content) -> Iterator[Finding]:
    """No course that may be recommended teaches them."""
    taught = {key_text(values["skill"]) for _, values in links_of_recommended(content)}
    for key, _ in content.shown("guide.skill"):
        if key not in taught:
            yield Finding("skill without a course", "guide.skill", key)


def links_of_recommended(
    content: Content, free: bool = False
) -> Iterator[tuple[str, Values]]:
    courses = {
        key
        for key, values in content.shown("guide.course")
        if recommended(values, free)
    }
    return (
        (key, values)
        for key, values in content.shown("guide.courseskill")
        if values["course"][0] in courses
    )


def recommended(course: Values, free: bool) -> bool:
    return course["status"] in ("current", "unverified") and (
        not free or course["free_to_study"] is True
    )


def steps_without_a_free_course(content: Content) -> Iterator[Finding]:
    """No free course teaches one of their skills."""
    taught = {
        values["skill"][0] for _, values in links_of_recommended(content, free=True)
    }
    wanted: dict[str, set[str]] = defaultdict(set)
    for _, values in content.shown("guide.stepskill"):
        wanted[values["step"][0]].add(values["skill"][0])
    for key, _ in content.shown("guide.step"):
        if not wanted[key] & taught:
            yield Finding("step without a free course", "guide.step", key)


def missing_translations(content: Content) -> Iterator[Finding]:
    for label, shape in shapes().items():
        pairs = [
            (name, f"{name[:-3]}_zh") for name in shape.texts if name.endswith("_en")
        ]
        for key, values in content.shown(label) if pairs else ():
            lacking = [zh for en, zh in pairs if values[en] and not values[zh]]
            lacking += [en for en, zh in pairs if values[zh] and not values[en]]
            if lacking:
                yield Finding("missing translation", label, key, ", ".join(lacking))


def stale_figures(content: Content) -> Iterator[Finding]:
    this_year = timezone.localdate().year
    for label, (name, years) in OLD.items():
        for key, values in content.shown(label):
            date = values[name]
            if date[:4].isdecimal() and int(date[:4]) < this_year - years:
                yield Finding(
                    "stale figure",
                    label,
                    key,
                    f"{name} {date} is more than {years} years ago",
                )


def orphans(content: Content) -> Iterator[Finding]:
    for label, others in POINTED_TO.items():
        used = {target for other in others for target in targets(content, other, label)}
        for key, _ in content.shown(label):
            if key not in used:
                yield Finding("orphan", label, key)


def targets(content: Content, label: str, target: str) -> Iterable[str]:
    for name, shape in shapes()[label].targets.items():
        if shape.label == target:
            yield from content.pointing(label, name)


LOOKS = (
    skills_without_courses,
    steps_without_a_free_course,
    missing_translations,
    stale_figures,
    orphans,
)
