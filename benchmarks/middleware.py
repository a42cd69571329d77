"""What each middleware costs on a page of somebody signed in that only asks who that is.

    .venv/bin/python benchmarks/middleware.py

In one process, on SQLite; processor time, medians. Session and user are read when the page asks: they count for it.
"""

import io
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.update(
    CAREERPATH_LOCAL="1", VAR_DIR=tempfile.mkdtemp(prefix="careerpath-bench-")
)
os.environ["DJANGO_SETTINGS_MODULE"] = "careerpath.settings"

REQUESTS = 2_000
PROBE = "benchmarks._probes.probe_"


def sign_in():
    """The cookie of a new learner."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from accounts.models import User

    user, session = User.objects.create_user("learner@example.org"), SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session.create()
    return f"sessionid={session.session_key}"


def ask(application, cookie):
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/who/",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": cookie,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    response = application(environ, lambda *_: None)
    response.close()
    assert response.status_code == 200


def measure():
    """The middleware, and microseconds of the processor; last the page itself."""
    import django
    from django.conf import settings

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    names = [*settings.MIDDLEWARE]
    settings.MIDDLEWARE = [
        *(
            each
            for number, name in enumerate(names)
            for each in (f"{PROBE}{number}", name)
        ),
        f"{PROBE}{len(names)}",
    ]
    from benchmarks._beside import application
    from benchmarks._probes import spans

    cookie = sign_in()
    for _ in range(REQUESTS):
        ask(application, cookie)
    for number, name in enumerate(names):
        pairs = zip(spans[number], spans[number + 1], strict=True)
        yield name, median(outer - inner for outer, inner in pairs) * 1e6
    yield "the page, with session and user", median(spans[len(names)]) * 1e6


def report(costs):
    from benchmarks._results import replace

    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    text = [
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}; medians of",
        f"{REQUESTS:,} requests (load average at the end {load}).\n",
        "| middleware | processor µs |", "| --- | --- |",
        *(f"| `{name}` | {cost:.1f} |" for name, cost in costs),
        f"| together | {sum(cost for _, cost in costs):.0f} |",
    ]  # fmt: skip
    print("\n".join(text))
    replace("Middleware", "\n".join(text))


if __name__ == "__main__":
    report([*measure()])
