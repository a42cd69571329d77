"""After a deletion nothing of the person is left, in whichever table and column of the database it stood.

The person has an address, a number and a word that nobody else has. All tables are read, not those of models alone.
"""

import gzip
import json
import zlib
from base64 import urlsafe_b64decode
from datetime import date

import pytest
from allauth.account.models import EmailConfirmation
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import CalendarLink, DataImport, SharedLink, StudyPlan, User
from accounts.models.calendar_link import Entry
from accounts.tests.keys import make_key
from accounts.tests.own_data.learners import ACTIONS, Past
from accounts.tests.pressing import OURS
from guide.editorial.keeping import keeping_revisions
from guide.models import DraftNote, Revision
from guide.tests.factory import make_skill
from tests.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WORD, NUMBER = "zanzibar", 987_654_321
ADDRESS, SECOND = f"{WORD}@person.example", f"{WORD}@second.example"


@pytest.fixture
def person(db):
    person = User.objects.create_user(ADDRESS, PASSWORD, pk=NUMBER)
    for address in (ADDRESS, SECOND):
        person.emailaddress_set.create(
            email=address, verified=address == ADDRESS, primary=address == ADDRESS
        )
    return person


def learn(person):
    """Something in each table of a learner, with the word wherever one may write."""
    past, now = Past(), timezone.now()
    for number, name in enumerate(ACTIONS):
        past.do(person, (name, number, WORD), number)
    StudyPlan.objects.keep(person, f"roadmap={WORD}", json.dumps({"name": WORD}))
    CalendarLink.objects.renew(person, "en")
    entry = Entry(WORD, date(2026, 5, 4), WORD, f"https://a.example/{WORD}")
    CalendarLink.objects.get(user=person).follow([entry])
    SharedLink.objects.make(
        person, label=WORD, shown_name=WORD, kind="progress", roadmap=past.roadmap
    )
    DataImport.objects.create(
        user=person, at=now, before=gzip.compress(WORD.encode()), after_digest=WORD
    )


def have_rights_once(person):
    """What somebody leaves who was an editor, and what a superuser did to the account."""
    person.groups.add(Group.objects.create(name="Readers"))
    person.user_permissions.add(Permission.objects.first())
    with keeping_revisions(by=ADDRESS):
        make_skill()
    DraftNote.objects.create(
        draft=Revision.objects.first(), person=NUMBER, by=SECOND, at=timezone.now()
    )
    about = {
        "content_type": ContentType.objects.get_for_model(User),
        "object_id": str(NUMBER),
        "object_repr": ADDRESS,
        "action_flag": CHANGE,
    }
    inner = [{"changed": {"name": "email address", "object": SECOND}}]
    boss = User.objects.create_superuser("boss@own.example", PASSWORD)
    LogEntry.objects.create(user=boss, change_message=json.dumps(inner), **about)
    LogEntry.objects.create(user=person, **about)


def sign_in(person):
    """By the form, so that browsers are known, after a wrong password; the address is confirmed by a mail."""
    client = Client()
    for password in ("wrong", PASSWORD):
        client.post("/accounts/login/", {"login": ADDRESS, "password": password})
    make_key(person, WORD)
    unsure = person.emailaddress_set.get(email=SECOND)
    EmailConfirmation.create(unsure).save()
    return client


def models_of_people():
    return [
        (model, field.attname)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is User
    ]


def rows_of(person):
    return {
        model._meta.label: model._base_manager.filter(**{column: NUMBER}).count()
        for model, column in models_of_people()
    }


def readable(value) -> str:
    """What stands in a cell, unpacked as far as the site packs anything."""
    content = bytes(value) if isinstance(value, bytes | memoryview) else b""
    if content.startswith(b"\x1f\x8b"):
        return gzip.decompress(content).decode()
    text = content.decode("utf-8", "replace") if content else str(value)
    try:
        unpacked = urlsafe_b64decode(text.encode() + b"==")
        return text + zlib.decompress(unpacked).decode("utf-8", "replace")
    except (ValueError, zlib.error):
        return text


def cells():
    """Every cell of every table, and what is in the sessions."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  a name that we read
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield f"{table}.{name}", readable(value)
    for session in Session.objects.all():
        yield "a session", json.dumps(session.get_decoded())


def places_of(person):
    """The columns in which the word, an address or the number of the person is found."""
    return {
        place for place, text in cells() if WORD in text.lower() or str(NUMBER) in text
    }


def test_nothing_of_the_person_is_left_in_any_table(person):
    learn(person)
    have_rights_once(person)
    client = sign_in(person)
    before = rows_of(person)
    assert [label for label, rows in before.items() if not rows] == []
    assert {"a session", "accounts_stepnote.text", "guide_revision.by"} <= places_of(person)  # fmt: skip

    response = client.post("/my/data/delete/", {"confirmed": "yes"}, headers=OURS)

    assert (response.status_code, response["Location"]) == (303, "/")
    assert rows_of(person) == dict.fromkeys(before, 0)
    assert places_of(person) == set()
    assert LogEntry.objects.count() == 2
