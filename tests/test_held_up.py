"""What other people, other programs and other sites do to us: nothing is lost and pages are answered all the same."""

import http.client
import re
import socket
import sqlite3
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from urllib.parse import urlencode

import pytest

from tests.served import Site
from tests.served_people import new_learners

STEPS = ("sql-databases", "python-basics", "statistics-core")


class Browser:
    """A guest: keeps cookies and sends a form again where it is asked to (307)."""

    def __init__(self, port, foreign=""):
        self.port, self.foreign = port, foreign
        self.cookies = {}

    def ask(self, method, path, fields=None, timeout=120):
        sent = [f"{name}={value}" for name, value in self.cookies.items()]
        sent += [self.foreign] if self.foreign else []
        headers = {"Sec-Fetch-Site": "same-origin"}
        headers |= {"Cookie": "; ".join(sent).encode()} if sent else {}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(fields) if fields else None
        with closing(
            http.client.HTTPConnection("localhost", self.port, timeout=timeout)
        ) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, value = re.match(r"([^=]+)=\"?([^;\"]*)", cookie).groups()
            self.cookies[name] = value
        if response.status == 307:
            return self.ask(method, response.headers["Location"], fields)
        return response.status, text

    def press(self, step, state="done"):
        return self.ask("POST", f"/progress/steps/{step}/", {"state": state})


def test_a_foreign_cookie_that_cannot_be_read_loses_nothing(site):
    browser = Browser(site.port)
    for step in STEPS:
        assert browser.press(step)[0] == 303
    note = {"text": "my note", "seen": 0}
    assert browser.ask("POST", "/progress/steps/sql-databases/note/", note)[0] == 303
    before = dict(browser.cookies)

    browser.foreign = "city=北京"
    state = browser.press("linear-algebra-core")
    written = browser.ask(
        "POST", "/progress/steps/python-basics/note/", {"text": "another", "seen": 0}
    )
    theme = browser.ask("POST", "/my/settings/", {"theme": "dark"})

    assert [status for status, _ in (state, written, theme)] == [409, 409, 409]
    assert "characters that our server cannot read" in state[1]
    assert "another" in written[1]
    assert {**before, "probe": "1"} == {**browser.cookies, "probe": "1"}
    browser.foreign = ""
    page = browser.ask("GET", "/steps/sql-databases/")[1]
    assert ("my note" in page, 'class="step-buttons done"' in page) == (True, True)


SILENT = 200
HEAD = (
    b"POST /progress/steps/sql-databases/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: 2000\r\n\r\nstate="
)


@contextmanager
def silent_bodies(port):
    """They begin to send and never go on."""
    with ExitStack() as stack:
        for _ in range(SILENT):
            made = socket.create_connection(("127.0.0.1", port), 10)
            stack.enter_context(made)
            made.sendall(HEAD)
        yield


@contextmanager
def held_writer(address):
    path = address.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def usual_seconds(port, path):
    """The middle one of some tries: the machine may be busy, but who is held up waits each time."""
    waited = []
    for _ in range(5):
        start = time.monotonic()
        assert Browser(port).ask("GET", path)[0] == 200
        waited.append(time.monotonic() - start)
    return sorted(waited)[2]


@pytest.mark.load
def test_pages_are_answered_while_bodies_do_not_come_and_a_writer_stays(
    tmp_path, databases, django_db_blocker
):
    address = databases.new_sqlite(tmp_path / "careerpath.sqlite3", "prepared")
    site = Site(tmp_path, address, PRESSES_A_MINUTE="1000000")
    learners = new_learners(site, django_db_blocker, 24)
    site.start()
    answers = []

    def save(learner):
        answers.append(learner.press("sql-databases", "done"))

    savers = [threading.Thread(target=save, args=[each]) for each in learners]
    try:
        with silent_bodies(site.port):
            assert learners[0].press("python-basics", "done") == 303
            with held_writer(address):
                for saver in savers:
                    saver.start()
                waited = {
                    path: usual_seconds(site.port, path)
                    for path in ("/", "/roadmaps/self-taught-route/", "/healthz")
                }
            for saver in savers:
                saver.join()
    finally:
        site.stop()

    assert set(answers) <= {303, 503}
    assert max(waited.values()) < 1, waited
    assert waited["/healthz"] < 0.2
