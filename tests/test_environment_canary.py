"""The environment of the process holds passwords: none of it reaches requests, sessions, logs, pages or backups."""

import json
import re
from urllib.parse import urlencode

import pytest

from tests.savers import SIGN_IN, Learner
from tests.served import Site
from web.request_environ import without_process_environment

CANARY = "canary-in-the-environment"
VARIABLES = (
    "DATABASE_PASSWORD",
    "EMAIL_URL",
    "HTTP_PROXY",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_COOKIE",
    "CONTENT_TYPE",
    "REMOTE_USER",
    "HTTPS",
    "SCRIPT_NAME",
)
PAGES = (
    "/", "/roadmaps/self-taught-route/", "/steps/sql-databases/", "/my/", "/my/settings/", "/my/history/",
    "/accounts/login/", "/accounts/signup/", "/accounts/email/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/", "/accounts/sessions/", "/accounts/password/change/", "/accounts/reauthenticate/",
    "/admin/", "/nothing-here/", "/progress/roadmap/",
)  # fmt: skip
FORMS = (
    ("/accounts/email/", {"email": "another@example.org", "action_add": ""}),
    ("/accounts/2fa/totp/activate/", {"code": "123456"}),
    ("/accounts/2fa/webauthn/add/", {"name": "key", "credential": "{}"}),
    ("/accounts/2fa/recovery-codes/generate/", {}),
    ("/accounts/password/change/", {"oldpassword": "a", "password1": "b", "password2": "b"}),
    ("/accounts/reauthenticate/", {"password": "wrong"}),
    ("/my/settings/", {"theme": "dark"}),
    ("/progress/steps/sql-databases/", {"state": "nonsense"}),
    ("/progress/steps/sql-databases/note/", {"text": "a note", "seen": "0"}),
)  # fmt: skip
ALL_SESSIONS = """
import json
from django.contrib.sessions.models import Session
print("sessions", json.dumps([session.get_decoded() for session in Session.objects.all()]))
"""


def somebody_with_a_password(site):
    """Who is asked for it again before an account changes."""
    make = SIGN_IN.replace('.org")', '.org", "quiet-lantern-7")')
    said = site.manage("shell", "-c", make.format(learners=1, kind="walker"))
    return Learner(re.search(r"session (\w+)", said)[1], site.port)


def walk(learner):
    """All answers, and the token of the forms along the way."""
    answers = []
    token = ""
    for page in PAGES:
        answers.append(learner.ask("GET", page)[1])
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answers[-1])
        token = found[1] if found else token
    learner.headers["Cookie"] += f"; csrftoken={token}"
    for address, fields in FORMS:
        body = urlencode({**fields, "csrfmiddlewaretoken": token})
        answers.append(learner.ask("POST", address, body)[1])
    return answers


def test_nothing_of_the_environment_is_found_anywhere(tmp_path, databases):
    address = databases.new_address(tmp_path, "prepared")
    variables = {name: f"{CANARY}-{name}" for name in VARIABLES}
    site = Site(tmp_path, address, SECRET_KEY=f"{CANARY}-{'k' * 50}", LOG_LEVEL="INFO")
    learner = somebody_with_a_password(site)
    site.environment |= variables
    site.start()
    try:
        found = walk(learner)
    finally:
        site.stop()
    for name in variables:
        del site.environment[name]
    sessions = site.manage("shell", "-c", ALL_SESSIONS).partition("sessions ")[2]
    site.manage("backup", str(tmp_path / "copy.backup"))

    assert [answer for answer in found if CANARY in answer] == []
    assert "account_reauthentication_state" in sessions
    assert CANARY not in sessions
    assert CANARY not in (tmp_path / "server.log").read_text()
    for file in (tmp_path / "careerpath.sqlite3", tmp_path / "copy.backup"):
        assert not file.exists() or CANARY.encode() not in file.read_bytes()
    stored = [json.dumps(each) for each in json.loads(sessions)]
    assert [each for each in stored if "HTTP_" in each or "sessionid" in each] == []


@pytest.mark.parametrize(
    "name", ["HTTP_SECRET", "CONTENT_TYPE", "SECRET", "wsgi_secret"]
)
def test_a_variable_is_not_taken_for_a_part_of_the_request(monkeypatch, name):
    monkeypatch.setenv(name, "from the environment")
    sent = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "wsgi.input": None,
        "HTTP_HOST": "x",
    }

    seen = without_process_environment(lambda environ, start: environ)

    assert seen({**sent, name: "from the environment"}, None) == {
        **sent,
        "SCRIPT_NAME": "",
    }


def test_a_header_wins_over_a_variable_of_its_name(monkeypatch):
    monkeypatch.setenv("HTTP_HOST", "from the environment")

    seen = without_process_environment(lambda environ, start: environ)

    assert seen({"HTTP_HOST": "x"}, None)["HTTP_HOST"] == "x"
