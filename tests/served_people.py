"""People of a served site and the sessions of their browsers, made in the process of the tests: no form, no wait."""

import time
from contextlib import contextmanager

from django.contrib.auth.models import Group
from django.test import Client, override_settings

from accounts.models import User
from guide.editors import EDITORS_GROUP
from tests.in_process import database_of, load_settings
from tests.people import make_person, note_password
from tests.savers import Learner


@contextmanager
def inside(site, blocker):
    """Django works with the database, the key and the password hashes of a served site.

    A cheaper hash would be made anew at the first password that is given, and the session would end with it.
    """
    theirs = load_settings(site.environment)
    with (
        blocker.unblock(),
        database_of(site.environment),
        override_settings(
            SECRET_KEY=theirs.SECRET_KEY, PASSWORD_HASHERS=theirs.PASSWORD_HASHERS
        ),
    ):
        yield


def make_editor(email):
    """Safe to call twice, inside of a site."""
    user = User.objects.filter(email=email).first()
    user = user or make_person(email, is_staff=True)
    user.groups.add(Group.objects.get(name=EDITORS_GROUP))
    return user


def new_session(user, just_signed_in=True):
    """The key of a session, as a sign-in with the password leaves it, or one that is to give it once more."""
    client = Client()
    client.force_login(user)
    note_password(client, user, time.time() if just_signed_in else 0)
    return client.session.session_key


def new_learners(site, blocker, number, kind="saver", make=User.objects.create_user):
    """New people with an account, each signed in, who save by plain HTTP."""
    with inside(site, blocker):
        people = [make(f"{kind}-{each}@example.org") for each in range(number)]
        return [Learner(new_session(person), site.port) for person in people]


def sign_in_editor(site, blocker, context, email):
    """With a browser that knows nothing of it yet."""
    with inside(site, blocker):
        bring_session(site, context, new_session(make_editor(email)))


def bring_session(site, context, key):
    """As the site sets it."""
    cookie = {"name": "sessionid", "value": key, "url": site.url}
    context.add_cookies([cookie | {"httpOnly": True, "sameSite": "Lax"}])
