"""What is heavy is loaded by the pages that use it: a process that serves only the public does not carry it."""

import json
import os
import subprocess
import sys

from tests.served import ROOT

HEAVY = ["PIL", "pypdf", "highspy", "numpy", "icalendar", "docx", "pypinyin"]
ASK = """
import json, sys
import django
django.setup()
from django.test import Client

client = Client(HTTP_HOST="localhost")
pages = [
    "/", "/roadmaps/", "/courses/", "/salaries/", "/roles/", "/skills/", "/market/", "/guide/", "/search/?q=python",
    "/roles/compare/", "/glossary/", "/sources/", "/advert/", "/zh-hans/",
    "/zh-hans/salaries/", "/zh-hans/search/?q=python", "/accounts/login/", "/healthz",
]
found = {page: client.get(page).status_code for page in pages}
print("DATA" + json.dumps([found, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def test_public_pages_load_nothing_heavy(databases, tmp_path):
    own = {
        "CAREERPATH_LOCAL": "1",
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "careerpath.settings",
        "DATABASE_URL": databases.new_sqlite(tmp_path / "careerpath.sqlite3"),
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    answers, loaded = json.loads(done.stdout.partition("DATA")[2])
    assert set(answers.values()) == {200}
    assert set(loaded) & set(HEAVY) == set()
