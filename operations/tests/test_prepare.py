"""prepare makes an empty machine ready, and does nothing where nothing is to be done."""

import io
import os
import resource
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guide.editors import grant_editor_permissions
from guide.models import Course
from guide.sync.files import content_models
from guide.tests.fixture_world import World
from tests.in_process import end_of_command
from web.pending_migrations import pending_migrations


@pytest.fixture
def fixtures(tmp_path, settings, db):
    settings.FIXTURE_DIRS = [tmp_path]
    made = World(tmp_path)
    made.write()
    return made


def prepare():
    out = io.StringIO()
    call_command("prepare", stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_first_start_loads_and_the_next_says_nothing(fixtures):
    # Conflicts, links and reports are looked at and decided; revisions and stale texts looked at.
    permissions = 3 * len(content_models()) + 8
    assert (
        prepare()
        == f"Group “Editors”: {permissions} permissions added.\nContent: 28 created.\n"
    )
    assert prepare() == ""


def test_a_later_start_merges_and_says_what_happened_in_one_line(fixtures):
    prepare()
    Course.objects.filter(slug="snakes").update(title="Ours")
    fixtures.set("guide.course", "snakes", title="Theirs")
    fixtures.set("guide.course", "tables", title="New")
    fixtures.drop("guide.term", "model")
    fixtures.write()

    assert (
        prepare()
        == "Content: 1 updated, 1 retired, 1 conflict to decide at http://localhost:8000/admin/guide/conflict/.\n"
    )
    assert (
        prepare()
        == "Content: 1 conflict to decide at http://localhost:8000/admin/guide/conflict/.\n"
    )


def test_faulty_fixtures_stop_it_with_every_reason(fixtures):
    fixtures.set("guide.course", "snakes", weeks="six")
    fixtures.write()

    with pytest.raises(
        CommandError,
        match=r"record 2 \(snakes\) weeks(.|\n)*The content was not loaded\.",
    ):
        prepare()


def test_a_start_that_finds_nothing_to_do_writes_nothing(fixtures):
    prepare()

    with CaptureQueriesContext(connection) as queries:
        prepare()

    assert not [
        each["sql"]
        for each in queries
        if each["sql"].startswith(("INSERT", "UPDATE", "DELETE", "CREATE"))
    ]


def test_editors_may_add_change_and_see_content_and_nothing_else(db):
    grant_editor_permissions()

    names = set(
        Group.objects.get(name="Editors").permissions.values_list(
            "content_type__app_label", "codename"
        )
    )
    assert {label for label, _ in names} == {"guide"}
    assert {"add_course", "change_course", "view_course", "change_conflict"} <= {
        name for _, name in names
    }
    forbidden = (
        "delete_",
        "add_conflict",
        "change_loadedrecord",
        "view_loadedrecord",
        "change_contentversion",
    )
    assert not [name for _, name in names if name.startswith(forbidden)]


def test_what_an_operator_gave_to_editors_stays(db):
    grant_editor_permissions()
    group = Group.objects.get(name="Editors")
    group.permissions.remove(group.permissions.get(codename="change_course"))

    assert grant_editor_permissions() == 1
    assert grant_editor_permissions() == 0


def test_a_migration_that_was_never_applied_is_pending(db):
    assert pending_migrations() == []

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'guide' AND name = '0001_initial'"
        )

    assert pending_migrations() == ["guide.0001_initial"]


@pytest.fixture
def machine(tmp_path):
    (tmp_path / "var").mkdir()
    return {
        **os.environ,
        "CAREERPATH_LOCAL": "1",
        "VAR_DIR": str(tmp_path / "var"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/var/careerpath.sqlite3",
    }


def children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def start(machine):
    began = children_seconds()
    done = subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=settings.BASE_DIR, env=machine, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.splitlines(), children_seconds() - began


def test_an_empty_machine_is_ready_after_one_command_and_starts_quickly_again(machine):
    lines, _ = start(machine)
    again, seconds = start(machine)

    assert [line.split(":")[0] for line in lines] == [
        "Database",
        "Group “Editors”",
        "Content",
    ]
    assert again == []
    assert seconds < 5  # of the processor, for the machine may be busy; it takes one


def test_the_folder_of_the_database_is_made(fixtures, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "new" / "var"

    prepare()

    assert settings.VAR_DIR.is_dir()


def test_a_folder_that_cannot_be_made_is_named(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.VAR_DIR = tmp_path / "file" / "var"

    with pytest.raises(CommandError, match=r"^VAR_DIR cannot be made: .*file/var"):
        prepare()


LOCAL = {"CAREERPATH_LOCAL": "1"}
WHY_UNUSABLE = {
    "sqlite:////nowhere/site.sqlite3": "unable to open database file",
    "postgres://someone@127.0.0.1:1/site": (
        'connection failed: connection to server at "127.0.0.1", port 1 failed: Connection refused'
        " Is the server running on that host and accepting TCP/IP connections?"
    ),
}


@pytest.mark.parametrize(("address", "why"), WHY_UNUSABLE.items())
def test_a_database_that_cannot_be_used_is_a_sentence_for_every_command(
    address, why, tmp_path, django_db_blocker
):
    environment = {**LOCAL, "VAR_DIR": str(tmp_path), "DATABASE_URL": address}

    assert end_of_command(environment, django_db_blocker, "sync_guide") == (
        1,
        "",
        f"The database cannot be used: {why}\n"
        "Check that it runs, that DATABASE_URL or VAR_DIR is right and writable, and that the disk has room.\n",
    )


NOT_READY = "The database is not ready. Run “manage.py prepare” first.\n"


@pytest.mark.parametrize("command", ["sync_guide", "dump_guide", "check_guide"])
def test_a_database_without_tables_is_to_be_prepared_first(
    command, tmp_path, django_db_blocker
):
    address = f"sqlite:///{tmp_path}/new.sqlite3"
    environment = {**LOCAL, "VAR_DIR": str(tmp_path), "DATABASE_URL": address}

    assert end_of_command(environment, django_db_blocker, command) == (1, "", NOT_READY)
    if command == "sync_guide":  # a process says the same
        done = subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=settings.BASE_DIR, env=os.environ | environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout, done.stderr) == (1, "", NOT_READY)


@pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_two_machines_prepare_an_empty_database_at_once(
    databases, machine, tmp_path, kind
):
    load_a_small_world(machine, tmp_path)
    if kind == "postgresql":
        name = f"empty{os.getpid()}"
        with databases.locked():
            databases.create(name, "template0")
            machine["DATABASE_URL"] = databases.cluster_address(name)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    both = [
        subprocess.Popen(
            [sys.executable, "manage.py", "prepare"],
            cwd=settings.BASE_DIR,
            env=machine,
            **pipes,
        )
        for _ in range(2)
    ]
    ends = [process.communicate() for process in both]

    assert [
        (process.returncode, err) for process, (_, err) in zip(both, ends, strict=True)
    ] == [(0, "")] * 2
    made = [out for out, _ in ends if "migrations applied" in out]
    assert len(made) == 1
    assert made[0].endswith("\nContent: 28 created.\n")


def load_a_small_world(machine, folder):
    """The machine loads these fixtures instead of the project's: what two do at once does not depend on how many."""
    small = folder / "small"
    small.mkdir()
    World(small).write()
    (folder / "settings_of_test.py").write_text(
        "from pathlib import Path\n"
        "from careerpath.settings import *\n"
        f"FIXTURE_DIRS = [Path({str(small)!r})]\n"
    )
    machine["PYTHONPATH"] = str(folder)
    machine["DJANGO_SETTINGS_MODULE"] = "settings_of_test"


def test_expired_sessions_are_cleared_and_others_stay(fixtures):
    prepare()
    now = timezone.now()
    for name, days in {"old": -1, "older": -30, "new": 1}.items():
        Session.objects.create(
            session_key=name, session_data="", expire_date=now + timedelta(days=days)
        )

    assert prepare() == "Sessions: 2 expired ones cleared.\n"
    assert [*Session.objects.values_list("pk", flat=True)] == ["new"]
    assert prepare() == ""
