"""What learners write, as browsers send it, and how many queries that costs."""

from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.pressing import HTMX, OURS, post
from guide.models import ContentVersion


def send(client, address, in_place=False, prefix="", **fields):
    headers = HTMX if in_place else OURS
    return post(client, f"{prefix}/progress/{address}", fields, headers)


@contextmanager
def counted(settings):
    """The queries of a warm process. Savepoints are left out: outside of tests they are the transaction itself."""
    settings.CONTENT_VERSION_SECONDS = 60
    ContentVersion.current()
    found = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
