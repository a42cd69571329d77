"""An account goes in one request with everything in it; who may change content hands that back first."""

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.own_data.tables import learner_tables
from accounts.tests.own_data.learners import ACTIONS, Past
from accounts.tests.pressing import OURS
from guide.editorial.keeping import keeping_revisions
from guide.editors import FORMER_EDITOR, SIGNATURES, signature
from guide.models import Link, Report, Revision, StaleText, Step
from guide.tests.factory import make_skill
from tests.people import PASSWORD, note_password

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PAGE = "/my/data/delete/"
User = get_user_model()


@pytest.fixture
def past(db):
    return Past()


def sign_in(user):
    client = Client()
    client.force_login(user)
    return client


def delete(client, prefix=""):
    return client.post(f"{prefix}{PAGE}", {"confirmed": "yes"}, headers=OURS)


def test_everything_of_the_person_is_gone_in_that_request(past, learner, other_learner):
    for number, name in enumerate(ACTIONS):
        past.do(learner, (name, number, "short"), number)
    past.do(other_learner, ("note", 0, "stays"), 0)
    EmailAddress.objects.get_or_create(user=learner, email=learner.email)
    elsewhere, client = Client(), sign_in(learner)
    elsewhere.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})

    response = delete(client)

    assert (response.status_code, response["Location"]) == (303, "/")
    assert not User.objects.filter(pk=learner.pk).exists()
    left = {
        name: table.model._base_manager.exclude(user=other_learner).count()
        for name, table in learner_tables().items()
    }
    assert left == dict.fromkeys(left, 0)
    assert not EmailAddress.objects.filter(email=learner.email).exists()
    assert not UserSession.objects.filter(user_id=learner.pk).exists()
    held = [session.get_decoded() for session in Session.objects.all()]
    assert [each for each in held if "_auth_user_id" in each] == []
    assert elsewhere.get("/my/history/").status_code == 302
    assert other_learner.progress_events.count() == 1


@pytest.mark.parametrize(
    ("prefix", "subject"),
    [("", "Your account is deleted"), ("/zh-hans", "账号已删除")],
)
def test_a_mail_confirms_it_in_the_language_of_the_page(learner, prefix, subject):
    address = learner.email

    delete(sign_in(learner), prefix)

    assert [(m.to, m.subject.removeprefix("【careerpath】")) for m in mail.outbox] == [
        ([address], subject)
    ]


def test_without_a_word_of_yes_nothing_is_deleted(learner):
    client = sign_in(learner)

    assert "Download everything first" in client.get(PAGE).text
    assert client.post(PAGE, headers=OURS).status_code == 200
    assert User.objects.filter(pk=learner.pk).exists()


def test_an_old_sign_in_is_asked_for_the_password_first(learner):
    client = sign_in(learner)
    note_password(client, learner, 0)

    response = delete(client)

    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.filter(pk=learner.pk).exists()


def test_an_editor_hands_the_rights_back_first(editor):
    boss = User.objects.create_superuser("boss@own.example", PASSWORD)

    response = delete(sign_in(editor))

    assert "Hand back your rights first" in response.text
    assert boss.email in response.text
    assert User.objects.filter(pk=editor.pk).exists()


def test_the_last_superuser_cannot_delete_himself(db):
    boss = User.objects.create_superuser("boss@own.example", PASSWORD)

    response = delete(sign_in(boss))

    assert "Nobody else manages accounts here." in response.text
    assert User.objects.filter(pk=boss.pk).exists()


def test_what_a_former_editor_wrote_on_content_stays_without_the_person(learner):
    with keeping_revisions(by=learner.email):
        make_skill()
    LogEntry.objects.create(
        user=learner,
        content_type=ContentType.objects.get_for_model(Step),
        object_id="1",
        object_repr="SQL",
        action_flag=CHANGE,
    )

    delete(sign_in(learner))

    assert {*Revision.objects.values_list("by", flat=True)} == {FORMER_EDITOR}
    author = LogEntry.objects.get().user
    assert (author.email, author.is_active) == (FORMER_EDITOR, False)
    assert not author.has_usable_password()


def test_no_column_that_says_who_keeps_the_name_of_a_deleted_editor(learner):
    name, now = learner.get_username(), timezone.now()
    Link.objects.create(address="https://a.example/", opened_by=name, opened_at=now)
    Report.objects.create(
        token_hash="1",
        kind="mistake",
        page="/",
        words="Any",
        made_at=now,
        state="answered",
        answer="Mended.",
        decided_at=now,
        decided_by=name,
    )
    StaleText.objects.create(
        model="guide.skill", row=1, field="name", language="zh", since=now, by=name
    )

    delete(sign_in(learner))

    signed = {
        getattr(row, column)
        for model, column in SIGNATURES
        for row in model.objects.all()
    }
    assert signed == {FORMER_EDITOR}
    assert signature(FORMER_EDITOR) == "a former editor"


def test_every_column_that_says_who_is_signed_anew():
    """They all have the length of an address."""
    columns = {
        (model, field.name)
        for model in apps.get_app_config("guide").get_models()
        for field in model._meta.get_fields()
        if field.name.endswith("by") and getattr(field, "max_length", 0) == 254
    }

    assert columns == set(SIGNATURES)
