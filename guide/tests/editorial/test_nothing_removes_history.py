"""History only grows: no page and no program takes a version, a draft or a word about it away."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from guide.editorial.drafts import discard_draft
from guide.editorial.review import Kind, person_of
from guide.models import DraftNote, Revision, Step
from guide.tests.admin_pages import list_url, text_of
from guide.tests.editorial.desk import keep_draft, open_desk, press
from guide.tests.factory import make_step

pytestmark = pytest.mark.both_databases
GUIDE = Path(__file__).parents[2]
REMOVES = re.compile(r"(Revision|DraftNote)\.objects[^\n]*\.(_raw_)?delete\(")


def test_not_even_a_superuser_deletes_it(db):
    desk = open_desk("root@example.org", is_superuser=True)
    draft = keep_draft(desk, make_step(name_en="First"), name_en="Other")
    press(desk, draft, "comment", text="Why so?")
    before = Revision.objects.count(), DraftNote.objects.count()

    page = desk.post(
        reverse("admin:guide_revision_delete", args=[draft.pk]), {"post": "yes"}
    )
    taken = {"action": "delete_selected", "_selected_action": [draft.pk], "post": "yes"}
    desk.post(list_url(Revision), taken)

    assert page.status_code in (403, 405)
    assert "delete_selected" not in text_of(desk.get(list_url(Revision)))
    assert (Revision.objects.count(), DraftNote.objects.count()) == before


def test_a_discarded_draft_and_that_of_a_deleted_record_stay(db):
    desk = open_desk("writer@example.org")
    step = make_step(name_en="First")
    drafts = [keep_draft(desk, step, name_en=name) for name in ("One", "Two")]

    discard_draft(drafts[0], person_of(desk.person))
    Step.objects.all().delete()

    kept = Revision.objects.filter(pk__in=[each.pk for each in drafts])
    assert {each.state for each in kept} == {"discarded", "draft"}
    assert DraftNote.objects.filter(kind=Kind.WRITTEN).count() == 2


def test_only_a_change_that_is_no_more_at_the_end_of_its_own_work_leaves_no_version():
    found = [
        path.relative_to(GUIDE).as_posix()
        for path in GUIDE.rglob("*.py")
        if "tests" not in path.parts and REMOVES.search(path.read_text())
    ]

    assert found == ["editorial/keeping.py"]
