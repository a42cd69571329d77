"""What a guest wrote is asked about when somebody signs in: added, left, or chosen between."""

import pytest

from accounts.models import CourseProgress, EvidenceLink, StepNote
from accounts.tests.journal.guests import ALL, EVERYTHING, held_by, waiting, write_all
from accounts.tests.pressing import OURS
from accounts.tests.writing import send
from tests.document import document, texts
from tests.people import PASSWORD

pytestmark = pytest.mark.both_databases


def sign_in(client, user):
    return client.post(
        "/accounts/login/",
        {"login": user.email, "password": PASSWORD, "next": "/steps/sql/"},
    )


# At sign-in


def add(client):
    form = {"choice": "add", "next": "/steps/sql/"}
    return client.post("/my/browser/", form, headers=OURS)


def test_sign_in_asks_before_anything_is_added(client, course, learner):
    write_all(client)

    response = sign_in(client, learner)
    page = document(client.get(response.url))

    assert response.url == "/my/browser/?next=%2Fsteps%2Fsql%2F"
    assert texts(page, ".//h1") == [
        "This browser has progress that your account does not"
    ]
    assert sorted(texts(page, ".//ul[@class='steps']/li/a")) == [
        "Databases", "SQL", "SQL", "SQL", "do thing 0",
    ]  # fmt: skip
    assert texts(page, ".//ul[@class='steps']/li/p") == ["my *note*"]
    assert held_by(learner) == {kind: [] for kind in EVERYTHING}


def test_what_is_added_is_written_as_far_as_nothing_contradicts(
    client, course, learner
):
    write_all(client)
    sign_in(client, learner)

    response = add(client)

    assert (response.url, held_by(learner), waiting(client)) == (
        "/steps/sql/",
        EVERYTHING,
        [],
    )


def test_what_is_left_is_unseen_while_somebody_is_signed_in_and_there_again_after(
    client, course, learner, other_learner
):
    write_all(client)
    sign_in(client, learner)

    response = client.post("/my/browser/", {"choice": "leave", "next": "/steps/sql/"})

    assert (response.url, waiting(client)) == ("/steps/sql/", ALL)
    assert "Choose what to keep" not in client.get("/steps/sql/").text
    assert client.get("/my/waiting/?next=/steps/sql/").url == "/steps/sql/"
    client.post("/accounts/logout/")
    assert waiting(client) == ALL
    assert sign_in(client, other_learner).url.startswith("/my/browser/")
    assert held_by(learner) == held_by(other_learner) == {k: [] for k in EVERYTHING}


def test_what_the_account_holds_already_is_not_asked_about(client, course, learner):
    write_all(client)
    sign_in(client, learner)
    add(client)
    client.post("/accounts/logout/")
    send(client, "criteria/sql/c-0/", tick="ticked")

    assert (sign_in(client, learner).url, waiting(client)) == ("/steps/sql/", [])


def test_what_the_account_says_otherwise_is_asked_about(client, course, learner, step):
    StepNote.objects.write(learner, step, "the older note", seen=0)
    CourseProgress.objects.set(learner, course.pk, "done")
    write_all(client)

    sign_in(client, learner)
    response = add(client)

    assert response.url == "/my/waiting/?next=%2Fsteps%2Fsql%2F"
    assert held_by(learner) == {
        **EVERYTHING,
        "note": ["the older note"],
        "course": [("databases", "done")],
    }
    page = document(client.get(response.url))
    assert texts(page, ".//h1") == ["Which one do you want to keep?"]
    assert texts(page, ".//p[@class='text']")[:2] == ["the older note", "my *note*"]
    assert "Your account says: Finished" in texts(page, ".//p[@class='soft']")
    assert "Choose what to keep. Choose" in " ".join(
        texts(document(client.get("/steps/sql/")), ".//p[@class='message']")
    )


@pytest.mark.parametrize(("choice", "state"), [("mine", "planned"), ("forget", "done")])
def test_of_two_states_one_is_chosen(client, course, learner, choice, state):
    CourseProgress.objects.set(learner, course.pk, "done")
    write_all(client)
    sign_in(client, learner)
    add(client)

    response = client.post(
        "/my/waiting/",
        {"entry": f"course:{course.pk}", "choice": choice, "next": "/steps/sql/"},
    )

    assert (response.url, waiting(client)) == ("/steps/sql/", [])
    assert CourseProgress.objects.get().state == state


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("theirs", ["older"]),
        ("mine", ["older", "my *note*"]),
        ("edited", ["older", "both"]),
    ],
)
def test_of_two_notes_one_is_chosen_by_the_choice_of_two_tabs(
    client, course, learner, step, choice, kept
):
    StepNote.objects.write(learner, step, "older", seen=0)
    write_all(client)
    sign_in(client, learner)
    add(client)

    page = {"next": "/my/waiting/?next=/steps/sql/", "waits": f"note:{step.pk}"}
    response = send(
        client,
        "steps/sql/note/",
        text="my *note*",
        seen=1,
        choice=choice,
        edited="both",
        **page,
    )

    assert (held_by(learner)["note"], waiting(client)) == (kept, [])
    assert client.get(response.url).url == "/steps/sql/"


def test_a_link_without_room_is_asked_about(client, course, learner, step):
    for number in range(20):
        EvidenceLink.objects.add(learner, step, f"https://code.example/{number}")
    write_all(client)
    sign_in(client, learner)
    add(client)
    assert waiting(client) == ["link"]
    client.post(
        "/my/waiting/",
        {"entry": f"link:{step.pk}:https://code.example/a", "choice": "mine"},
    )
    assert waiting(client) == ["link"]

    EvidenceLink.objects.remove(EvidenceLink.objects.first())
    client.post(
        "/my/waiting/",
        {"entry": f"link:{step.pk}:https://code.example/a", "choice": "mine"},
    )

    assert waiting(client) == []
    assert EvidenceLink.objects.shown().count() == 20


def test_somebody_else_who_signs_in_later_gets_nothing_more(
    client, course, learner, other_learner
):
    write_all(client)
    sign_in(client, learner)
    add(client)
    client.logout()

    sign_in(client, other_learner)

    assert held_by(other_learner) == {kind: [] for kind in EVERYTHING}


def test_the_question_speaks_chinese_and_leads_to_no_other_site(
    client, course, learner
):
    write_all(client)

    assert "注册后可保存的内容" in client.get("/zh-hans/my/waiting/").text
    assert "evil" not in client.get("/my/waiting/?next=https://evil.example/").text
    assert client.get("/my/waiting/").headers["Cache-Control"] == "private, no-store"
