"""The site as people meet it: served as bin/serve does, with the real content in a database of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.contact import CONTACT

ROOT = Path(__file__).resolve().parent.parent
APPLICATION = "careerpath.wsgi:application"
# What bin/serve runs.
SERVE = [sys.executable, "-m", "operations.serving", "--application", APPLICATION]
START_SECONDS = 300  # the machine may be busy


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Site:
    """One server with its own folder and database. `url` is what a browser is given."""

    application = APPLICATION
    root = ROOT  # of the checkout that is served

    def __init__(self, folder, database_url="", workers=1, **environment):
        self.folder = Path(folder)
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.workers = workers
        self.environment = {
            **{
                name: os.environ[name]
                for name in ("PATH", "HOME", "LANG")
                if name in os.environ
            },
            "CAREERPATH_LOCAL": "1",
            "VAR_DIR": str(self.folder),
            "SITE_URL": self.url,
            "CONTACT": CONTACT,
            "DATABASE_URL": database_url
            or f"sqlite:///{self.folder / 'careerpath.sqlite3'}",
            **environment,
        }
        self.process = None

    def manage(self, *arguments, **options):
        """Run a management command against this site; its output as text."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def command(self):
        command = [*SERVE, "--port", str(self.port), "--workers", str(self.workers)]
        return [*command, "--application", self.application]

    def start(self):
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.root,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(
                    f"http://127.0.0.1:{self.port}/healthz", timeout=10
                ).close()
            except OSError:
                time.sleep(0.1)
            else:
                return self
        raise RuntimeError((self.folder / "server.log").read_text())

    def kill(self):
        """As a power cut would: the server and its workers at once."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for pid in [*map(int, children.read_text().split()), self.process.pid]:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(120)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(120)


class QuickSite(Site):
    """As tests/quick_site.py says."""

    application = "tests.quick_site:application"


@pytest.fixture(scope="session")
def site(tmp_path_factory, databases):
    """The real content, served; tests that share it may read, and write as people whom they make themselves."""
    folder = tmp_path_factory.mktemp("site")
    address = databases.new_address(folder, "prepared")
    site = QuickSite(folder, address, PRESSES_A_MINUTE="1000000")
    yield site.start()
    site.stop()
