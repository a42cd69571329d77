"""What the database refuses is said as what it is, and its cause stands in the log."""

import logging

import pytest
from django.db import OperationalError, ProgrammingError, connection

from guide.models import Term
from tests.document import document, words
from web.database_errors import (
    AWAY,
    BUSY,
    FULL,
    FULL_AT_OPENING,
    READ_ONLY,
    SLOW,
    TOO_LONG,
    explain_database_error,
)


class Cause(Exception):
    sqlite_errorname = None
    sqlstate = None


def caused(text="", **known):
    error = OperationalError(text)
    error.__cause__ = Cause(text)
    for name, value in known.items():
        setattr(error.__cause__, name, value)
    return error


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (caused(sqlite_errorname="SQLITE_FULL"), FULL),
        (caused(sqlite_errorname="SQLITE_BUSY_SNAPSHOT"), BUSY),
        (caused(sqlite_errorname="SQLITE_READONLY_DBMOVED"), READ_ONLY),
        (caused(sqlite_errorname="SQLITE_INTERRUPT"), SLOW),
        (caused("too many SQL variables", sqlite_errorname="SQLITE_ERROR"), TOO_LONG),
        (caused("no such table: a", sqlite_errorname="SQLITE_ERROR"), None),
        (caused(sqlite_errorname="SQLITE_CONSTRAINT_UNIQUE"), None),
        (caused(sqlstate="53100"), FULL),
        (caused(sqlstate="53300"), BUSY),
        (caused(sqlstate="57014"), SLOW),
        (caused(sqlstate="57P01"), AWAY),
        (caused(sqlstate="40P01"), BUSY),
        (caused(sqlstate="25006"), READ_ONLY),
        (caused(sqlstate="42P01"), None),
        (OperationalError("the server closed the connection"), AWAY),
        (OperationalError("others have been saving for too long"), BUSY),
        (OperationalError("no such table: a"), None),
        (ProgrammingError("away"), None),
        (ValueError("away"), None),
        (None, None),
    ],
)
def test_each_cause_is_told_from_the_others(error, refusal):
    assert explain_database_error(error) is refusal


@pytest.mark.parametrize("name", ["SQLITE_IOERR_SHMSIZE", "SQLITE_CANTOPEN"])
def test_a_database_that_cannot_be_opened_on_a_full_disk_is_not_away(name, monkeypatch):
    error = caused("disk I/O error", sqlite_errorname=name)
    assert explain_database_error(error) is AWAY

    monkeypatch.setattr("web.database_errors.LEAST_ROOM", float("inf"))

    assert explain_database_error(error) is FULL_AT_OPENING
    assert FULL_AT_OPENING.cause == FULL.cause


def refuse(sql_begin, error):
    def wrapper(execute, sql, params, many, context):
        if sql.startswith(sql_begin):
            raise error
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_page_and_the_log_say_the_cause(client, db, prefix, caplog):
    slow = caused("interrupted", sqlite_errorname="SQLITE_INTERRUPT")
    with refuse("SELECT", slow):
        response = client.get(f"{prefix}/roles/?page=2")

    assert response.status_code == 503
    heading = words(document(response).find(".//h1"))
    assert ("cannot answer" in heading) == (not prefix)
    lines = [record.getMessage() for record in caplog.records]
    said = "A question to the database took too long: interrupted"
    assert f"{said} ({prefix}/roles/)" in lines


@pytest.fixture
def read_only(db):
    """A real refusal, as a full disk is one, but quickly made."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        yield
        cursor.execute("PRAGMA query_only = OFF")


@pytest.mark.sqlite_only
def test_a_sign_in_that_cannot_be_counted_is_not_called_too_many_requests(
    client, read_only, caplog
):
    typed = {"login": "a@b.example", "password": "wrong-password"}
    response = client.post("/accounts/login/", typed)

    assert response.status_code == 503
    assert "Our database can only be read at the moment" in response.text
    assert "wrong-password" not in response.text
    cause = "The database cannot be written: attempt to write a readonly database (/accounts/login/)"
    assert cause in [record.getMessage() for record in caplog.records]


def test_a_fault_of_ours_is_still_an_error_with_its_trace(client, db, caplog):
    client.raise_request_exception = False
    missing = caused("no such table: guide_role", sqlite_errorname="SQLITE_ERROR")
    with refuse("SELECT", missing):
        response = client.get("/roles/?page=2")

    assert response.status_code == 500
    assert any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize("asked", ["word", "word" * 60_000, "w " * 3000])
def test_a_long_search_of_an_editor_is_not_an_outage(admin_client, asked, caplog):
    Term.objects.create(slug="a", name_en="a")
    caplog.set_level(logging.ERROR)
    response = admin_client.get("/admin/guide/term/", {"q": asked})

    assert response.status_code in (200, 400, 414)
    assert "database does not answer" not in response.text
    assert [r.getMessage() for r in caplog.records if "does not answer" in r.msg] == []
