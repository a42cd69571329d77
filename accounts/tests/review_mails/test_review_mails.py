"""Mails about reviews: to those who want them, in their language, and no request waits for the mail server."""

import threading
import time

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from accounts.models import Learner
from accounts.review_mails.mails import MAILS
from accounts.review_mails.queue import MOST_WAITING, MailQueue
from accounts.tests.preferences.settings_form import fields, save
from guide.tests.editorial.desk import keep_draft, open_desk, press
from guide.tests.factory import make_step
from tests.people import make_person

pytestmark = pytest.mark.both_databases


def wants(desk, **choices):
    Learner.objects.set_fields(desk.person, review_mails=True, **choices)


@pytest.fixture
def writer(db):
    return open_desk("writer@example.org")


@pytest.fixture
def reader(db):
    return open_desk("reader@example.org")


@pytest.fixture
def draft(writer):
    return keep_draft(writer, make_step(slug="first"), name_en="Of the draft")


@pytest.fixture
def say(django_capture_on_commit_callbacks):
    """A press on the page of a draft, and the mails that have left then."""

    def pressed(desk, draft, do, **typed):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            press(desk, draft, do, **typed)
        MAILS.waiting.join()
        return {each.to[0]: each for each in mail.outbox}

    return pressed


def test_nobody_who_did_not_ask_for_it_gets_mail(writer, reader, draft, say):
    assert say(writer, draft, "asked") == {}
    assert say(reader, draft, "approved") == {}


def test_readers_hear_of_a_request_and_writers_of_the_answer(
    writer, reader, draft, say
):
    wants(writer)
    wants(reader)
    staff = make_person("staff@example.org", is_staff=True)  # may change nothing
    Learner.objects.set_fields(staff, review_mails=True)

    asked = say(writer, draft, "asked", text="Is the name right?")
    assert list(asked) == ["reader@example.org"]
    sent = asked["reader@example.org"]
    assert sent.subject == "A review is asked for: Step first"
    assert "writer@example.org asks you to read a draft: Step first" in sent.body
    assert "\nIs the name right?\n" in sent.body
    assert f"/admin/guide/revision/{draft.pk}/change/" in sent.body

    assert list(say(reader, draft, "comment", text="Hm.")) == []
    back = say(reader, draft, "sent_back", text="No.")
    assert {to: each.subject for to, each in back.items()} == {
        "writer@example.org": "Your draft is sent back: Step first"
    }
    assert list(say(writer, draft, "asked")) == ["reader@example.org"]
    assert list(say(reader, draft, "approved")) == ["writer@example.org"]


def test_it_comes_in_the_language_of_its_reader(writer, reader, draft, say):
    wants(reader, language="zh-hans")

    sent = say(writer, draft, "asked")["reader@example.org"]

    assert sent.subject == "【careerpath】请求审阅：步骤 first"
    assert "writer@example.org请你审阅一份草稿：步骤 first" in sent.body
    assert f"/zh-hans/admin/guide/revision/{draft.pk}/change/" in sent.body


def test_who_has_no_rights_any_more_gets_no_mail(writer, reader, draft, say):
    wants(reader)
    reader.person.groups.clear()

    assert say(writer, draft, "asked") == {}


def test_a_mail_server_that_hangs_holds_no_request(
    writer, reader, draft, monkeypatch, django_capture_on_commit_callbacks
):
    wants(reader)
    answers, sent = threading.Event(), []

    def hang(self, messages):
        answers.wait(60)
        sent.extend(messages)

    monkeypatch.setattr(EmailBackend, "send_messages", hang)
    with django_capture_on_commit_callbacks(execute=True):
        press(writer, draft, "asked")

    assert sent == []  # the answer is there, and the mail waits
    answers.set()
    MAILS.waiting.join()
    assert [each.to for each in sent] == [["reader@example.org"]]


def test_what_does_not_leave_stands_in_the_log_and_the_next_one_leaves(caplog):
    class Mail:
        def __init__(self, fault=None):
            self.fault, self.left = fault, False

        def send(self):
            if self.fault:
                raise self.fault
            self.left = True

    queue, good = MailQueue(), Mail()

    queue.put(Mail(OSError("refused")))
    queue.put(good)
    queue.waiting.join()

    assert good.left
    assert [record.getMessage() for record in caplog.records] == [
        "A mail about a review did not leave: OSError"
    ]


def test_a_server_that_never_answers_fills_no_memory(caplog):
    hangs = threading.Event()

    class Mail:
        def send(self):
            hangs.wait(60)

    queue, began = MailQueue(), time.monotonic()
    for _ in range(MOST_WAITING + 3):
        queue.put(Mail())

    assert queue.waiting.qsize() <= MOST_WAITING
    assert time.monotonic() - began < 30
    assert "too many wait" in caplog.text
    hangs.set()
    queue.waiting.join()


def test_only_editors_see_the_setting_and_it_is_kept(client, writer, learner):
    client.force_login(learner)
    assert "review_mails" not in fields(client.get("/my/settings/"))

    save(writer, review_mails="on")
    assert Learner.objects.get(user=writer.person).review_mails
    opened = fields(writer.get("/my/settings/"))
    assert opened.pop("review_mails") is not None
    save(writer, opened)

    assert not Learner.objects.get(user=writer.person).review_mails
