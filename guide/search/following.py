"""Which records of the index a change of content touches. The index follows in the transaction of the change."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from django.db.models import Model, QuerySet, TextField

from guide.models import (
    Belief,
    Category,
    Chapter,
    Course,
    Criterion,
    Employer,
    Industry,
    OtherName,
    Provider,
    Question,
    Roadmap,
    Role,
    Salary,
    SearchRow,
    Skill,
    Source,
    Step,
    StepSuccessor,
    Term,
)
from guide.search.index import rebuild_index, refresh_records
from guide.search.places import PAGE_SLUGS, country_number
from guide.search.rows import KINDS

Touched = Iterable[tuple[str, int]]
OWN_KINDS = {
    model: model._meta.model_name
    for model in (
        Belief, Chapter, Course, Employer, Industry, Question, Roadmap, Role, Skill, Source, Step, Term,
    )
}  # fmt: skip
MANY = 400  # records, from which on all is built anew unless the index is much larger
SHARE = 10  # and more than one of ten
MOST_HELD = 50_000  # keys; whoever writes more has all built anew


def touched_by_step(step: Step) -> Touched:
    """Itself, and all that it became: its names lead there."""
    yield "step", step.pk
    links = dict[int, list[int]]()
    for old, new in StepSuccessor.objects.values_list("old_id", "new_id"):
        links.setdefault(old, []).append(new)
    seen, waiting = {step.pk}, [step.pk]
    while waiting:
        for new in links.get(waiting.pop(), ()):
            if new not in seen:
                seen.add(new)
                waiting.append(new)
                yield "step", new


def touched_by_course(course: Course) -> Touched:
    """Itself, and the courses that replaced it, one after the other."""
    yield "course", course.pk
    seen, newer = {course.pk}, course.replaced_by_id
    while newer and newer not in seen:
        yield "course", newer
        seen.add(newer)
        newer = (
            Course.objects.filter(pk=newer)
            .values_list("replaced_by", flat=True)
            .first()
        )


def touched_by_name(name: OtherName) -> Touched:
    if name.subject == "page":
        if name.subject_slug in PAGE_SLUGS:
            yield "page", PAGE_SLUGS.index(name.subject_slug) + 1
        return
    model = next((m for m, kind in OWN_KINDS.items() if kind == name.subject), None)
    if model:
        pks = model.objects.filter(slug=name.subject_slug).values_list("pk", flat=True)
        yield from ((name.subject, pk) for pk in pks)


def touched_by_salary(salary: Salary) -> Touched:
    if salary.country:
        yield "place", country_number(salary.country)


def rows_pointing_to(model: type[Model], field: str) -> Callable[[Model], Touched]:
    def touched(row: Model) -> Touched:
        pks = model.objects.filter(**{field: row.pk}).values_list("pk", flat=True)
        return ((OWN_KINDS[model], pk) for pk in pks)

    return touched


TOUCHED: dict[type[Model], Callable[[Any], Touched]] = {
    **{
        model: lambda row, kind=kind: [(kind, row.pk)]
        for model, kind in OWN_KINDS.items()
    },
    Step: touched_by_step,
    StepSuccessor: lambda link: touched_by_step(Step(pk=link.old_id)),
    Criterion: lambda criterion: [("step", criterion.step_id)],
    Course: touched_by_course,
    Provider: rows_pointing_to(Course, "provider"),
    Category: rows_pointing_to(Skill, "category"),
    Salary: touched_by_salary,
    OtherName: touched_by_name,
}


def follow_changes(rows: Iterable[Model]):
    """Let the index say what the records say now that these rows touch."""
    touched: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        for kind, pk in TOUCHED[type(row)](row):
            touched[kind].add(pk)
    for kind in KINDS:
        if touched[kind]:
            refresh_records(kind, touched[kind])


def telling_field(model: type[Model]) -> str:
    """The field of the natural key by which rows of a model are found again."""
    return "name" if model is OtherName else model.key[0]


class BulkChanges:
    """What a writer of many rows touches, which goes past the models; followed once, at its end."""

    def __init__(self):
        self.keys: dict[tuple[type[Model], str], set[Any]] = defaultdict(set)
        self.deleted: list[Model] = []
        self.number = 0

    def note_rows(self, model: type[Model], field: str, values: Iterable[Any]):
        """Rows that were written, by the values of a field; no more are held than matter."""
        if model not in TOUCHED:
            return
        for value in values:
            self.number += 1
            if self.number <= MOST_HELD:
                self.keys[model, field].add(value)

    def note_deletion(self, model: type[Model], pks: Iterable[int]):
        """Before rows are deleted."""
        if model in TOUCHED:
            self.deleted += without_texts(model).filter(pk__in=list(pks))
            self.number += 1

    def follow(self):
        if not self.number:
            return
        rows = SearchRow.objects.count() if MANY < self.number <= MOST_HELD else 0
        if self.number > MANY and self.number * SHARE > rows:
            rebuild_index()
            return
        follow_changes(chain(self.deleted, self.changed_rows()))

    def changed_rows(self) -> Iterable[Model]:
        for (model, field), values in self.keys.items():
            for part in in_parts(sorted(values)):
                yield from without_texts(model).filter(**{f"{field}__in": part})


def without_texts(model: type[Model]) -> QuerySet:
    """Rows that say what they touch, which no long text does."""
    fields = model._meta.concrete_fields
    return model._base_manager.defer(
        *(field.name for field in fields if isinstance(field, TextField))
    )


def in_parts(values: list[Any], size: int = 500) -> Iterable[list[Any]]:
    return (values[at : at + size] for at in range(0, len(values), size))
