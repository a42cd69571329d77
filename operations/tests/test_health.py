"""What a machine asks: does the process live, does it reach its database."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from tests.document import document

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
def test_health_is_asked_with_a_host_of_the_site_and_needs_no_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    answers = [
        client.get("/readyz", headers={"host": host}).status_code
        for host in ("localhost", "10.0.0.5")
    ]

    assert answers == [200, 400]


@pytest.mark.django_db
def test_a_program_that_is_newer_than_its_tables_is_not_ready_until_they_follow(
    client, django_assert_num_queries
):
    newest = MigrationRecorder(connection).migration_qs.filter(app="guide").latest("id")
    newest.delete()
    pending = client.get("/readyz")
    MigrationRecorder(connection).record_applied(newest.app, newest.name)

    with django_assert_num_queries(2):
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
