"""Nothing typed is lost: by a session that ends, by another tab, by a step that is gone."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY as PERSON
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.journal import guest_storage
from accounts.journal.guest_drafts import SESSION_KEY
from accounts.journal.kinds.note import text_number
from accounts.models import StepNote
from accounts.tests.writing import send
from guide.models import Step
from guide.tests.factory import make_step
from tests.document import document, texts
from tests.people import PASSWORD

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def step(db):
    return make_step(slug="sql", name_en="SQL")


def write(client, text, seen="", **options):
    return send(client, "steps/sql/note/", text=text, seen=text_number(seen), **options)


def drafts(client):
    return [draft["value"] for draft in client.session.get(SESSION_KEY, [])]


def sign_in_beside_drafts(client, person):
    """Somebody signs in where a guest has written something, and leaves that alone."""
    write(client, "of a guest")
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/my/browser/", {"choice": "leave"})
    assert PERSON in client.session


def change_password_elsewhere(client, person):
    person.set_password("another-lantern-8")
    person.save()


def end_elsewhere(client, person):
    other = Client()
    other.force_login(person)
    other.get("/my/history/")
    other.post(reverse("usersessions_list"))


def switch_off(client, person):
    person.is_active = False
    person.save()


def sign_out(client, person):
    client.post("/accounts/logout/")


@pytest.mark.parametrize(
    "end", [change_password_elsewhere, end_elsewhere, switch_off, sign_out]
)
def test_a_guests_note_outlives_the_session_of_whoever_signed_in(client, learner, end):
    sign_in_beside_drafts(client, learner)

    end(client, learner)
    page = client.get("/steps/sql/")

    assert texts(document(page), ".//div[@class='prose note']") == ["of a guest"]
    assert drafts(client) == ["of a guest"]
    assert not StepNote.objects.exists()


def test_another_person_who_signs_in_over_it_is_asked(client, learner, other_learner):
    sign_in_beside_drafts(client, learner)

    client.force_login(other_learner)

    assert drafts(client) == ["of a guest"]


def test_a_session_that_was_ended_elsewhere_stays_ended(client, learner):
    """A request that was on its way then does not bring the person back."""
    sign_in_beside_drafts(client, learner)
    on_its_way = client.session
    on_its_way["more"] = "anything"

    end_elsewhere(client, learner)
    with pytest.raises(UpdateError):
        on_its_way.save()

    assert client.get("/my/history/").status_code == 302
    sign_in_beside_drafts(client, learner)
    assert client.get("/my/history/").status_code == 200


def test_a_session_without_anything_left_behind_goes(client, learner):
    client.force_login(learner)

    client.post("/accounts/logout/")

    assert not Session.objects.exists()


@pytest.mark.parametrize("in_place", [True, False])
def test_a_guest_in_two_tabs_chooses_between_two_notes(client, in_place):
    write(client, "first tab")

    stale = write(client, "second tab", in_place=in_place)

    assert (stale.status_code, drafts(client)) == (409, ["first tab"])
    assert "first tab" in stale.text
    assert "second tab" in stale.text
    assert write(client, "second tab", seen="first tab").status_code == 303
    assert drafts(client) == ["second tab"]


@pytest.mark.parametrize(("days", "left"), [(10, 14), (0.5, 13.5)])
def test_what_waits_waits_two_weeks_more_after_a_change(client, days, left):
    write(client, "first")
    now, expires = timezone.now(), timezone.now() + timedelta(days=14 - days)
    Session.objects.update(expire_date=expires)

    response = write(client, "second", seen="first")

    remaining = Session.objects.get().expire_date - now
    assert round(remaining / timedelta(days=1), 1) == left
    cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
    assert (cookie is not None) == (days > 1)
    assert drafts(client) == ["second"]


def test_no_more_is_kept_for_longer_than_may_be_stored(client, monkeypatch):
    write(client, "first")
    expires = timezone.now() + timedelta(days=4)
    Session.objects.update(expire_date=expires)
    monkeypatch.setattr(guest_storage, "MOST_OF_ALL", 0)

    assert write(client, "", seen="first").status_code == 303
    assert Session.objects.get().expire_date == expires


def test_the_same_note_twice_is_no_conflict(client):
    assert [write(client, "once").status_code for _press in range(2)] == [303, 303]


@pytest.mark.parametrize("browser", ["client", "signed_in"])
def test_what_was_written_on_a_step_that_is_gone_is_shown(request, browser):
    client = request.getfixturevalue(browser)
    Step.objects.update(published=False)

    note = write(client, "a <long> note")
    link = send(client, "steps/sql/links/", url="code.example/a", title="Mine")

    assert (note.status_code, link.status_code) == (404, 404)
    assert texts(document(note), ".//textarea") == ["a <long> note"]
    assert texts(document(link), ".//textarea") == ["code.example/a", "Mine"]
    assert "步骤已经不在了" in write(client, "笔记", prefix="/zh-hans").text


def test_without_a_text_a_step_that_is_gone_is_not_found(client):
    Step.objects.update(published=False)

    assert "no longer here" not in write(client, "").text
