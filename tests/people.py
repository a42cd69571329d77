"""The people whom tests know, and ways to make content with sensible defaults."""

import time

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from careerpath.page_cache import PAGES
from guide.cache import clear_caches
from guide.editors import grant_editor_permissions
from guide.models import ContentVersion
from tests.contact import CONTACT
from web import daily_limit, rate_limit

PASSWORD = "quiet-lantern-7"


@pytest.fixture(autouse=True)
def _quick_and_fresh(settings):
    """Cheap password hashes, no files, no memory of the content version, what hangs on it, and presses.

    With CONTACT, so that the walks through all pages find those that exist only with it.
    """
    # Each new client of a test would look at every static file, a quarter of all time.
    settings.WHITENOISE_USE_FINDERS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CONTENT_VERSION_SECONDS = 0
    settings.CONTACT = CONTACT
    ContentVersion._known = (0.0, 0)
    PAGES.clear()
    clear_caches()
    rate_limit.counts.clear()
    daily_limit.amounts.clear()


@pytest.fixture(autouse=True)
def _just_signed_in(monkeypatch):
    """`force_login` stands for a sign-in with the password just now, as django-allauth notes it in the session."""
    force_login = Client.force_login

    def sign_in(client, user, backend=None):
        force_login(client, user, backend)
        note_password(client, user, time.time())

    monkeypatch.setattr(Client, "force_login", sign_in)


def note_password(client, user, at):
    """Let the session of a browser begin with a password that was given then."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


@pytest.fixture
def fresh_cache(db):
    cache.clear()


def make_person(email, **fields):
    user = User.objects.create_user(email, PASSWORD, **fields)
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    return user


@pytest.fixture
def learner(db):
    return make_person("learner@example.org")


@pytest.fixture
def other_learner(db):
    return make_person("other@example.org")


@pytest.fixture
def editor(db):
    grant_editor_permissions()
    user = make_person("editor@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def superuser(db):
    return make_person("root@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def signed_in(client, learner):
    """The browser of the learner."""
    client.force_login(learner)
    return client


@pytest.fixture
def desk(client, editor):
    """The browser of the editor; two pages open in it stand for two editors."""
    client.force_login(editor)
    return client
