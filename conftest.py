"""The shared cast, the throw-away PostgreSQL, a served site with the real content, and a browser."""

import os
import tempfile
from pathlib import Path

FOLDER = tempfile.mkdtemp(prefix="careerpath-tests-")
os.environ["CAREERPATH_LOCAL"] = "1"
os.environ["VAR_DIR"] = FOLDER
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop beside the ORM

pytest_plugins = ["tests.machine", "tests.people", "tests.served"]


def pytest_addoption(parser):
    parser.addoption("--postgres", action="store_true", help="run on a throw-away PostgreSQL instead of SQLite")


def pytest_configure(config):
    if config.getoption("--postgres") and "PYTEST_XDIST_WORKER" not in os.environ:
        from tests.postgres import Cluster  # only a run with --postgres needs it

        config.cluster = Cluster(Path(FOLDER) / "pg")
        os.environ["DATABASE_URL"] = config.cluster.start()


def pytest_unconfigure(config):
    if cluster := getattr(config, "cluster", None):
        cluster.stop()
