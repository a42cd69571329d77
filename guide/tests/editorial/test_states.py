"""Every form says in one line each what its record is: unpublished, retired, disputed, or with a draft that waits."""

import pytest
from django.utils import timezone
from lxml.html import fromstring

from guide.editorial.documents import label_of, pack, read_record
from guide.models import Conflict, Revision
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import schema_of
from guide.tests.admin_pages import change_url, text_of
from guide.tests.editorial.every_kind import make_every_kind

pytestmark = pytest.mark.both_databases
UNPUBLISHED = "Not published: only editors see it. To put it on the site, check “published” and save."
RETIRED = "Retired: its page stays for those who began it. To bring it back, empty “retired on” and save."


def lines_of(page):
    """The lines above the form, without their links."""
    found = fromstring(text_of(page)).xpath("//ul[@class='states']/li/text()")
    return [" ".join(text.split()) for text in found if text.strip()]


def make_draft(row):
    now = read_record(type(row), row.pk).document
    return Revision.objects.create(
        model=label_of(type(row)),
        key=key_text(row.natural_key()),
        row=row.pk,
        state=Revision.State.DRAFT,
        document=pack(now),
        before=pack({}),
        at=timezone.now(),
        by="writer@example.org",
    )


def make_conflict(row, **values):
    field = schema_of(type(row)).merged_fields[-1]
    return Conflict.objects.create(
        model=label_of(type(row)),
        key=key_text(row.natural_key()),
        field=field,
        base="1",
        ours="2",
        theirs="3",
        found_at=timezone.now(),
        **values,
    )


def test_the_form_of_every_kind_says_what_its_record_is(desk, db):
    said, expected = {}, {}
    for model, row in make_every_kind().items():
        columns = {field.name for field in model._meta.concrete_fields}
        drawn = {"published": False} if "published" in columns else {}
        retired = {"retired_on": "2026-01-02"} if "retired_on" in columns else {}
        conflict = make_conflict(row)
        make_draft(row)
        if drawn or retired:
            model._base_manager.filter(pk=row.pk).update(**drawn, **retired)
        lines = lines_of(desk.get(change_url(row)))
        said[model] = [line.partition(" waits since ")[0] for line in lines]
        expected[model] = [
            *([UNPUBLISHED] if drawn else []),
            *([RETIRED] if retired else []),
            "A draft of writer@example.org",
            f"A conflict over “{conflict.field_in_words}” is open: our value is shown until somebody decides.",
        ]

    assert said == expected
    assert len(said) >= 20


def test_a_record_in_order_says_nothing(desk, db):
    row = next(iter(make_every_kind().values()))

    assert lines_of(desk.get(change_url(row))) == []
