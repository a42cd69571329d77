"""In most tests the search index follows a change when it is next read, not with each of the records that a test makes.

A record that is saved costs ten queries of the index, and tests make hundreds that nobody searches for: a third of what
the tests of pages cost. The tests of the search, and those whose database other processes read, have it follow each
change, as the site does; so does a test that asks for the fixture `index_follows`.
"""

from collections import defaultdict
from pathlib import Path

import pytest
from django.db import connection

from guide import signals
from guide.search import following
from guide.search.following import TOUCHED
from guide.search.index import refresh_records
from guide.search.rows import KINDS

SEARCH = Path(__file__).resolve().parent.parent / "guide" / "tests" / "search"
TABLES = "guide_search"  # how their names begin
FOLLOWING = {"index_follows", "transactional_db", "live_server"}


class Postponed:
    """The records of the index that changes have touched since it was last read."""

    def __init__(self):
        self.touched = defaultdict(set)

    def note(self, rows):
        for row in rows:
            for kind, pk in TOUCHED[type(row)](row):
                self.touched[kind].add(pk)

    def before_query(self, execute, sql, params, many, context):
        if self.touched and TABLES in sql:
            touched, self.touched = self.touched, defaultdict(set)
            for kind in KINDS:
                if touched[kind]:
                    refresh_records(kind, touched[kind])
        return execute(sql, params, many, context)


@pytest.fixture
def index_follows():
    """The index follows each change at once."""


@pytest.fixture(autouse=True)
def index_follows_when_read(request, monkeypatch):
    marker = request.node.get_closest_marker("django_db")
    if (
        FOLLOWING & {*request.fixturenames}
        or (marker and marker.kwargs.get("transaction"))
        or SEARCH in request.path.parents
    ):
        yield
        return
    postponed = Postponed()
    for writer in (signals, following):  # of one record, and of a load
        monkeypatch.setattr(writer, "follow_changes", postponed.note)
    with connection.execute_wrapper(postponed.before_query):
        yield
