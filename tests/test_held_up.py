"""What other people, other programs and other sites do to us: nothing is lost and pages are answered all the same."""

import http.client
import re
import sqlite3
import threading
import time
from contextlib import closing
from urllib.parse import urlencode

import pytest

from tests.savers import make_learners
from tests.served import Site

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
    assert "letters that our server cannot read" in state[1]
    assert "another" in written[1]
    assert {**before, "probe": "1"} == {**browser.cookies, "probe": "1"}
    browser.foreign = ""
    page = browser.ask("GET", "/steps/sql-databases/")[1]
    assert ("my note" in page, 'class="step-buttons done"' in page) == (True, True)


@pytest.mark.load
def test_while_a_writer_is_held_pages_are_answered(tmp_path, databases):
    address = databases.new_address(tmp_path, "prepared")
    if not address.startswith("sqlite"):
        pytest.skip("PostgreSQL has many writers")
    site = Site(tmp_path, address, PRESSES_A_MINUTE="1000000")
    learners = make_learners(site, 24)
    site.start()
    answers, waited = [], []

    def save(learner):
        answers.append(learner.press("sql-databases", "done"))

    try:
        assert learners[0].press("python-basics", "done") == 303
        with closing(
            sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
        ) as other:
            other.execute("BEGIN IMMEDIATE")
            savers = [threading.Thread(target=save, args=[each]) for each in learners]
            for saver in savers:
                saver.start()
            time.sleep(0.3)
            for path in ("/", "/roadmaps/self-taught-route/", "/", "/healthz"):
                start = time.monotonic()
                assert Browser(site.port).ask("GET", path)[0] == 200
                waited.append(time.monotonic() - start)
            other.execute("ROLLBACK")
        for saver in savers:
            saver.join()
    finally:
        site.stop()

    assert set(answers) == {303, 503}
    assert max(waited) < 2, waited
