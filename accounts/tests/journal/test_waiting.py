"""What a guest writes waits for an account."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.journal import guest_drafts as store
from accounts.journal.guest_drafts import MOST_BYTES, MOST_DRAFTS
from accounts.journal.kinds.note import text_number
from accounts.models import Kind
from accounts.tests.journal.guests import ALL, waiting, write_all
from accounts.tests.pressing import HTMX, OURS
from accounts.tests.writing import counted, send
from guide.tests.factory import make_step
from tests.document import document, texts, words

pytestmark = pytest.mark.both_databases


# Without an account


def test_a_page_makes_no_session_and_is_the_same_for_everybody(client, course):
    answers = [Client().get("/steps/sql/") for _ in range(2)]

    assert answers[0].content == answers[1].content
    assert answers[0].headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not answers[0].cookies
    assert 'name="key"' not in answers[0].text
    assert Session.objects.count() == 0


def test_a_first_press_is_kept_once_the_probe_has_come_back(client, course):
    note = {"text": "my note", "seen": 0, "next": "/steps/sql/"}
    first = client.post("/progress/steps/sql/note/", note, headers=OURS)
    assert (first.status_code, first.url) == (
        307,
        "/progress/steps/sql/note/?probed=1",
    )
    assert (list(first.cookies), Session.objects.count()) == (["probe"], 0)

    response = client.post(first.url, note, headers=OURS)

    assert (response.status_code, response.url, waiting(client)) == (
        303,
        "/steps/sql/#my-note",
        ["note"],
    )


def test_a_guest_who_only_wrote_finds_the_own_path_in_the_header(client, course):
    way = ".//header//a[@href='/my/']"
    assert texts(document(client.get("/")), way) == []
    send(client, "criteria/sql/c-0/", tick="ticked")

    assert texts(document(client.get("/")), way) == ["My path"]


def test_a_browser_without_cookies_is_told(client, course):
    tick = {"tick": "ticked", "next": "/steps/sql/"}
    check = client.post("/progress/criteria/sql/c-0/", tick, headers=OURS).url

    response = Client().post(check, tick, headers=OURS)

    assert response.status_code == 409
    assert "did not keep the cookie" in response.text


def test_a_note_stays_in_its_field_where_the_browser_keeps_no_cookies(
    client, course, caplog
):
    written = {"text": "my <note>", "seen": 0, "next": "/steps/sql/"}
    first = client.post("/progress/steps/sql/note/", written, headers=OURS)
    assert (first.status_code, "note%3E" in first.url) == (
        307,
        False,
    )  # the same is sent to the address that asks

    response = Client().post(first.url, written, headers=OURS)

    (field,) = [field.text for field in document(response).iter("textarea")]
    (said,) = texts(document(response), ".//p[@id='note-error']")
    assert (response.status_code, field.strip(), said[:38]) == (
        409,
        "my <note>",
        "Not saved: your browser blocks cookies",
    )
    assert 'action="/progress/steps/sql/note/"' in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert "my <note>" not in caplog.text
    assert client.post(first.url, written, headers=OURS).url == "/steps/sql/#my-note"


def test_the_first_press_of_a_course_leads_back_to_its_state(client, course):
    said = {"course": "planned", "next": "/steps/sql/"}

    response = client.post("/progress/courses/databases/", said, follow=True)

    assert response.redirect_chain[-1] == ("/steps/sql/#at-databases", 303)


def test_in_place_the_first_press_is_answered_with_its_part(client, course):
    place = {"tick": "ticked", "next": "/steps/sql/"}

    response = client.post(
        "/progress/criteria/sql/c-0/", place, headers=HTMX, follow=True
    )

    assert response.text.startswith('<section hx-swap-oob="true" id="my-criteria" ')
    assert "Saved once you have an account." in response.text


def test_the_page_shows_what_waits_and_asks_for_an_account_in_a_sentence(
    client, course
):
    write_all(client)

    page = document(client.get("/steps/sql/"))

    assert waiting(client) == ALL
    assert [
        button.get("aria-pressed")
        for button in page.iter("button")
        if button.get("name") == "tick"
    ] == [
        "true",
        "false",
    ]
    assert texts(page, ".//div[@class='prose note']") == ["my note"]
    assert texts(page, ".//div[@id='course-databases']//summary") == ["Planned"]
    assert texts(page, ".//ul[@class='plain evidence']/li") == ["Mine code.example"]
    assert texts(page, ".//section[@id='my-hours']/p")[0].startswith("0.5 h so far")
    sentence = (
        "This is kept in this browser for two weeks after your last change, "
        "and moves to your account when you create one."
    )
    assert (
        sum(text.startswith(sentence) for text in texts(page, ".//p[@class='waits']"))
        == 5
    )


def test_the_own_path_and_the_sign_up_page_speak_of_what_waits(client, course):
    asked = "/my/", "/accounts/signup/"
    sentences = (
        "waits in this browser. See what waits",
        "What you checked off and wrote in this browser moves with you.",
    )

    def said():
        return [
            sentence in words(document(client.get(page)))
            for page, sentence in zip(asked, sentences, strict=True)
        ]

    before = said()
    write_all(client)

    assert (before, said()) == ([False, False], [True, True])


def test_taking_back_removes_what_waits(client, course):
    write_all(client)
    send(client, "criteria/sql/c-0/", tick="open")
    send(client, "courses/databases/", course="none")
    send(client, "steps/sql/note/", text=" ", seen=text_number("my *note*"))

    assert waiting(client) == ["hours", "link"]


def test_the_list_of_what_waits_forgets_one(client, course):
    write_all(client)
    page = client.get("/my/waiting/?next=/steps/sql/")
    assert len(texts(document(page), ".//ul[@class='waiting']/li")) == 5
    keys = [
        field.get("value")
        for field in document(page).iter("input")
        if field.get("name") == "entry"
    ]

    for number, key in enumerate(keys, 1):
        response = client.post(
            "/my/waiting/", {"entry": key, "choice": "forget", "next": "/steps/sql/"}
        )
        assert len(waiting(client)) == 5 - number
        assert (
            response.status_code == 303
        )  # loading the page again forgets nothing more
        assert response.url == (
            "/steps/sql/" if number == 5 else "/my/waiting/?next=%2Fsteps%2Fsql%2F"
        )


def test_what_is_forgotten_is_said_before_and_after_and_never_with_the_text_of_a_note(
    client, course, step
):
    write_all(client)
    assert "What you discard here is gone for good" in client.get("/my/waiting/").text

    response = client.post(
        "/my/waiting/", {"entry": f"note:{step.pk}", "choice": "forget"}
    )

    assert not any("my *note*" in cookie.value for cookie in response.cookies.values())
    assert "Discarded: SQL (Your note)" in client.get(response.url).text
    again = client.post(
        "/my/waiting/", {"entry": f"note:{step.pk}", "choice": "forget"}
    )
    assert "Forgotten" not in client.get(again.url).text


def test_so_much_and_no_more_waits(client, course):
    write_all(client)
    assert MOST_BYTES == 40_000
    for number in range(3):
        make_step(slug=f"step-{number}")
        send(client, f"steps/step-{number}/note/", text="好" * 4000, seen=0)

    make_step(slug="more")
    response = send(client, "steps/more/note/", text="好" * 4000, seen=0)

    assert response.status_code == 413
    assert "cannot hold any more without an account" in response.text
    assert "好" * 4000 in response.text  # still in the field
    assert waiting(client) == sorted([*ALL, "note", "note", "note"])


def test_fifty_entries_wait_at_most(client, course):
    write_all(client)
    for _ in range(MOST_DRAFTS - 5):
        assert send(client, "steps/sql/hours/", minutes=30).status_code == 303

    assert send(client, "steps/sql/hours/", minutes=30).status_code == 413
    assert len(waiting(client)) == MOST_DRAFTS


def test_the_limit_of_presses_holds_for_guests(client, course, settings):
    settings.PRESSES_A_MINUTE = 1  # ten from one address

    answers = [
        send(client, "steps/sql/note/", text="the same", seen=0).status_code
        for _press in range(11)
    ]

    # The first asks whether the cookie comes back, and is sent twice.
    assert answers == [303] * 9 + [429] * 2


def test_what_waits_is_known_to_its_browser_alone(client, course):
    write_all(client)

    assert "my note" not in Client().get("/steps/sql/").text
    assert "note" not in client.cookies[settings.SESSION_COOKIE_NAME].value


def test_two_tabs_at_once_lose_nothing(client, course, monkeypatch):
    """The second request began before the first was answered: it holds an older session."""
    send(client, "criteria/sql/c-0/", tick="ticked")
    other = Client()
    other.cookies = client.cookies
    read = store.drafts_of

    def late(request):
        found = read(request)
        monkeypatch.setattr(store, "drafts_of", read)
        send(other, "steps/sql/note/", text="from the other tab", seen=0)
        return found

    monkeypatch.setattr(store, "drafts_of", late)
    send(client, "criteria/sql/c-1/", tick="ticked")

    assert waiting(client) == ["criterion", "criterion", "note"]


def test_without_anything_the_list_leads_back(client, db):
    assert client.get("/my/waiting/?next=/steps/sql/").url == "/steps/sql/"
    assert Session.objects.count() == 0


@pytest.mark.parametrize("entries", [1, 10])
def test_a_press_of_a_guest_costs_at_most_six_queries(
    client, course, settings, entries
):
    write_all(client)
    for _ in range(entries):
        send(client, "steps/sql/hours/", minutes=30)

    with counted(settings) as queries:
        client.post("/progress/steps/sql/hours/", {"minutes": 30}, headers=OURS)

    assert len(queries) == 3  # the session, the same in its turn, and saved


def test_kinds_of_entries_are_those_of_events():
    assert set(ALL) < {kind.value for kind in Kind}
