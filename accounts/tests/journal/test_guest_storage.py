"""What people without an account store has a bound: for one address and for all, a day; learners have none."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.journal import guest_storage
from accounts.journal.kinds.note import text_number
from accounts.models import StepNote
from accounts.tests.pressing import HTMX, post
from accounts.tests.writing import send
from guide.tests.factory import make_course, make_skill, make_step
from tests.document import document

pytestmark = pytest.mark.both_databases
NOTE = {"text": "my <note>", "seen": 0, "next": "/steps/sql/"}
PRESSES = {
    "steps/sql/note/": NOTE,
    "criteria/sql/c-0/": {"tick": "ticked"},
    "courses/databases/": {"course": "planned"},
    "steps/sql/links/": {"url": "code.example/a", "title": "Mine"},
    "steps/sql/hours/": {"minutes": 30},
}


@pytest.fixture(autouse=True)
def course(db, fresh_cache):
    step = make_step(slug="sql", criteria=1, skills=[make_skill()])
    return make_course(step.skills.all(), slug="databases")


@pytest.fixture
def little_room(monkeypatch):
    """For two or three sessions of one address, and for five in all."""
    monkeypatch.setattr(guest_storage, "MOST_OF_ADDRESS", 3000)
    monkeypatch.setattr(guest_storage, "MOST_OF_ALL", 6000)


def from_address(address):
    return Client(REMOTE_ADDR=address)


def statuses(address, times, press="steps/sql/hours/"):
    """A stranger's presses, each as from a browser of its own."""
    return [
        send(from_address(address), press, **PRESSES[press]).status_code
        for _ in range(times)
    ]


def test_one_address_stores_so_much_a_day_and_others_are_not_held_up(little_room):
    found = statuses("192.0.2.1", 6)

    assert found == [303, 303, 413, 413, 413, 413]
    assert Session.objects.count() == 2
    assert statuses("192.0.2.2", 1) == [303]


def test_the_addresses_of_one_ipv6_network_are_one(little_room):
    found = [statuses(f"2001:db8::{n}", 1)[0] for n in range(1, 5)]

    assert found == [303, 303, 413, 413]


def test_all_together_store_so_much_a_day(little_room):
    found = [statuses(f"192.0.2.{n}", 1)[0] for n in range(1, 9)]

    assert found == [303] * 5 + [413] * 3
    assert Session.objects.count() == 5


def test_a_session_that_grows_counts_too(little_room):
    client = from_address("192.0.2.1")
    found = [
        send(client, f"steps/{make_step().slug}/note/", text="x" * 400, seen=0)
        for _ in range(6)
    ]

    assert [response.status_code for response in found] == [303] * 3 + [413] * 3
    assert len(client.session["waiting"]) == 3


@pytest.mark.parametrize("press", PRESSES)
def test_the_refusal_says_why_and_holds_what_was_typed(little_room, press):
    statuses("192.0.2.1", 4)

    response = send(from_address("192.0.2.1"), press, **PRESSES[press])

    (form,) = document(response).findall(".//form[@class='write']")
    held = {field.get("name"): field.get("value") for field in form.iter("input")}
    held |= {field.get("name"): field.text.strip() for field in form.iter("textarea")}
    assert response.status_code == 413
    assert 0 < int(response.headers["Retry-After"]) <= 24 * 3600
    assert "is full for today" in response.text
    assert {
        name: str(value) for name, value in PRESSES[press].items()
    }.items() <= held.items()
    assert not response.cookies.get("sessionid")


def test_in_place_the_page_knows_what_to_say(little_room, client):
    statuses("127.0.0.1", 4)

    response = post(client, "/progress/steps/sql/hours/", {"minutes": 30}, HTMX)

    assert response.status_code == 413
    assert 'data-status="413"' in client.get("/steps/sql/").text


def test_the_refusal_speaks_chinese(little_room):
    statuses("192.0.2.1", 4)

    response = send(
        from_address("192.0.2.1"), "steps/sql/note/", prefix="/zh-hans", **NOTE
    )

    assert "今天没有空间了" in response.text


@pytest.mark.parametrize(
    "address", ["/accounts/2fa/webauthn/add/", "/zh-hans/accounts/2fa/totp/activate/"]
)
def test_what_a_library_writes_for_a_guest_counts(little_room, address):
    found = [
        from_address("192.0.2.1").post(address, {"name": "x" * 900}).status_code
        for _ in range(4)
    ]

    assert (found[0], found[-1]) == (302, 413)
    assert Session.objects.count() == found.count(302)


def test_taking_something_back_needs_no_room(little_room):
    client = from_address("192.0.2.1")
    send(client, "steps/sql/note/", **NOTE)
    statuses("192.0.2.1", 4)

    seen = text_number(NOTE["text"])
    response = send(client, "steps/sql/note/", text="", seen=seen)

    assert (response.status_code, client.session["waiting"]) == (303, [])


def test_learners_have_room_and_can_sign_in(little_room, signed_in, learner):
    statuses("127.0.0.1", 4)

    assert send(signed_in, "steps/sql/note/", **NOTE).status_code == 303
    assert StepNote.objects.for_user(learner).count() == 1
