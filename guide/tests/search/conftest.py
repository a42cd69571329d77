"""The real content with its index, on both databases, ready to be searched in the process of the tests."""

import os

import pytest

from guide.cache import clear_caches
from tests.in_process import database_of

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session", params=KINDS)
def prepared(request, databases, tmp_path_factory):
    """The address of a database with the real content. Tests of the folder only read it, or roll back."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("searched") / "careerpath.sqlite3"
        return databases.new_sqlite(path, "prepared")
    return databases.new_postgres("prepared")


@pytest.fixture
def content(prepared, tmp_path, django_db_blocker):
    environment = os.environ | {
        "CAREERPATH_LOCAL": "1",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": prepared,
    }
    with django_db_blocker.unblock(), database_of(environment):
        clear_caches()
        yield
    clear_caches()
