"""A session brings its person along, and nobody else."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Learner, User
from accounts.sign_in.session_person import find_person, find_session
from guide.tests.factory import make_roadmap

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def signed_in(client, learner):
    client.force_login(learner)
    UserSession.objects.create(  # as a sign-in by the form notes it
        user=learner, session_key=client.session.session_key, ip="127.0.0.1"
    )
    return client


def person_asked_by(client):
    """Of the page's request: the address of who is signed in, or empty."""
    request = client.get("/my/").wsgi_request
    return getattr(request.user, "email", "")


def fields_of(record):
    return {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
    }


@pytest.mark.parametrize("has_settings", [True, False])
def test_the_person_is_the_same_as_django_would_load(signed_in, learner, has_settings):
    if has_settings:
        Learner.objects.set_fields(
            learner, roadmap_id=make_roadmap().pk, hours_a_week=6, theme="dark"
        )
    usual = User.objects.get(pk=learner.pk)

    for person in (
        find_person(learner.pk),
        find_session(signed_in.session.session_key)[1],
    ):
        assert fields_of(person) == fields_of(usual)
        assert {type(value) for value in fields_of(person).values()} == {
            type(value) for value in fields_of(usual).values()
        }
        with CaptureQueriesContext(connection) as captured:
            mine = getattr(person, "learner", None)
        assert captured.captured_queries == []
        assert (mine and fields_of(mine)) == (
            fields_of(usual.learner) if has_settings else None
        )
        assert not mine or mine.user is person
        assert person._state.adding is False


def test_session_and_person_are_one_query(signed_in, learner):
    key = signed_in.session.session_key

    with CaptureQueriesContext(connection) as captured:
        data, person = find_session(key)

    assert len(captured) == 1
    assert (person, bool(data)) == (learner, True)


def test_a_session_that_has_ended_is_none(signed_in):
    key = signed_in.session.session_key
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert find_session(key) is None
    assert person_asked_by(signed_in) == ""


def test_a_session_whose_sign_in_was_not_noted_is_whole(signed_in, learner):
    UserSession.objects.all().delete()

    assert person_asked_by(signed_in) == learner.email


def test_the_session_says_whose_it_is_and_not_the_note(
    signed_in, learner, other_learner
):
    UserSession.objects.update(user=other_learner)

    assert person_asked_by(signed_in) == learner.email


@pytest.mark.parametrize(
    ("field", "value"), [("is_active", False), ("password", "another")]
)
def test_who_may_not_stay_is_nobody(signed_in, learner, field, value):
    User.objects.filter(pk=learner.pk).update(**{field: value})

    assert person_asked_by(signed_in) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (auth.BACKEND_SESSION_KEY, "django.contrib.auth.backends.ModelBackend"),
        (auth.HASH_SESSION_KEY, "forged"),
        (auth.HASH_SESSION_KEY, ""),
        (auth.SESSION_KEY, "0"),
    ],
)
def test_a_session_that_names_something_else_is_nobodys(signed_in, name, value):
    session = signed_in.session
    session[name] = value
    session.save()

    assert person_asked_by(signed_in) == ""


def test_a_deleted_person_is_nobody(signed_in, learner):
    learner.delete()

    assert person_asked_by(signed_in) == ""


def test_a_former_key_still_signs_in_and_is_replaced(signed_in, learner, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another " * 10
    before = signed_in.session.session_key

    assert person_asked_by(signed_in) == learner.email
    assert signed_in.cookies["sessionid"].value != before
    assert person_asked_by(signed_in) == learner.email


def test_two_people_are_told_apart_in_one_process(client, learner, other_learner):
    for person in (learner, other_learner, learner):
        client.force_login(person)
        assert person_asked_by(client) == person.email
