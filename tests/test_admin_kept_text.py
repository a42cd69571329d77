"""An editor's session ends while a form is written: what was typed is kept for its writer alone."""

import time

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import User
from guide.models import Step
from guide.tests.admin_pages import (
    add_url,
    change_url,
    form_of,
    list_url,
    open_form,
    save_form,
    state_of,
    text_of,
)
from guide.tests.factory import make_role, make_term
from tests.people import make_person
from tests.staff_sessions import SHOWN, sign_in
from web.typed_text import KEPT_SECONDS, LONGEST, SESSION_KEY

pytestmark = pytest.mark.both_databases


def end_session(client):
    Session.objects.all().delete()


@pytest.fixture
def colleague(editor):
    person = make_person("colleague@example.org", is_staff=True)
    person.groups.add(Group.objects.get(name="Editors"))
    return person


def test_what_was_typed_comes_back_after_sign_in_and_is_not_saved(desk, editor):
    term = make_term()
    form = open_form(desk, term)
    before = state_of(term)
    end_session(desk)

    refused = save_form(desk, term, form, body_en="A long\r\ntext, “typed” <b>once</b>")
    page = sign_in(desk, editor, refused)

    assert page.redirect_chain[-1][0] == change_url(term)
    assert SHOWN in text_of(page)
    assert form_of(page)["body_en"] == "A long\r\ntext, “typed” <b>once</b>"
    assert state_of(term) == before
    assert not LogEntry.objects.exists()
    save_form(desk, term, form_of(page))
    assert state_of(term)["body_en"] == "A long\ntext, “typed” <b>once</b>"


def test_the_page_that_asks_to_sign_in_says_that_it_is_kept(desk):
    term = make_term()
    form = open_form(desk, term)
    end_session(desk)

    page = desk.post(change_url(term), form, follow=True)

    assert "What you typed is kept for a day: sign in to get it back." in text_of(page)
    assert "登录会话已结束" in text_of(
        Client().post("/zh-hans" + change_url(term), form, follow=True)
    )


def test_a_new_record_and_its_rows_come_back(desk, editor):
    form = form_of(desk.get(add_url(Step)))
    typed = {
        "name_en": "Loops", "slug": "loops",
        "criteria-TOTAL_FORMS": "1", "criteria-0-code": "a", "criteria-0-order": "1", "criteria-0-text_en": "do it",
    }  # fmt: skip
    end_session(desk)

    page = sign_in(desk, editor, desk.post(add_url(Step), {**form, **typed}))

    shown = form_of(page)
    assert {name: shown[name] for name in typed} == typed
    assert not Step.objects.filter(slug="loops").exists()


def test_what_somebody_else_saved_meanwhile_is_asked_about(desk, editor):
    term = make_term(body_en="Old")
    form = open_form(desk, term)
    end_session(desk)
    refused = save_form(desk, term, form, body_en="Mine")
    term.body_en = "Theirs"
    term.save()

    page = text_of(sign_in(desk, editor, refused))

    assert SHOWN in page
    assert 'class="module two-editors"' in page
    assert 'class="two-editors__text">Theirs<' in page
    assert 'class="two-editors__text">Mine<' in page


def test_another_person_never_sees_it(desk, editor, colleague):
    term = make_term()
    form = open_form(desk, term)
    end_session(desk)

    refused = save_form(desk, term, form, body_en="For my eyes")
    page = sign_in(desk, colleague, refused)

    assert page.redirect_chain[-1][0] == change_url(term)
    assert "For my eyes" not in text_of(page)
    assert SHOWN not in text_of(page)
    assert SESSION_KEY not in desk.session
    desk.logout()
    desk.force_login(editor)
    assert "For my eyes" not in text_of(desk.get(change_url(term)))


def test_a_person_without_the_right_gets_no_form(desk, editor):
    term = make_term()
    form = open_form(desk, term)
    end_session(desk)
    refused = save_form(desk, term, form, body_en="Mine")
    editor.groups.clear()

    assert sign_in(desk, editor, refused).status_code == 403
    assert state_of(term)["body_en"] != "Mine"


def test_it_comes_back_once_and_to_its_own_address_only(desk, editor):
    term, other = make_term(), make_term()
    form = open_form(desk, term)
    end_session(desk)
    sign_in(desk, editor, save_form(desk, other, form, body_en="Mine"))

    assert SHOWN not in text_of(desk.get(change_url(term)))
    assert SHOWN not in text_of(desk.get(change_url(other)))


def test_two_tabs_both_come_back(desk, editor):
    terms = make_term(), make_term()
    forms = [open_form(desk, term) for term in terms]
    end_session(desk)
    answers = [
        save_form(desk, term, form, body_en="Mine")
        for term, form in zip(terms, forms, strict=True)
    ]

    sign_in(desk, editor, answers[0])

    assert form_of(desk.get(change_url(terms[1])))["body_en"] == "Mine"


@pytest.mark.parametrize("writer", [None, "", "1", "1:abc:def", "\0"])
def test_a_form_without_a_true_mark_is_not_kept(desk, writer):
    term = make_term()
    form = open_form(desk, term) | {"writer": writer}
    if writer is None:
        del form["writer"]
    end_session(desk)

    save_form(desk, term, form, body_en="Mine")

    assert not Session.objects.exists()


def test_what_is_too_long_is_not_kept_and_the_page_says_so(desk):
    term = make_term()
    form = open_form(desk, term)
    end_session(desk)

    page = desk.post(change_url(term), {**form, "body_en": "x" * LONGEST}, follow=True)

    assert "too long to keep" in text_of(page)
    assert SESSION_KEY not in desk.session


def test_it_is_kept_for_a_day(desk, editor, monkeypatch):
    term = make_term()
    form = open_form(desk, term)
    end_session(desk)
    refused = save_form(desk, term, form, body_en="Mine")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + KEPT_SECONDS + 1)

    assert SHOWN not in text_of(sign_in(desk, editor, refused))


def test_passwords_are_never_kept(client, superuser):
    client.force_login(superuser)
    address = reverse("admin:accounts_user_add")
    form = form_of(client.get(address))
    typed = {
        "email": "new@example.org",
        "password1": "quiet-meadow-8",
        "password2": "quiet-meadow-8",
    }
    end_session(client)

    refused = client.post(address, {**form, **typed})
    kept = client.session[SESSION_KEY]
    page = sign_in(client, superuser, refused)

    assert "quiet-meadow" not in str(kept)
    assert form_of(page)["email"] == "new@example.org"
    assert not form_of(page)["password1"]
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_list_comes_back_as_a_page_that_sends_it_again(desk, editor):
    role = make_role(order=4)
    form = form_of(desk.get(list_url(type(role)))) | {
        "form-0-order": "9",
        "_save": "Save",
    }
    end_session(desk)

    page = sign_in(desk, editor, desk.post(list_url(type(role)), form))

    assert "nothing has happened yet" in text_of(page)
    assert state_of(role)["order"] == 4
    desk.post(list_url(type(role)), form_of(page))
    assert state_of(role)["order"] == 9


def test_a_form_opened_before_somebody_signed_in_again_elsewhere_keeps_its_text(editor):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    term = make_term()
    form = open_form(browser, term)
    browser.cookies["csrftoken"] = "x" * 32  # a sign-in in another tab gave a new one

    answer = save_form(browser, term, form, body_en="Mine")
    page = browser.get(answer.url)

    assert answer.url == change_url(term)
    assert form_of(page)["body_en"] == "Mine"
    assert state_of(term)["body_en"] != "Mine"


def test_a_stranger_cannot_put_text_into_a_form_of_ours(desk, editor, colleague):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(colleague)
    term = make_term()
    form = open_form(desk, term)  # with the mark of the editor

    assert save_form(browser, term, form, body_en="Planted").status_code == 403
    assert "Planted" not in text_of(browser.get(change_url(term)))
