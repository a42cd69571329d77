"""Of every kind that readers see somewhere, the preview is the page after publishing, and it leaves no trace."""

import re
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.db import transaction
from django.db.models import Count, Value
from django.urls import reverse

from careerpath.page_cache import PAGES
from guide.cache import clear_caches
from guide.editorial.drafts import publish_draft, write_draft
from guide.editorial.keeping import keeping_revisions
from guide.editorial.review import Person
from guide.models import ContentVersion, DraftNote, Revision, Step, Term
from guide.tests.admin_pages import change_url, text_of
from guide.tests.editorial.desk import draft_url
from guide.tests.editorial.every_kind import (
    label_of,
    make_every_kind,
    marked_document,
)
from guide.tests.factory import make_term
from web.kept_pages.memory import MEMORY

pytestmark = pytest.mark.usefixtures("index_follows")
WRITER = Person(7, "writer@example.org")
MARK = "Quetzalcoatl"
# Tracks are colours and lines.
WITHOUT_WORDS = {"track"}


@pytest.fixture
def rows(db):
    """One of each kind that has a page."""
    return {
        model: row
        for model, row in make_every_kind().items()
        if admin.site.get_model_admin(model).has_page
    }


def test_kinds_with_a_page():
    found = {
        model._meta.model_name
        for model, page in admin.site._registry.items()
        if getattr(page, "has_page", False)
    }

    assert found == {
        "background", "belief", "category", "chapter", "course", "employer", "fact", "industry", "occupation",
        "outlooknumber", "provider", "question", "reading", "roadmap", "role", "salary", "sitepage", "skill", "source",
        "step", "term", "track",
    }  # fmt: skip


@contextmanager
def taken_back():
    """As if it had never been, the numbers of the content and all that is kept under them too."""
    with transaction.atomic():
        forget()
        yield
        transaction.set_rollback(True)
    forget()


def forget():
    ContentVersion._known = (0.0, 0)
    clear_caches()
    PAGES.clear()
    MEMORY.cache_clear()


def draft_of(row):
    now, document = marked_document(type(row), row, MARK)
    return write_draft(None, label_of(type(row)), row.pk, now, document, WRITER)


def preview_of(desk, row, draft=None):
    address = reverse(f"admin:guide_{row._meta.model_name}_preview", args=[row.pk])
    return desk.get(address, {"draft": draft.pk} if draft else {})


def public_page(desk, row):
    address = urlsplit(admin.site.get_model_admin(type(row)).public_address(row))
    return desk.get(f"{address.path}?{address.query}".rstrip("?"))


def tokenless(page):
    """Without the tokens of a page, and the keys of its presses, which are others each time."""
    text = re.sub(r'[\w-]{64}(?=")', "TOKEN", text_of(page))
    text = re.sub(r'name="key" value="[\w-]+"', "KEY", text)
    bar = r'<link rel="stylesheet" href="[^"]*preview-bar.*?</aside>'
    return re.sub(bar, "", text, flags=re.DOTALL)


def traces():
    """How many rows each table has, and the number of the content."""
    models = [
        each for each in apps.get_models() if each._meta.label != "sessions.Session"
    ]
    counts = [
        model._base_manager.order_by().annotate(of_kind=Value(model._meta.label))
        .values("of_kind").annotate(rows=Count("pk")).values_list("of_kind", "rows")
        for model in models
    ]  # fmt: skip
    number = ContentVersion.objects.values_list("number", flat=True).first()
    return sorted(counts[0].union(*counts[1:], all=True)), number


def test_the_preview_of_a_draft_is_the_page_after_publishing(desk, rows):
    silent = set()
    for model, row in rows.items():
        with taken_back():
            old = tokenless(public_page(desk, row))
            draft = draft_of(row)
            before, kept = traces(), dict(MEMORY.texts)
            preview = preview_of(desk, row, draft)
            assert preview.status_code == 200, model
            assert traces() == before, model
            assert dict(MEMORY.texts) == kept, model
            with keeping_revisions("reader@example.org"):
                publish_draft(draft, Person(8, "reader@example.org"))
            ContentVersion.expire_current()
            after = tokenless(public_page(desk, row))
            assert tokenless(preview) == after, model
            silent |= set() if MARK in after else {model._meta.model_name}
            assert old != after or model._meta.model_name in silent, model
    assert silent == WITHOUT_WORDS
    assert mail.outbox == []


def test_the_preview_of_an_unpublished_record_is_its_page_once_it_is_published(
    desk, rows
):
    for model, row in rows.items():
        with taken_back():
            model.objects.filter(pk=row.pk).update(published=False)
            row.refresh_from_db()
            preview = preview_of(desk, row)
            assert not model.objects.get(pk=row.pk).published
            row.published = True
            row.save()
            assert tokenless(preview) == tokenless(public_page(desk, row)), model


def test_a_draft_that_cannot_be_applied_says_why_in_the_readers_language(desk, rows):
    """Neither its form nor its preview breaks."""
    step, term = rows[Step], make_term()
    now, document = marked_document(Step, step, MARK)
    values = document["guide.step"]["x"] | {"track": ["gone"]}
    document = document | {"guide.step": {"x": values}}
    lost = write_draft(None, "guide.step", step.pk, now, document, WRITER)
    gone = draft_of(term)
    Term.objects.filter(pk=term.pk).delete()

    for draft, row, words in [
        (lost, step, "“gone”已不存在，无法再指向它。"),
        (gone, term, "这条记录已不存在。"),
    ]:
        form = reverse(
            f"admin:guide_{row._meta.model_name}_change", args=[row.pk or gone.row]
        )
        for address in (form, form.replace("change/", "preview/")):
            page = desk.get(f"/zh-hans{address}?draft={draft.pk}", follow=True)
            assert page.redirect_chain[-1][0] == f"/zh-hans{draft_url(draft)}"
            assert words in text_of(page)
    typed = {"name_en": "Typed meanwhile", "_draft": "1"}
    kept = desk.post(f"{change_url(step)}?draft={lost.pk}", typed)
    assert (kept.status_code, "Typed meanwhile" in text_of(kept)) == (409, True)
    page = text_of(desk.get(draft_url(gone)))
    assert "The record is no longer there" in page
    assert 'value="publish"' not in page
    assert 'value="discard"' in page
    assert Revision.objects.drafts().count() == 2
    assert DraftNote.objects.count() == 2
