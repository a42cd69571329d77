"""The server ends on one Ctrl+C or TERM, whenever that comes, and answers first what it was asked."""

import http.client
import os
import pty
import random
import shutil
import signal
import subprocess
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.examples import random_seeds, scaled_count
from tests.served import ROOT, SERVE, QuickSite, free_port

pytestmark = pytest.mark.load

STOPS = scaled_count(1)
EARLIEST, LATEST = 0.2, 6  # seconds after the start
END_SECONDS = 10
VISITORS = 4  # with a new connection for each request, and as many that keep theirs
QUICK = ("--application", QuickSite.application)
REFUSED = (ConnectionRefusedError, TimeoutError)
LOADS_ONCE = """
import os, time
try:
    with open({ready!r}, "x") as ready:
        ready.write(str(os.getpid()))
except FileExistsError:
    time.sleep(100)
from tests.quick_site import application
"""


class Visitors:
    """Ask without a pause until the server is gone. `cut` holds what was asked and not answered."""

    def __init__(self, port):
        self.port, self.cut, self.answered, self.over = port, [], 0, False
        self.threads = [
            threading.Thread(target=self.ask_on, args=[number % 2 == 0])
            for number in range(2 * VISITORS)
        ]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.over = True
        for thread in self.threads:
            thread.join(60)

    def ask_on(self, keeps):
        connection = None
        while not self.over:
            if not connection:
                connection = http.client.HTTPConnection("127.0.0.1", self.port)
                connection.timeout = 0.5
                try:
                    connection.connect()
                except REFUSED:
                    connection.close()
                    connection = None
                    time.sleep(0.05)
                    continue
                connection.sock.settimeout(30)
            connection = self.ask(connection, keeps)
        if connection:
            connection.close()

    def ask(self, connection, keeps):
        try:
            connection.request("GET", "/roadmaps/")
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.cut.append(repr(error))
            connection.close()
            return None
        self.answered += answer.status == 200
        if keeps and not answer.will_close:
            return connection
        connection.close()
        return None


class Terminal:
    """`bin/serve` as somebody types it."""

    def __init__(self, site, *options):
        self.site = site
        self.master, end = pty.openpty()
        command = [
            shutil.which("setsid"),
            "--ctty",
            "bin/serve",
            "--local",
            "--port",
            str(site.port),
            *options,
        ]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=site.environment,
            stdin=end,
            stdout=end,
            stderr=end,
        )
        os.close(end)

    def press(self, how):
        if how == "Ctrl+C":
            os.write(self.master, b"\x03")
        else:
            self.process.send_signal(signal.SIGTERM)

    def read(self):
        os.set_blocking(self.master, False)
        try:
            text = os.read(self.master, 100_000).decode()
        except OSError:
            text = ""
        os.close(self.master)
        return text


@pytest.fixture
def site(databases, tmp_path):
    """Not started: each stop starts it anew."""
    address = databases.new_sqlite(tmp_path / "careerpath.sqlite3", "prepared")
    return QuickSite(tmp_path, address, workers=2)


def is_free(site):
    try:
        urllib.request.urlopen(site.url + "/healthz", timeout=2).close()
    except OSError:
        return True
    return False


@pytest.mark.parametrize("how", ["Ctrl+C", "TERM"])
@pytest.mark.parametrize("seed", random_seeds(STOPS))
@pytest.mark.parametrize("load", [False, True], ids=["idle", "busy"])
def test_one_press_ends_the_server_whenever_it_comes(site, how, load, seed):
    moment = random.Random(f"{how}{load}{seed}").uniform(EARLIEST, LATEST)  # noqa: S311
    terminal = Terminal(site)
    visitors = Visitors(site.port)
    if load:
        with visitors:
            time.sleep(moment)
            terminal.press(how)
            seconds = seconds_to_end(terminal.process)
    else:
        time.sleep(moment)
        terminal.press(how)
        seconds = seconds_to_end(terminal.process)

    assert seconds < END_SECONDS, moment
    assert visitors.cut == [], moment
    assert is_free(site)
    assert "Traceback" not in terminal.read()


@pytest.mark.parametrize("how", ["Ctrl+C", "TERM"])
@pytest.mark.parametrize("seed", random_seeds(STOPS))
def test_what_was_asked_of_a_busy_server_is_answered(site, how, seed):
    terminal = Terminal(site, *QUICK)
    with Visitors(site.port) as visitors:
        wait_for(lambda: visitors.answered > 50)
        time.sleep(random.Random(f"{how}{seed}").random())  # noqa: S311
        terminal.press(how)
        seconds = seconds_to_end(terminal.process)

    assert seconds < END_SECONDS
    assert visitors.cut == []


def test_a_closed_terminal_ends_the_server(site):
    terminal = Terminal(site, *QUICK)
    wait_for(lambda: not is_free(site))
    os.close(terminal.master)

    assert seconds_to_end(terminal.process) < END_SECONDS
    assert is_free(site)


SLOW = """
import time
def application(environ, start_response):
    path = environ["PATH_INFO"]
    time.sleep(float(path[1:]) if path[1:].isdecimal() else 0)
    start_response("200 OK", [("Content-Length", "5")])
    return [b"whole"]
"""


def test_what_was_asked_is_finished_in_ten_seconds_or_told_that_it_was_not(
    site, tmp_path
):
    (tmp_path / "slow_of_test.py").write_text(SLOW)
    site.application = "slow_of_test:application"
    site.environment["PYTHONPATH"] = str(tmp_path)
    asked = {}
    with served(site) as process:
        for seconds in (3, 60):
            asked[seconds] = http.client.HTTPConnection("127.0.0.1", site.port)
            asked[seconds].request("GET", f"/{seconds}")
        silent = http.client.HTTPConnection("127.0.0.1", site.port)
        silent.putrequest("POST", "/1")
        silent.putheader("Content-Length", "10")
        silent.endheaders()
        time.sleep(0.5)
        process.terminate()
        took = seconds_to_end(process)
        answers = {key: each.getresponse() for key, each in asked.items()}

        assert took < END_SECONDS
        assert answers[3].read() == b"whole"
        assert answers[60].status == silent.getresponse().status == 503
        assert "was not finished" in answers[60].read().decode()


@pytest.mark.parametrize("seed", random_seeds(STOPS))
def test_a_reload_loses_no_request(site, seed):
    with served(site) as process, Visitors(site.port) as visitors:
        old = children_of(process)
        time.sleep(random.Random(seed).random())  # noqa: S311
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: children_of(process).isdisjoint(old))
        answered = visitors.answered
        wait_for(lambda: visitors.answered > answered + 20)

    assert visitors.cut == []
    assert len(children_of(process) - old) == 0


def test_a_reload_that_cannot_start_keeps_the_workers_that_serve(site, tmp_path):
    code = tmp_path / "code_of_test.py"
    code.write_text("from tests.quick_site import application")
    site.application = "code_of_test:application"
    site.environment["PYTHONPATH"] = str(tmp_path)
    with served(site) as process:
        old = children_of(process)
        code.write_text("raise SystemExit('broken')")
        process.send_signal(signal.SIGHUP)
        log = site.folder / "server.log"
        wait_for(lambda: "the old ones go on serving" in log.read_text())

        assert children_of(process) == old
        urllib.request.urlopen(site.url + "/healthz", timeout=20).close()


def test_a_second_server_does_not_share_the_port(site):
    with served(site):
        done = subprocess.run(
            [*SERVE, "--port", str(site.port)],
            cwd=ROOT,
            env=site.environment,
            capture_output=True,
            text=True,
            check=False,
        )

        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"Port {site.port} is taken by another program.\n"
        urllib.request.urlopen(site.url + "/healthz", timeout=20).close()


def test_a_worker_that_is_killed_is_replaced(site):
    with served(site) as process:
        [killed, *_] = old = children_of(process)
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: len(children_of(process) - {killed}) == len(old))

        urllib.request.urlopen(site.url + "/healthz", timeout=20).close()


def test_a_worker_that_is_killed_while_it_loads_is_replaced(site, tmp_path):
    """The first to load serves; the others wait, as on a machine that is short of time."""
    ready = tmp_path / "ready"
    (tmp_path / "code_of_test.py").write_text(LOADS_ONCE.format(ready=str(ready)))
    site.application = "code_of_test:application"
    site.environment["PYTHONPATH"] = str(tmp_path)
    with served(site) as process:
        old = children_of(process)
        [killed] = old - {int(ready.read_text())}
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: len(children_of(process) - old) == 1)

        urllib.request.urlopen(site.url + "/healthz", timeout=20).close()


def test_settings_that_are_refused_end_the_server_with_their_sentence(tmp_path):
    done = subprocess.run(
        [*SERVE, "--port", str(free_port())],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 1
    assert "careerpath does not start." in done.stderr
    assert "Traceback" not in done.stderr


def seconds_to_end(process):
    began = time.monotonic()
    try:
        process.wait(60)
    finally:
        if process.poll() is None:
            process.kill()
    return time.monotonic() - began


@contextmanager
def served(site):
    site.start()
    try:
        yield site.process
    finally:
        site.stop()


def children_of(process) -> set[int]:
    try:
        path = f"/proc/{process.pid}/task/{process.pid}/children"
        return {int(pid) for pid in Path(path).read_text().split()}
    except FileNotFoundError:
        return set()


def wait_for(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
