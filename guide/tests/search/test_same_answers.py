"""Both databases only find rows; the order is ours, so their answers are the same."""

import os
from statistics import mean

import pytest

from guide.cache import clear_caches
from guide.tests.search.judged import found_for, judged_searches
from tests.in_process import database_of


def first_three(address, folder, blocker):
    environment = os.environ | {
        "CAREERPATH_LOCAL": "1",
        "VAR_DIR": str(folder),
        "DATABASE_URL": address,
    }
    with blocker.unblock(), database_of(environment):
        clear_caches()
        return [
            [(each.kind, each.slug) for each in found_for(language, case).results[:3]]
            for language in ("en", "zh")
            for case in judged_searches(language)
        ]


@pytest.mark.postgres
def test_both_databases_give_the_same_first_three(
    databases, tmp_path, django_db_blocker
):
    sqlite = databases.new_sqlite(tmp_path / "careerpath.sqlite3", "prepared")
    one = first_three(sqlite, tmp_path, django_db_blocker)
    other = first_three(databases.new_postgres("prepared"), tmp_path, django_db_blocker)

    same = [first == second for first, second in zip(one, other, strict=True)]
    assert mean(same) >= 0.95
