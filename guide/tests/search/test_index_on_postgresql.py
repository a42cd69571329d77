"""What only PostgreSQL has: a list of changes that waits beside a full-text index and is read with every search."""

import pytest
from django.db import connection

from guide.search.index import rebuild_index
from guide.tests.factory import make_skill

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no such list")
def test_nothing_waits_beside_the_index_after_a_rebuild():
    make_skill(slug="quantum", name_en="Quantum annealing")

    rebuild_index()

    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('guide_searchrow_all')")
        assert cursor.fetchone() == (0,)
