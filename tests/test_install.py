"""bin/install says in a sentence what is missing, and two of them in one folder do not disturb each other."""

import shutil
import subprocess

import pytest

from tests.served import ROOT

WANTED = "django==0.0.1 --hash=sha256:" + "0" * 64
NO_NETWORK = {
    "PIP_INDEX_URL": "http://127.0.0.1:1/",
    "PIP_RETRIES": "0",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_CONFIG_FILE": "/dev/null",
}
SENTENCE = (
    "What requirements.txt names could not be downloaded. Check that this machine reaches the internet"
    " (or set PIP_INDEX_URL to a mirror), and try again.\n"
)


@pytest.fixture
def start(tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "install", tmp_path / "bin")
    (tmp_path / "requirements.txt").write_text(WANTED)
    for name, value in NO_NETWORK.items():
        monkeypatch.setenv(name, value)

    def start():
        command = ["bin/install", "requirements.txt"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=tmp_path, **pipes)

    return start


def test_two_installations_without_a_network_end_with_a_sentence_each(start):
    both = [start(), start()]
    ends = [process.communicate(timeout=600) for process in both]

    assert [process.returncode for process in both] == [1, 1]
    assert [err for _, err in ends] == [SENTENCE] * 2
    waited = "Another installation runs in this folder; waiting for it …"
    assert sum(waited in out for out, _ in ends) == 1
