"""How tests write drafts at the desk, and press on their pages."""

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from guide.editors import grant_editor_permissions
from guide.models import Revision
from guide.tests.admin_pages import change_url, forms_of, open_form, text_of
from tests.people import make_person


def open_desk(email, language="", **fields):
    """The browser of an editor."""
    grant_editor_permissions()
    person = make_person(email, is_staff=True, **fields)
    person.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(person)
    client.person = person
    return client


def keep_draft(desk, row, **changes):
    form = {**open_form(desk, row), **changes, "_draft": "1"}
    answer = desk.post(change_url(row), form)
    assert answer.status_code == 302
    return Revision.objects.drafts().latest("pk")


def edit_draft(desk, draft, row, **changes):
    address = f"{change_url(row)}?draft={draft.pk}"
    form = {**forms_of(text_of(desk.get(address)))[-1], **changes, "_draft": "1"}
    answer = desk.post(address, form)
    assert answer.status_code == 302


def draft_url(draft):
    return reverse("admin:guide_revision_change", args=[draft.pk])


def press(desk, draft, do, seen="", **typed):
    """The page after a press on the page of a draft, as a browser without scripts sends it."""
    forms = forms_of(text_of(desk.get(draft_url(draft))))
    form = next(each for each in reversed(forms) if "seen" in each)
    sent = {**form, **({"seen": seen} if seen else {}), **typed, "do": do}
    return desk.post(draft_url(draft), sent, follow=True)


def buttons(page):
    """What can be pressed."""
    from lxml.html import fromstring

    found = fromstring(text_of(page)).xpath("//button[@name='do']/@value")
    return [str(each) for each in found]
