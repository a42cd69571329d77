"""Whatever was changed in a record of any kind, its first version brings the whole dump back, byte for byte."""

import random

import pytest
from django.db import DataError, IntegrityError, models, transaction
from django.db.models import ProtectedError

from guide.editorial.applying import Application
from guide.editorial.documents import document_before, unpack
from guide.editorial.keeping import keeping_revisions
from guide.models import OtherName, Revision
from guide.sync.database import ContentTables
from guide.sync.dump import as_text, records_of
from guide.sync.files import content_models
from guide.tests.editorial.every_kind import ROOTS, make_every_kind
from tests.examples import is_long_run, random_seeds, scaled_count

pytestmark = [pytest.mark.both_databases, pytest.mark.hypothesis]
SEQUENCES = 25
LONGEST = 5
# Another name is its key, and nothing besides it.
UNCHANGEABLE = {OtherName}
SIMPLE = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.DecimalField,
    models.BooleanField,
)


def dump():
    tables = ContentTables()
    return "".join(
        as_text(records_of(tables, model._meta.model_name))
        for model in content_models()
    )


def rows_of(row):
    """The row and those that belong to it."""
    owned = [model for model in content_models() if model.owner]
    own = [
        each
        for model in owned
        if model._meta.get_field(model.owner).related_model is type(row)
        for each in model.objects.filter(**{model.owner: row})
    ]
    return [row, *own]


def change_value(row, chance):
    fields = [
        field
        for field in row._meta.concrete_fields
        if (isinstance(field, SIMPLE) or (field.is_relation and field.null))
        and field.editable and field.name not in row.key and not field.primary_key
    ]  # fmt: skip
    if not fields:
        return
    field = chance.choice(fields)
    setattr(row, field.name, other_value(field, chance))
    row.save()


def other_value(field, chance):
    if field.is_relation:
        return None
    if field.choices:
        return chance.choice([*dict(field.flatchoices)])
    if isinstance(field, models.BooleanField):
        return chance.random() < 0.5
    if isinstance(field, models.IntegerField | models.DecimalField):
        return chance.randint(1, 4)
    return chance.choice(["", "Words", "字"])


def edit(row, chance):
    """One edit, or none where a rule forbids it."""
    each = chance.choice(rows_of(row))
    try:
        with transaction.atomic():
            if each is not row and chance.random() < 0.4:
                each.delete()
            else:
                change_value(each, chance)
    except (DataError, IntegrityError, ProtectedError):
        pass


@pytest.mark.django_db
def test_the_first_version_brings_the_dump_back():
    make_every_kind()
    Revision.objects.all().delete()
    rows = [list(model.objects.order_by("pk")) for model in ROOTS]
    changed = set()
    for seed in random_seeds(scaled_count(SEQUENCES)):
        chance = random.Random(seed)  # noqa: S311
        row = chance.choice(rows[seed % len(ROOTS)])
        with transaction.atomic():
            before = dump()
            for _ in range(chance.randint(1, LONGEST)):
                with keeping_revisions():
                    edit(type(row).objects.get(pk=row.pk), chance)
            changed |= {type(row)} if dump() != before else set()
            bring_first_back(row)
            assert dump() == before, (seed, row)
            transaction.set_rollback(True)

    assert len(changed) >= len(ROOTS) / 2
    assert not is_long_run() or changed >= {*ROOTS} - UNCHANGEABLE


def bring_first_back(row):
    revisions = Revision.objects.exclude(model="").order_by("pk")
    if first := revisions.first():
        document = document_before(unpack(first.document), unpack(first.before))
        Application(type(row), type(row).objects.get(pk=row.pk)).apply(document)
