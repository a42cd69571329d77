"""The environment of the process holds passwords: none of it reaches requests, sessions, logs, pages or backups."""

import json
import re
from urllib.parse import urlencode

import pytest

from tests.addresses import all_addresses
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
# Where nothing is to be read: forms are sent there, or nothing is there.
NO_PAGES = {
    "/choices/",
    "/theme/",
    "/salaries/place/",
    "/advert/skills/",
    "/css/base.0.css",
    "/calendar/no-such-token.ics",
    "/shared/no-such-token/",
    "/shared/no-such-token/badge.svg",
    "/shared/no-such-token/card.png",
    "/shared/no-such-token/resume.json",
    "/report/no-such-token/",
    "/report/no-such-token/deletion/",
    "/no-such-page/",
}
ADMIN_FORMS = ("/admin/guide/step/1/change/", "/admin/guide/roadmap/1/change/")
MANY = 20
LEAVE = "/accounts/logout/"
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


MAKE_SUPERUSER = """
User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
"""


def people_with_a_password(site):
    """A learner and a superuser, who are asked for it again before an account changes."""
    make = SIGN_IN.replace('.org")', '.org", "quiet-lantern-7")')
    said = site.manage(
        "shell", "-c", make.format(learners=2, kind="walker") + MAKE_SUPERUSER
    )
    return [
        Learner(session, site.port) for session in re.findall(r"session (\w+)", said)
    ]


def is_public(address):
    return not address.startswith(
        ("/admin/", "/accounts/", "/my/", "/progress/", "POST ")
    )


def is_main_page_of_admin(address):
    """The first page, the list of each model and the longest forms."""
    lists = address.startswith("/admin/") and address.count("/") in (2, 4)
    return lists or address in ADMIN_FORMS


def walk(visitor, learner, editor):
    """Status and text of each address of the configuration, asked as whom it is for, and of the forms of an account."""
    answers = {}
    for address in [*all_addresses(), "/no-such-page/"]:
        if is_public(address):
            answers[address] = visitor.ask("GET", address)
        elif is_main_page_of_admin(address):
            answers[address] = editor.ask("GET", address)
        elif not address.startswith(("/admin/", LEAVE)):
            answers[address] = learner.ask("GET", address)
    token = find_token(answers["/my/settings/"][1])
    learner.headers["Cookie"] += f"; csrftoken={token}"
    for address, fields in FORMS:
        body = urlencode({**fields, "csrfmiddlewaretoken": token})
        answers["POST " + address] = learner.ask("POST", address, body)
    return answers


def find_token(page):
    return re.search(r'name="csrfmiddlewaretoken"\s+value="(\w+)"', page)[1]


def test_nothing_of_the_environment_is_found_anywhere(tmp_path, databases):
    address = databases.new_address(tmp_path, "prepared")
    variables = {name: f"{CANARY}-{name}" for name in VARIABLES}
    site = Site(tmp_path, address, SECRET_KEY=f"{CANARY}-{'k' * 50}", LOG_LEVEL="INFO")
    learner, editor = people_with_a_password(site)
    visitor = Learner("", site.port)
    visitor.headers = {}
    site.environment |= variables
    site.start()
    try:
        found = walk(visitor, learner, editor)
    finally:
        site.stop()
    for name in variables:
        del site.environment[name]
    sessions = site.manage("shell", "-c", ALL_SESSIONS).partition("sessions ")[2]
    site.manage("backup", str(tmp_path / "copy.backup"))

    assert [at for at, (_, text) in found.items() if CANARY in text] == []
    assert [at for at, (status, _) in found.items() if status >= 500] == []
    pages = [at for at, (status, _) in found.items() if status == 200]
    assert {at for at in found if is_public(at)} - {*pages} == NO_PAGES
    assert len([at for at in pages if at.startswith("/admin/guide/")]) > MANY
    assert {"/my/history/", "/accounts/email/", "/admin/"} <= {*pages}
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
