"""A new database is made by the squashed migrations, an older one by those that they replace: both end alike.

The older ones take twenty seconds of the processor, so that each run tries them on SQLite, and a long one on both.
"""

import os
import re

import pytest
from django.db.migrations.loader import MigrationLoader

from guide.tests.machine import KINDS, OnPostgres, OnSQLite
from tests.databases import EMPTY
from tests.examples import is_long_run

pytestmark = pytest.mark.load

# Leaves a database as a program of before the squashed ones would have.
GO_TO_OLDER_STATE = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
executor = MigrationExecutor(connection)
executor.loader = MigrationLoader(connection, replace_migrations=False)
executor.migrate([("guide", "0020_titles_in_chinese"), ("accounts", "0008_american_words")])
"""
FILES = "SELECT name, records FROM guide_loadedfile"
ONE_FILE = "INSERT INTO guide_loadedfile (name, digest, records) VALUES ('old', '', 7)"
APPLIED = "SELECT app, name FROM django_migrations"
# What the database says of itself.
ON_POSTGRESQL = [
    """SELECT table_name, column_name, udt_name, character_maximum_length, numeric_precision, numeric_scale,
        is_nullable, column_default, is_identity, identity_generation, generation_expression
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), condeferrable, condeferred
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT extname FROM pg_extension",
    "SELECT sequencename::text, data_type::text FROM pg_sequences WHERE schemaname = 'public'",
    "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
]
ON_BOTH = [
    APPLIED,
    "SELECT app_label, model FROM django_content_type",
    "SELECT codename, name FROM auth_permission",
]


def description(machine):
    """Tables, indexes, constraints, triggers, and the rows that migrations leave; columns in any order."""
    if isinstance(machine, OnSQLite):
        found = machine.ask("SELECT type, name, sql FROM sqlite_master")
        tables = [(kind, name, *parts_of(sql or "")) for kind, name, sql in found]
    else:
        tables = [machine.ask(question) for question in ON_POSTGRESQL]
        tables = [("PostgreSQL", *row) for rows in tables for row in rows]
    rows = [(question, *row) for question in ON_BOTH for row in machine.ask(question)]
    return sorted([*tables, *rows], key=str)


def parts_of(statement):
    """The columns and constraints of a table, or the words of any other statement."""
    if not statement.startswith("CREATE TABLE"):
        return [statement]
    parts, depth, start = [], 0, statement.index("(") + 1
    body = statement[start : statement.rindex(")")]
    for piece in re.split(r"(,)", body):
        if piece == "," and depth == 0:
            parts.append("")
            continue
        parts = parts or [""]
        parts[-1] += piece
        depth += piece.count("(") - piece.count(")")
    return [statement[:start], *sorted(part.strip() for part in parts)]


@pytest.fixture(params=KINDS if is_long_run() else KINDS[:1])
def machines(request, databases, tmp_path, django_db_blocker):
    """One with a database of an older program, and one with a new database."""
    folders = [tmp_path / "older", tmp_path / "new"]
    for folder in folders:
        folder.mkdir()
    if request.param == "sqlite":
        databases.new_sqlite(folders[1] / "careerpath.sqlite3")
        return [OnSQLite(folder, django_db_blocker) for folder in folders]
    name = f"older{os.getpid()}"
    with databases.locked():
        databases.create(name, EMPTY)
    addresses = [databases.cluster_address(name), databases.new_postgres()]
    return [
        OnPostgres(folder, address, django_db_blocker)
        for folder, address in zip(folders, addresses, strict=True)
    ]


def test_an_older_database_goes_on_by_the_older_migrations_to_the_same_tables(machines):
    older, new = machines
    older.call("shell", "-v0", "-c", GO_TO_OLDER_STATE)
    with older.connect() as connection:
        connection.execute(ONE_FILE)
    before = {name for _app, name in older.ask(APPLIED)}
    assert "0020_titles_in_chinese" in before
    assert "0021_years_of_readings" not in before

    older.call("migrate", "-v0", "--skip-checks")

    assert description(older) == description(new)
    assert older.ask(FILES) == [("old", 7)]
    assert len(description(new)) > 500
    code, out, _err = older.call_end("showmigrations", "--plan")
    assert (code, "[ ]" in out) == (0, False)


def test_a_squashed_migration_waits_for_nothing_but_what_those_it_replaces_wait_for():
    """Else a database stands still where one app has all of the older ones, and the other only some."""
    loader = MigrationLoader(None)

    for (app, _name), squashed in loader.replacements.items():
        asked = [loader.disk_migrations[key].dependencies for key in squashed.replaces]
        of_others = {each for needs in asked for each in needs if each[0] != app}
        assert {each for each in squashed.dependencies if each[0] != app} <= of_others
    assert len(loader.replacements) == 2
