"""What an editor typed into a form of which somebody has deleted the record meanwhile is shown, to be copied."""

import pytest
from django.contrib.sessions.models import Session

from guide.models import Requirement, Role
from guide.tests.admin_pages import change_url, open_form, save_form
from guide.tests.factory import make_role, make_skill, make_term
from tests.document import document
from tests.people import PASSWORD

pytestmark = pytest.mark.both_databases


def shown_texts(page) -> dict[str, str]:
    """By label."""
    areas = {area.get("id"): area.text for area in document(page).iter("textarea")}
    return {
        label.text: areas[label.get("for")].removeprefix("\n")
        for label in document(page).iter("label")
        if label.get("for") in areas
    }


def test_the_texts_of_a_record_that_is_gone_are_shown(desk):
    role = make_role(name_en="Engineer")
    Requirement.objects.create(
        role=role, skill=make_skill(), level=2, importance="core"
    )
    form = open_form(desk, role)
    role.delete()

    page = save_form(
        desk, role, form, summary_en="A <b>long</b> text", name_zh="工程师"
    )

    shown = shown_texts(page)
    assert page.status_code == 404
    assert shown["Summary (English)"] == "A <b>long</b> text"
    assert shown["Name (Chinese)"] == "工程师"
    assert shown["Requirement 1: level"] == "2"
    assert not Role.objects.exists()


def test_they_are_shown_too_after_the_session_has_ended(desk, editor):
    term = make_term()
    form, page = open_form(desk, term), change_url(term)
    Session.objects.all().delete()
    save_form(desk, term, form, body_en="Mine")
    term.delete()

    fields = {"login": editor.email, "password": PASSWORD}
    shown = desk.post(f"/accounts/login/?next={page}", fields, follow=True)

    assert "Mine" in shown_texts(shown).values()


def test_looking_at_a_record_that_is_gone_leads_to_the_index(desk):
    term = make_term()
    address = change_url(term)
    term.delete()

    assert desk.get(address).status_code == 302
