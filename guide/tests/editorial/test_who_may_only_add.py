"""Somebody who may add terms, and neither change nor look at them, goes on with the own drafts of new ones."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from guide.editorial.drafts import TRIAL_KEYS
from guide.models import Revision, Term
from guide.tests.admin_pages import add_url, change_url, form_of, text_of
from guide.tests.editorial.desk import (
    buttons,
    draft_url,
    keep_draft,
    open_desk,
    press,
)
from guide.tests.factory import make_term

PLACE = reverse("admin:guide_term_change", args=[TRIAL_KEYS])
LIST = reverse("admin:guide_revision_changelist")


def desk_of(email, *codenames):
    """Of a person with these rights alone."""
    desk = open_desk(email)
    desk.person.groups.clear()
    rights = Permission.objects.filter(codename__in=codenames)
    desk.person.user_permissions.set(rights)
    return desk


def add_term(desk, slug="new", **changes):
    form = form_of(desk.get(add_url(Term)))
    sent = {**form, "slug": slug, "name_en": "New", "published": "on", **changes}
    return desk.post(add_url(Term), sent)


@pytest.fixture
def writer(db, settings):
    settings.TWO_PERSON_RULE = True
    return desk_of("writer@example.org", "add_term")


@pytest.fixture
def draft(writer):
    """Kept in the place of a new record, which the rule does not let one person publish."""
    answer = add_term(writer)
    draft = Revision.objects.drafts().get()
    assert answer.headers["Location"] == draft_url(draft)
    return draft


def test_they_see_their_draft_and_find_it_again(writer, draft):
    page = writer.get(draft_url(draft))

    assert page.status_code == 200
    assert buttons(page) == ["discard", "comment", "asked", "schedule"]
    assert f'href="{draft_url(draft)}"' in text_of(writer.get(LIST))
    assert f'href="{LIST}"' in text_of(writer.get(reverse("admin:index")))
    preview = reverse("admin:guide_term_preview", args=[TRIAL_KEYS])
    assert "Preview of a draft" in text_of(writer.get(f"{preview}?draft={draft.pk}"))


def test_they_edit_it(writer, draft):
    address = f"{PLACE}?draft={draft.pk}"
    form = form_of(writer.get(address))
    assert form["name_en"] == "New"

    answer = writer.post(address, {**form, "name_en": "Newer", "_draft": "1"})

    assert answer.headers["Location"] == draft_url(draft)
    assert "Newer" in text_of(writer.get(draft_url(draft)))
    assert not Term.objects.exists()


def test_they_ask_for_a_review_and_somebody_else_publishes(writer, draft):
    press(writer, draft, "asked", text="Please read it")
    reader = open_desk("reader@example.org")
    press(reader, draft, "approved")
    assert Revision.objects.get(pk=draft.pk).state == "approved"

    assert "somebody else has to publish it" in text_of(press(writer, draft, "publish"))
    assert not Term.objects.exists()
    press(reader, draft, "publish")

    assert Term.objects.get().published
    assert "This draft was published." in text_of(writer.get(draft_url(draft)))


def test_they_publish_it_where_that_is_allowed(writer, draft, settings):
    settings.TWO_PERSON_RULE = False

    page = press(writer, draft, "publish")

    assert page.status_code == 200
    assert "The draft is published." in text_of(page)
    assert "This draft was published." in text_of(page)
    assert "All versions" not in text_of(page)
    assert Term.objects.get().name_en == "New"


def test_they_discard_it(writer, draft):
    page = press(writer, draft, "discard")

    assert "This draft was discarded." in text_of(page)
    assert not Revision.objects.drafts().exists()


def test_they_neither_see_nor_change_anything_else(writer, draft):
    term = make_term(slug="old", name_en="Old")
    editor = open_desk("editor@example.org")
    of_old = keep_draft(editor, term, name_en="Older")
    add_term(editor, "other")
    others = Revision.objects.drafts().latest("pk")
    assert others.row is None

    for each in (of_old, others):
        assert draft_url(each) not in text_of(writer.get(LIST))
        assert writer.get(draft_url(each)).status_code == 302
        assert writer.post(draft_url(each), {"do": "discard"}).status_code == 302
    for address in (
        change_url(term),
        f"{change_url(term)}?draft={of_old.pk}",
        f"{PLACE}?draft={others.pk}",
    ):
        assert writer.get(address).status_code == 403
        assert writer.post(address, {"name_en": "X", "_draft": "1"}).status_code == 403
    for place, each in ((TRIAL_KEYS, others), (term.pk, of_old)):
        preview = reverse("admin:guide_term_preview", args=[place])
        assert writer.get(f"{preview}?draft={each.pk}").status_code == 403
    assert "editor@example.org" not in text_of(writer.get(LIST))
    assert Revision.objects.drafts().count() == 3
    assert Revision.objects.get(pk=others.pk).person == editor.person.pk


def test_who_takes_over_an_address_does_not_see_what_was_written_under_it(
    writer, draft
):
    address = writer.person.email
    writer.person.emailaddress_set.all().delete()
    writer.person.email = "moved@example.org"
    writer.person.save()
    heir = desk_of(address, "add_term")

    assert heir.person.get_username() == draft.by
    assert draft_url(draft) not in text_of(heir.get(LIST))
    assert heir.get(draft_url(draft)).status_code == 302
    assert heir.get(f"{PLACE}?draft={draft.pk}").status_code == 403
    assert writer.get(draft_url(draft)).status_code == 200


def test_who_may_change_terms_alone_opens_the_draft_of_another_without_the_list(
    writer,
):
    """Of a term that is there; nothing but the list needs the right to see changes."""
    term = make_term(slug="old", name_en="Old")
    draft = keep_draft(open_desk("editor@example.org"), term, name_en="Older")
    other = desk_of("c@example.org", "change_term")

    page = other.get(f"{change_url(term)}?draft={draft.pk}")

    assert page.status_code == 200
    assert form_of(page)["name_en"] == "Older"


def test_who_may_only_change_terms_says_a_word_and_makes_none(draft):
    reader = desk_of("r@example.org", "change_term", "view_term", "view_revision")

    assert buttons(reader.get(draft_url(draft))) == ["comment", "asked"]
    assert reader.get(f"{PLACE}?draft={draft.pk}").status_code == 403
    for do in ("publish", "discard", "schedule"):
        sent = {"do": do, "seen": "x"}
        assert reader.post(draft_url(draft), sent).status_code == 403
    press(reader, draft, "comment", text="Well written")

    assert draft.notes.get(kind="comment").text == "Well written"
    assert Revision.objects.drafts().get() == draft


def test_a_draft_of_a_new_record_is_edited_by_an_editor_too(draft):
    editor = open_desk("editor@example.org")

    page = editor.get(f"{PLACE}?draft={draft.pk}")

    assert page.status_code == 200


def test_a_word_on_a_draft_that_is_over_can_be_copied(draft):
    reader = open_desk("reader@example.org")
    seen = form_of(reader.get(draft_url(draft)))["seen"]
    press(open_desk("other@example.org"), draft, "discard")

    sent = {"do": "comment", "seen": seen, "text": "A long thought"}
    page = reader.post(draft_url(draft), sent)

    assert page.status_code == 200
    assert "This draft does not wait any more." in text_of(page)
    assert "A long thought</textarea>" in text_of(page)
    assert not draft.notes.filter(kind="comment").exists()
