"""A draft of a new record that is open twice: once it is over, what was typed into the second tab can be copied."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from guide.editorial.documents import RecordNow, read_record
from guide.editorial.drafts import TRIAL_KEYS, write_draft
from guide.editorial.review import person_of
from guide.models import Term
from guide.tests.admin_pages import form_of, list_url, text_of
from guide.tests.editorial.desk import press
from guide.tests.factory import make_term

pytestmark = pytest.mark.both_databases
PLACE = reverse("admin:guide_term_change", args=[TRIAL_KEYS])


@pytest.fixture
def draft(desk, editor):
    """Of a term that is not there yet."""
    term = make_term(slug="new", name_en="New")
    document = read_record(Term, term.pk).document
    Term.objects.all().delete()
    nothing = RecordNow({}, 0)
    return write_draft(None, "guide.term", None, nothing, document, person_of(editor))


@pytest.fixture
def send(desk, draft):
    """Save the draft, as its form was before anything else happened."""
    address = f"{PLACE}?draft={draft.pk}"
    sent = {**form_of(desk.get(address)), "body_en": "Typed meanwhile.", "_draft": "1"}
    return lambda: desk.post(address, sent)


@pytest.mark.parametrize("do", ["publish", "discard"])
def test_what_was_typed_into_one_that_is_over_can_be_copied(desk, draft, send, do):
    press(desk, draft, do)

    page = send()

    assert page.status_code == 409
    assert "This draft does not wait any more." in text_of(page)
    assert "Typed meanwhile.</textarea>" in text_of(page)
    assert "Add one anew" not in text_of(page)
    assert f'class="button" href="{list_url(Term)}"' in text_of(page)
    assert f'href="{PLACE}"' not in text_of(page)
    assert Term.objects.filter(slug="new").exists() == (do == "publish")


def test_who_may_only_add_keeps_what_was_typed_too(desk, editor, draft, send):
    press(desk, draft, "discard")
    editor.groups.clear()
    editor.user_permissions.add(Permission.objects.get(codename="add_term"))

    page = send()

    assert page.status_code == 409
    assert "Typed meanwhile.</textarea>" in text_of(page)
    assert f'class="button" href="{list_url(Term)}"' not in text_of(page)


def test_who_may_do_neither_finds_nothing(desk, editor, draft, send):
    press(desk, draft, "discard")
    editor.groups.clear()

    assert send().status_code == 404


def test_where_somebody_made_the_record_meanwhile_what_was_typed_stays(send):
    make_term(slug="new", name_en="Of somebody else")

    page = send()

    assert page.status_code == 409
    assert "The draft cannot be applied any more." in text_of(page)
    assert "Typed meanwhile." in text_of(page)
    assert Term.objects.get().name_en == "Of somebody else"
