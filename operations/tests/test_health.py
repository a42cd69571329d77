"""What a machine asks: does the process live, does it reach its database."""

import json
import sqlite3
from contextlib import closing

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from careerpath.logs import JsonFormatter
from operations import health
from tests.document import document
from tests.in_process import database_of

pytestmark = pytest.mark.both_databases


def test_health_needs_no_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.text, response.headers["Content-Type"]) == (
        200,
        "ok\n",
        "text/plain",
    )


@pytest.mark.django_db
def test_ready_means_that_the_database_answers(client):
    response = client.get("/readyz")

    assert (response.status_code, response.text) == (200, "ready\n")


@pytest.mark.django_db
def test_health_is_asked_with_any_host_and_needs_no_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    answers = [
        client.get("/readyz", headers={"host": host}).status_code
        for host in ("localhost", "10.0.0.5", "a b", "")
    ]

    assert answers == [200] * 4


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_no_trace_in_the_log(client, caplog):
    health = client.get("/healthz", headers={"host": "10.0.0.5"})
    assert (health.status_code, caplog.records) == (200, [])

    page = client.get("/roles/", headers={"host": "10.0.0.5"})

    assert page.status_code == 400
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert [json.loads(line).get("trace") for line in lines] == [None] * len(lines)
    assert "Invalid HTTP_HOST header: '10.0.0.5'" in lines[0]


@pytest.mark.django_db
def test_a_program_that_is_newer_than_its_tables_is_not_ready_until_they_follow(
    client, django_assert_num_queries
):
    newest = MigrationRecorder(connection).migration_qs.filter(app="guide").latest("id")
    newest.delete()
    pending = client.get("/readyz")
    MigrationRecorder(connection).record_applied(newest.app, newest.name)

    with django_assert_num_queries(
        6 if connection.vendor == "sqlite" else 8
    ):  # with a savepoint
        ready = client.get("/readyz")

    assert (pending.status_code, pending.text) == (
        503,
        "migrations are pending: run manage.py prepare\n",
    )
    assert (ready.status_code, ready.text) == (200, "ready\n")


@pytest.mark.django_db
def test_without_a_database_it_is_not_ready_but_alive(client):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(refuse):
        ready, alive = client.get("/readyz"), client.get("/healthz")

    assert (ready.status_code, ready.text) == (503, "the database does not answer\n")
    assert alive.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/zh-hans", "zh-Hans")])
def test_a_page_without_a_database_is_a_branded_503_in_its_language(
    client, prefix, language
):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(refuse):
        response = client.get(f"{prefix}/roles/")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert document(response).get("lang") == language
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_only_asked_and_never_stored(client, address):
    assert client.post(address).status_code == 405
    assert client.get(address).headers["Cache-Control"] == "private, no-store"


@pytest.fixture
def site_database(databases, tmp_path, django_db_blocker):
    """A file of its own, with a connection as a server has it."""
    address = databases.new_sqlite(tmp_path / "careerpath.sqlite3")
    environment = {"VAR_DIR": str(tmp_path), "DATABASE_URL": address}
    with (
        django_db_blocker.unblock(),
        database_of({"CAREERPATH_LOCAL": "1", **environment}),
    ):
        yield tmp_path / "careerpath.sqlite3"


@pytest.mark.sqlite_only
def test_a_database_that_can_be_written_is_ready_and_is_not_changed(site_database):
    before = site_database.read_bytes()

    assert health.why_not_ready() == ""
    assert site_database.read_bytes() == before
    assert {path.suffix for path in site_database.parent.iterdir()} <= {
        ".sqlite3",
        ".sqlite3-wal",
        ".sqlite3-shm",
        ".key",
        "",
    }


@pytest.mark.sqlite_only
def test_a_database_that_can_only_be_read_is_not_ready(site_database):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")

    assert health.why_not_ready() == "the database cannot be written"


@pytest.mark.sqlite_only
def test_the_probe_waits_two_seconds_for_its_turn(site_database, monkeypatch):
    monkeypatch.setattr(health, "WRITE_SECONDS", 0)
    with closing(sqlite3.connect(site_database)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert health.why_not_ready() == "the database is busy"
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)


@pytest.mark.sqlite_only
def test_a_full_disk_is_not_ready(site_database, monkeypatch):
    def refuse(**options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(health.tempfile, "TemporaryFile", refuse)

    assert (
        health.why_not_ready()
        == "nothing can be written beside the database: No space left on device"
    )
