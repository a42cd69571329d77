"""What is heavy is loaded by the pages that use it: a process that serves only the public does not carry it."""

import json
import os
import subprocess
import sys

from tests.served import ROOT
from tests.walked_pages import PUBLIC_PAGES

HEAVY = [
    "PIL", "pypdf", "highspy", "numpy", "icalendar", "docx", "pypinyin", "fido2", "cryptography", "tqdm",
]  # fmt: skip
UNWRITTEN = ["/about/", "/privacy/"]  # editors of a site write them
ASK = """
import json, sys
import django
django.setup()
from django.test import Client

client = Client(HTTP_HOST="localhost")
pages = [*json.loads(sys.argv[1]), "/search/?q=python", "/search/?q=机器学习", "/search/suggestions/?q=jiqi"]
found = {page: client.get("/zh-hans" + page).status_code for page in pages}
print("DATA" + json.dumps([found, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def test_public_pages_load_nothing_heavy(databases, tmp_path):
    """In Chinese, which needs more, and with the project's content: what one of its names needs is unseen without."""
    own = {
        "CAREERPATH_LOCAL": "1",
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "careerpath.settings",
        "DATABASE_URL": databases.new_sqlite(
            tmp_path / "careerpath.sqlite3", "prepared"
        ),
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(PUBLIC_PAGES)],
        cwd=ROOT,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    answers, loaded = json.loads(done.stdout.partition("DATA")[2])
    missing = {page for page, status in answers.items() if status != 200}
    assert missing == {"/no-such-page/", *UNWRITTEN}
    assert set(loaded) & set(HEAVY) == set()
