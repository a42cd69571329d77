"""What a document would bring into an account: nothing is lost, nothing goes back, and the order of two files does not
matter.

- Of two values of one thing the further one stays (`RANKS`), of two that are as far the later one.
- Everything that was only ever added (events, links, versions of notes, sweeps) is added where it is not there yet.
- Hours are the sum of what was logged here and there, each entry once.
- Settings are filled in where the account has none.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from accounts.journal.kinds.hours import HOURS
from accounts.journal.kinds.note import NOTE
from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    Learner,
    State,
)
from accounts.models.step_hours import MAX_MINUTES
from accounts.own_data.reading import BadFile, FileRows
from accounts.own_data.tables import Table, learner_tables

NEW, FURTHER, SAME, KEPT, UNKNOWN = "new", "further", "same", "kept", "unknown"
# How far a value is, by the table and the column that holds it.
RANKS: dict[str, tuple[str, list]] = {
    "stepprogress": ("state", list(State)),
    "criteriontick": ("state", list(CriterionTick.State)),
    "courseprogress": ("state", list(CourseProgress.State)),
    "skillclaim": ("level", list(range(5))),
}
# Here nothing is further than another: the later one stays.
LATEST = {"projectsentence"}
# What names a row of these tables: a second one like it is the same.
SUBJECTS = {
    "stepprogress": ("step",),
    "criteriontick": ("criterion",),
    "courseprogress": ("course",),
    "skillclaim": ("skill",),
    "projectsentence": ("step",),
    "stephours": ("step",),
    "stepnote": ("step", "at", "text"),
    "studyplan": ("number",),
    # What follows from it (link, sweep, undone event) says nothing more about which event it is.
    "progressevent": (
        "kind", "step", "criterion", "course", "skill", "before", "after", "at", "by", "key",
    ),
}  # fmt: skip


@dataclass
class TablePlan:
    """What happens to one table. `places`: for each row of the file, the row of the account that it is or becomes."""

    table: Table
    new: list[models.Model] = field(default_factory=list)
    changed: dict[int, models.Model] = field(default_factory=dict)  # by primary key
    places: dict[int, models.Model] = field(default_factory=dict)
    counts: Counter = field(default_factory=Counter)


@dataclass
class ImportPlan:
    tables: dict[str, TablePlan]
    unknown_tables: tuple[str, ...] = ()

    @property
    def changes_something(self) -> bool:
        return any(plan.new or plan.changed for plan in self.tables.values())


def plan_import(user, rows: FileRows) -> ImportPlan:
    """Reads, and writes nothing: one query a table and one for each kind of content that is named."""
    keys = content_keys(rows)
    plans: dict[str, TablePlan] = {}
    for name, table in learner_tables().items():
        plans[name] = TablePlan(table)
        if name in rows.tables:
            plan_table(plans, plans[name], user, rows.tables[name], keys)
    add_hours(plans, user)
    number_notes(plans, user)
    return ImportPlan(plans, rows.unknown_tables)


def content_keys(rows: FileRows) -> dict[type[models.Model], dict[tuple, int]]:
    """The primary keys of all content that the file names, by model and natural key."""
    models_named = {
        column.content
        for name in rows.tables
        for column in learner_tables()[name].columns
        if column.content
    }
    return {
        model: {
            tuple(key): pk
            for pk, *key in model._base_manager.values_list("pk", *model.key_lookups())
        }
        for model in models_named
    }


def plan_table(plans, plan: TablePlan, user, rows: list[dict], keys) -> None:
    held = {
        identity(plan.table, row): row
        for row in plan.table.model._base_manager.filter(user=user).order_by("pk")
    }
    for place, row in enumerate(rows):
        made = make_row(plans, plan.table, user, row, place, keys)
        if made is None:
            plan.counts[UNKNOWN] += 1
            continue
        key = identity(plan.table, made)
        outcome = compare(plan.table, held.get(key), made)
        plan.counts[outcome] += 1
        if outcome == NEW:
            plan.new.append(made)
            held[key] = made
        elif outcome == FURTHER:
            take_over(plan, held[key], made)
        plan.places[place] = held[key]


def make_row(plans, table: Table, user, row: dict, place: int, keys):
    """A row of the file as one of the model; None where it names content that this site does not have."""
    made = table.model(user=user)
    for column in table.columns:
        if column.name not in row:
            continue
        cell = row[column.name]
        if column.own:
            target = None
            if cell is not None:
                target = plans[column.own].places.get(cell) if is_place(cell) else None
                if target is None:
                    return None
            setattr(made, column.name, target)
        elif column.content:
            pk = None
            if cell is not None:
                pk = keys[column.content].get(key_of_cell(cell))
                if pk is None:
                    return None
            setattr(made, f"{column.name}_id", pk)
        else:
            setattr(made, column.name, read_cell(table, column.name, cell, place))
    return made


def is_place(cell) -> bool:
    return isinstance(cell, int) and not isinstance(cell, bool)


def key_of_cell(cell) -> tuple:
    parts = cell if isinstance(cell, list) else [cell]
    return tuple(part if isinstance(part, str | int) else "" for part in parts)


def read_cell(table: Table, name: str, cell, place: int):
    """Checked as a form would check it; empty where the field may be empty, whatever a form asks for."""
    model_field = table.model._meta.get_field(name)
    try:
        if isinstance(cell, list | dict):
            raise ValidationError("a list where a value belongs")
        if (
            cell is None and model_field.null
        ) or cell == "" == model_field.get_default():
            return cell
        return model_field.clean(cell, None)
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        words = _("Row %(n)s of “%(table)s”: “%(column)s” cannot be read.")
        raise BadFile(
            words % {"n": place + 1, "table": table.name, "column": name}
        ) from error


def identity(table: Table, row: models.Model) -> tuple:
    """Two rows with the same identity are the same thing."""
    if table.model is Learner:
        return ()
    if table.model is EvidenceLink:
        # A step shows an address once; what was removed is told apart by its day.
        return row.step_id, row.url, row.removed_at and row.added_at
    names = SUBJECTS.get(table.name)
    return tuple(
        str(getattr(row, f"{column.name}_id" if column.content else column.name))
        for column in table.columns
        if not column.own and (not names or column.name in names)
    )


def compare(table: Table, held: models.Model | None, made: models.Model) -> str:
    if held is None:
        return NEW
    if table.name == "stephours":
        return SAME  # the sum follows from what was logged
    if table.model is Learner:
        return FURTHER if missing_settings(held, made) else SAME
    if all_values(table, held) == all_values(table, made):
        return SAME
    if table.name in RANKS or table.name in LATEST:
        return FURTHER if order_of(table, made) > order_of(table, held) else KEPT
    return KEPT


def all_values(table: Table, row) -> list:
    return [
        getattr(row, f"{column.name}_id" if column.content else column.name)
        for column in table.columns
    ]


def order_of(table: Table, row) -> tuple:
    """The further value, then the later one, then whatever is the same in whichever order two files come."""
    rest = [str(value) for value in all_values(table, row)]
    name, ranks = RANKS.get(table.name, ("", []))
    rank = ranks.index(getattr(row, name)) if name else 0
    return rank, row.changed_at, rest


def take_over(plan: TablePlan, held: models.Model, made: models.Model) -> None:
    names = (
        missing_settings(held, made)
        if plan.table.model is Learner
        else [column.name for column in plan.table.columns]
    )
    for name in names:
        attname = plan.table.model._meta.get_field(name).attname
        setattr(held, attname, getattr(made, attname))
    if held.pk and held not in plan.new:
        plan.changed[held.pk] = held


def missing_settings(held: Learner, made: Learner) -> list[str]:
    fields = [each for each in Learner._meta.concrete_fields if not each.primary_key]
    return [
        each.name
        for each in fields
        if getattr(held, each.attname) in (None, "")
        and getattr(made, each.attname) not in (None, "")
    ]


def add_hours(plans: Mapping[str, TablePlan], user) -> None:
    """The minutes of a step are the sum of what was logged on it, here and in the file."""
    events, hours = plans["progressevent"], plans["stephours"]
    more: Counter = Counter()
    for event in events.new:
        if event.kind == HOURS.kind:
            more[event.step_id] += minutes_logged(event)
    brought = {row.step_id: row for row in hours.new}
    held = {
        row.step_id: row for row in hours.table.model._base_manager.filter(user=user)
    }
    for step, minutes in more.items():
        if step in held and minutes:
            held[step].minutes = min(MAX_MINUTES, max(0, held[step].minutes + minutes))
            hours.changed[held[step].pk] = held[step]
        elif step in brought:
            brought[step].minutes = min(MAX_MINUTES, max(0, minutes))


def minutes_logged(event) -> int:
    try:
        return int(event.after) - int(event.before)
    except ValueError:
        return 0


def number_notes(plans: Mapping[str, TablePlan], user) -> None:
    """Versions of a note from both sides stand in the order of their days, the last one holds; their events follow."""
    notes, events = plans["stepnote"], plans["progressevent"]
    versions = rows_of(notes, user)
    mixed = {row.step_id for row in notes.new} & {
        row.step_id for row in versions if row.pk
    }
    if not mixed:
        return
    numbers: dict[tuple, int] = {}
    last: Counter = Counter()
    for row in sorted(versions, key=lambda row: (row.at, row.text)):
        if row.step_id in mixed:
            last[row.step_id] += 1
            numbers[row.step_id, row.at] = last[row.step_id]
            set_values(notes, row, version=last[row.step_id])
    for event in rows_of(events, user):
        if event.kind == NOTE.kind and (event.step_id, event.at) in numbers:
            number = numbers[event.step_id, event.at]
            set_values(events, event, before=str(number - 1), after=str(number))


def rows_of(plan: TablePlan, user) -> list[models.Model]:
    """Those of the account and those that come."""
    return [*plan.table.model._base_manager.filter(user=user), *plan.new]


def set_values(plan: TablePlan, row: models.Model, **values) -> None:
    if any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        if row.pk:
            plan.changed[row.pk] = row
