"""What only PostgreSQL has: a list of changes that waits beside a full-text index and is read with every search."""

import pytest
from django.db import OperationalError, connection
from django.db.transaction import atomic

from guide.content_lock import NUMBER
from guide.search.database import Lookup, database
from guide.search.index import rebuild_index
from guide.search.ways import EVERYTHING
from guide.tests.factory import make_skill

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no such list")
def test_nothing_waits_beside_the_index_after_a_rebuild():
    make_skill(slug="quantum", name_en="Quantum annealing")

    rebuild_index()

    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('guide_searchrow_all')")
        assert cursor.fetchone() == (0,)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer")
def test_a_rebuild_waits_for_who_writes_content():
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [NUMBER])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '300ms'")
        with pytest.raises(OperationalError, match="statement timeout"), atomic():
            rebuild_index()
    finally:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [NUMBER])
        other.close()
    rebuild_index()


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("most", [1, 2, 3, 40])
def test_a_common_word_finds_the_same_rows_in_the_order_of_keys(named, most):
    for number in range(3):
        make_skill(slug=f"quantum-{number}", name_en=f"Quantum {number}")
    make_skill(slug="other", name_en="Annealing")
    rebuild_index()
    lookup = Lookup([[("quantum",)]], named, True, most, EVERYTHING)

    usual = database().find([lookup])
    common = database().find([lookup._replace(is_common=True)])

    assert common == usual
    assert len(common) == min(most, 3)
