"""PostgreSQL is stopped and comes back: the site says so soon, and answers again with it."""

import subprocess
import sys
import time

import pytest
from django.conf import settings

from guide.tests.machine import OnPostgres
from tests.postgres import Cluster

pytestmark = pytest.mark.postgres

READY = "503 migrations are pending: run manage.py prepare"  # it answers; to make tables takes long

# A process that lives through it all, as the site does: manage.py would leave out the pool of connections.
ASKS = """
import django
django.setup()
from django.db import connection
from django.test import Client
for line in open(0):
    answer = Client(HTTP_HOST="localhost").get(line.strip())
    print(answer.status_code, answer.text.splitlines()[0], flush=True)
    connection.close()  # as the server's end of a request does
"""


def test_an_outage_is_a_quick_503_and_is_over_with_the_return(tmp_path):
    cluster = Cluster()
    site = OnPostgres(tmp_path, cluster.start())
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "careerpath.settings"}
    command = [sys.executable, "-c", ASKS]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    try:
        with subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, **pipes
        ) as process:
            before, _ = ask(process, "/readyz")
            cluster.stop()
            away, waited = ask(process, "/readyz")
            cluster.start()
            after, returned = ask(process, "/readyz")
    finally:
        cluster.remove()

    assert (before, away, after) == (READY, "503 the database does not answer", READY)
    # It takes three seconds, and none; a pool that is left as it is waits thirty, and then for minutes.
    assert waited < 15
    assert returned < 10


def ask(process, address):
    began = time.monotonic()
    print(address, file=process.stdin, flush=True)
    return process.stdout.readline().strip(), time.monotonic() - began
