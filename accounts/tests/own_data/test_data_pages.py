"""“My data”: downloads, import by form with a preview, undo, and what a guest can do."""

import gzip
import json
from base64 import b64encode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.deletion import Collector
from django.test import Client
from django.utils import timezone

from accounts.models import State, StepNote, StepProgress
from accounts.own_data.document import learner_document, write_document
from accounts.own_data.tables import NOT_EXPORTED, learner_tables
from accounts.tests.own_data.learners import ACTIONS, Past
from accounts.tests.pressing import OURS, post
from tests.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PAGE = "/my/data/"


@pytest.fixture
def past(db):
    return Past()


@pytest.fixture
def signed_in(learner):
    client = Client()
    client.force_login(learner)
    return client


def send_file(client, content, prefix="", **fields):
    data = {"file": SimpleUploadedFile("my-data.json", content), **fields}
    return client.post(f"{prefix}{PAGE}import/", data, headers=OURS)


def test_everything_is_one_file_that_nobody_keeps(past, learner, signed_in):
    past.do(learner, ("note", 0, "用中文写"), 0)

    response = signed_in.get(f"{PAGE}file/")
    document = json.loads(response.content)

    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert response["Cache-Control"] == "private, no-store"
    assert (document["version"], document["account"]["email"]) == (1, learner.email)
    assert list(document["tables"]) == list(learner_tables())
    notes = document["tables"]["stepnote"]
    row = dict(zip(notes["columns"], notes["rows"][0], strict=True))
    assert (row["step"], row["text"]) == ("own-step-0", "用中文写 0")


def test_the_tables_are_all_those_that_a_deletion_empties(past, learner):
    """Whatever refers to the account in this app is in the document, but for what the import keeps of itself, and the
    calendar, which follows the plan."""
    for number, name in enumerate(ACTIONS):
        past.do(learner, (name, number, "short"), number)
    collector = Collector(using=learner._state.db)
    collector.collect([learner])
    deleted = {*collector.data, *(rows.model for rows in collector.fast_deletes)}
    referring = {
        model._meta.model_name
        for model in deleted - {type(learner)}
        if model._meta.app_label == "accounts" and not model._meta.auto_created
    }

    assert referring - NOT_EXPORTED == set(learner_tables())
    secrets = {"calendarevent", "calendarlink", "sharedlink"}
    assert {"dataimport", *secrets} == NOT_EXPORTED


def test_another_learners_rows_are_in_no_file(past, learner, other_learner, signed_in):
    past.do(other_learner, ("note", 0, "short"), 0)

    assert b"short" not in signed_in.get(f"{PAGE}file/").content


def test_the_history_is_a_table_without_live_formulas(past, learner, signed_in):
    past.do(learner, ("state", 4, ""), 0)
    past.do(learner, ("hours", 3, ""), 1)

    lines = b"".join(signed_in.get(f"{PAGE}history/")).decode().splitlines()

    assert lines[0] == "\ufeffday,time,kind,about,before,after,by"
    assert lines[1].startswith("2026-05-01,12:00,state of a step,Step")
    assert lines[1].endswith(",Not started,Done,press")
    assert len(lines) == 3


def test_the_notes_are_one_text(past, learner, signed_in):
    past.do(learner, ("note", 0, "old"), 0)
    past.do(learner, ("note", 3, "a\nb"), 1)

    text = signed_in.get(f"{PAGE}notes/").content.decode()

    assert text == f"# {past.steps[0].name}\n\na\nb 3\n"


def test_a_file_is_shown_before_it_is_imported_and_can_be_taken_back(
    past, learner, other_learner, signed_in
):
    past.do(other_learner, ("state", 4, ""), 0)
    file = write_document(learner_document(other_learner, timezone.now()))

    shown = send_file(signed_in, file)
    assert "would bring something new" in shown.text
    assert not StepProgress.objects.filter(user=learner).exists()

    packed = b64encode(gzip.compress(file)).decode()
    fields = {"packed": packed, "confirmed": "yes"}
    assert post(signed_in, f"{PAGE}import/", fields, OURS).status_code == 303
    assert StepProgress.objects.get(user=learner).state == State.DONE

    post(signed_in, f"{PAGE}import/undo/", {}, OURS)
    assert not StepProgress.objects.filter(user=learner).exists()


def test_an_import_over_which_something_was_written_is_not_undone(
    past, learner, other_learner, signed_in
):
    past.do(other_learner, ("state", 4, ""), 0)
    file = write_document(learner_document(other_learner, timezone.now()))
    send_file(signed_in, file, confirmed="yes")
    past.do(learner, ("note", 1, "later"), 2)

    response = signed_in.post(f"{PAGE}import/undo/", headers=OURS, follow=True)

    assert "the import is not undone: that would lose it" in response.text
    assert StepNote.objects.filter(user=learner).count() == 1


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", "This is no JSON, or it is damaged."),
        ("/zh-hans", "这不是JSON文件，或者文件已损坏。"),
    ],
)
def test_a_wrong_file_is_refused_in_words(signed_in, learner, prefix, words):
    response = send_file(signed_in, b"{", prefix)

    assert response.status_code == 422
    assert words in response.text


def test_no_file_at_all_is_refused_in_words(signed_in, learner):
    response = post(signed_in, f"{PAGE}import/", {}, OURS)

    assert (response.status_code, "Choose the file" in response.text) == (422, True)


@pytest.mark.parametrize(
    "name", ["history/", "notes/", "import/", "import/undo/", "delete/"]
)
def test_what_needs_an_account_asks_to_sign_in(client, db, name):
    send = client.post if "import" in name else client.get
    response = send(f"{PAGE}{name}", headers=OURS)

    assert response["Location"].startswith("/accounts/login/?next=")


def test_what_changes_something_is_never_asked_by_a_link(signed_in, learner):
    assert signed_in.get(f"{PAGE}browser/").status_code == 405
    for name in ("import/", "import/undo/"):
        assert signed_in.get(f"{PAGE}{name}")["Location"] == PAGE


def test_a_guest_takes_along_what_the_browser_holds_and_has_it_forgotten(client, past):
    post(client, "/progress/steps/own-step-0/", {"state": "done"}, OURS)
    held = json.loads(client.get(f"{PAGE}file/").content)["browser"]
    assert held["states"] == {"own-step-0": "done"}

    response = client.post(f"{PAGE}browser/", headers=OURS)

    assert response.status_code == 303
    assert response.cookies["progress"]["max-age"] == 0
    again = json.loads(client.get(f"{PAGE}file/").content)["browser"]
    assert (again["states"], again["drafts"]) == ({}, [])


def test_somebody_signed_in_is_not_forgotten_by_the_browser(past, learner, signed_in):
    past.do(learner, ("state", 4, ""), 0)

    signed_in.post(f"{PAGE}browser/", headers=OURS)

    assert signed_in.get("/my/history/").status_code == 200
    assert StepProgress.objects.filter(user=learner).exists()


def test_the_page_of_a_new_account_says_that_there_is_nothing(signed_in, learner):
    assert "There is nothing yet but the account itself." in signed_in.get(PAGE).text
    assert PASSWORD not in signed_in.get(PAGE).text
