"""`make editor`: an account that may edit content, made by somebody at the machine."""

import io
import sys

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from tests.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_editor(monkeypatch):
    def make(email, password=PASSWORD, **options):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
        out = io.StringIO()
        call_command(
            "make_editor", email=email, password_stdin=True, stdout=out, **options
        )
        return out.getvalue().strip()

    return make


def test_a_new_editor_signs_in_at_once_and_opens_the_admin(make_editor):
    said = make_editor("Ed@Example.org")

    client = Client()
    signed_in = client.post(
        "/accounts/login/",
        {"login": "ed@example.org", "password": PASSWORD, "next": "/admin/"},
    )

    assert (
        said
        == "ed@example.org is a new editor. The admin is at http://localhost:8000/admin/"
    )
    assert signed_in.url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_an_editor_is_staff_in_one_group_and_no_more(make_editor):
    make_editor("ed@example.org")
    editor = User.objects.get()

    assert (editor.is_staff, editor.is_superuser) == (True, False)
    assert [group.name for group in editor.groups.all()] == ["Editors"]
    assert not editor.user_permissions.exists()
    assert {name.split(".")[0] for name in editor.get_all_permissions()} == {"guide"}
    assert [*EmailAddress.objects.values_list("email", "verified", "primary")] == [
        ("ed@example.org", True, True)
    ]


def test_a_second_time_changes_nothing(make_editor):
    make_editor("ed@example.org")
    before = User.objects.values().get()

    assert (
        make_editor("ed@example.org", "another-lantern-9")
        == "ed@example.org is an editor already. Nothing was changed."
    )
    assert User.objects.values().get() == before


def test_a_learner_becomes_an_editor_and_keeps_the_password(make_editor, learner):
    said = make_editor(learner.email, "another-lantern-9")

    assert said.startswith(
        "learner@example.org is an editor now and keeps the password it has."
    )
    assert User.objects.get().check_password(PASSWORD)


def test_the_password_of_an_account_that_was_never_confirmed_is_not_trusted(
    make_editor,
):
    make_person("ed@example.org").emailaddress_set.update(verified=False)

    make_editor("ed@example.org", "another-lantern-9")

    assert User.objects.get().check_password("another-lantern-9")
    assert EmailAddress.objects.get().verified


@pytest.mark.parametrize(
    ("email", "password", "fault"),
    [
        ("nonsense", PASSWORD, "“nonsense” is not an email address."),
        ("ed@example.org", "short", "This password is too short."),
        ("ed@example.org", "ed@example.org", "too similar"),
        ("ed@example.org", "", "too short"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_made(make_editor, email, password, fault):
    with pytest.raises(CommandError, match=fault):
        make_editor(email, password)

    assert not User.objects.exists()


def test_an_account_that_is_switched_off_stays_off(make_editor, learner):
    User.objects.update(is_active=False)

    with pytest.raises(CommandError, match="switched off"):
        make_editor(learner.email)


def test_a_superuser_signs_in_at_once_and_may_manage_people(make_editor):
    said = make_editor("boss@example.org", superuser=True)
    again = make_editor("boss@example.org", superuser=True)
    as_editor = make_editor("boss@example.org")

    boss = User.objects.get()
    assert said.startswith("boss@example.org is a new superuser. ")
    assert again == "boss@example.org is a superuser already. Nothing was changed."
    assert as_editor == "boss@example.org is an editor already. Nothing was changed."
    assert (boss.is_staff, boss.is_superuser) == (True, True)
    client = Client()
    client.post("/accounts/login/", {"login": boss.email, "password": PASSWORD})
    assert client.get("/admin/accounts/user/").status_code == 200


def test_an_editor_becomes_a_superuser_and_keeps_the_password(make_editor):
    make_editor("ed@example.org")
    before = User.objects.get().password

    said = make_editor("ed@example.org", superuser=True)

    assert "is a superuser now and keeps the password it has" in said
    assert User.objects.get().password == before
    assert User.objects.get().is_superuser


@pytest.mark.parametrize("password", ["quiet-\udcff-lantern", "quiet-\0-lantern"])
def test_a_password_that_nobody_can_type_is_refused(make_editor, password):
    with pytest.raises(CommandError, match="characters that cannot be typed"):
        make_editor("ed@example.org", password)

    assert not User.objects.exists()


def test_where_nobody_types_a_password_the_switches_are_named(monkeypatch):
    def nobody(prompt):
        raise EOFError

    command = "accounts.management.commands.make_editor.getpass"
    monkeypatch.setattr(command, nobody)
    with pytest.raises(CommandError, match="Use --email and --password-stdin"):
        call_command("make_editor", email="ed@example.org")
