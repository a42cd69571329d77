"""What is kept is answered by granian itself, in the thread that has read the request: its loop is not woken."""

import asyncio
import subprocess
import time
import urllib.request

import pytest

from tests.served import ROOT, SERVE, free_port

START_SECONDS = 60  # the machine may be busy


class SaysWhere:
    """Answers with the thread's place; /kept may be answered without one of the site's."""

    def __call__(self, environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"a thread of the site"]

    def kept_answer(self, method, scheme, path, query, header):
        if path != "/kept":
            return None
        in_loop = asyncio._get_running_loop() is not None
        return 200, [], b"the loop" if in_loop else b"granian"


application = SaysWhere()


@pytest.fixture(scope="module")
def address():
    port = free_port()
    own = [*SERVE[:-1], f"{__name__}:application", "--port", str(port)]
    with subprocess.Popen([*own, "--workers", "1"], cwd=ROOT) as server:
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def ask(address):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.read()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_what_is_kept_does_not_wake_the_loop(address):
    assert ask(f"{address}/kept") == b"granian"


def test_all_else_goes_to_a_thread(address):
    assert ask(f"{address}/other") == b"a thread of the site"
