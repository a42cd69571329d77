"""The W3C's own checker (vnu-jar) on one page of each kind, in both languages. Needs npm and Java.

.venv/bin/python benchmarks/html/run.py [PATH …]        prints each error, and ends with 1 if there is one

Pages of an account and of the admin are asked for as a superuser, so that their forms are checked too.
"""

import json
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
sys.path.insert(0, str(ROOT))

from tests.savers import SIGN_IN  # noqa: E402  the path comes first
from tests.served import Site  # noqa: E402
from tests.walked_pages import ACCOUNT_PAGES, ADMIN_PAGES, PUBLIC_PAGES  # noqa: E402

JAR = FOLDER / "node_modules/vnu-jar/build/dist/vnu.jar"
SUPERUSER = "User.objects.update(is_staff=True, is_superuser=True)"


def fetch(url, session=""):
    """The page, whatever its status."""
    request = urllib.request.Request(url)
    if session:
        request.add_header("Cookie", f"sessionid={session}")
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        return error.read()


def make_session(site) -> str:
    made = site.manage(
        "shell", "-c", SIGN_IN.format(learners=1, kind="html") + SUPERUSER
    )
    return re.search(r"session (\w+)", made)[1]


def save_pages(site, paths, folder):
    """Write each page into a file; returns the path of the page by the name of its file."""
    session, names = make_session(site), {}
    signed_in = {*ACCOUNT_PAGES, *ADMIN_PAGES} - {"/my/"}
    for number, (prefix, path) in enumerate(
        (prefix, path) for path in paths for prefix in ("", "/zh-hans")
    ):
        file = folder / f"{number}.html"
        cookie = session if path in signed_in else ""
        file.write_bytes(fetch(site.url + prefix + path, cookie))
        names[file.name] = prefix + path
    return names


def find_errors(folder, names):
    """(page, line, message) of each error."""
    command = [
        "java",
        "-jar",
        JAR,
        "--errors-only",
        "--format",
        "json",
        "--skip-non-html",
    ]
    done = subprocess.run(
        [*command, *folder.glob("*.html")], capture_output=True, text=True, check=False
    )
    for each in json.loads(done.stderr)["messages"]:
        name = names[Path(each["url"]).name]
        yield name, each.get("lastLine", 0), each["message"]


def main():
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(["npm", "install", *quiet], cwd=FOLDER, check=True)
    paths = sys.argv[1:] or list(
        dict.fromkeys([*PUBLIC_PAGES, *ACCOUNT_PAGES, *ADMIN_PAGES])
    )
    with tempfile.TemporaryDirectory() as folder:
        site = Site(folder, PRESSES_A_MINUTE="1000000")
        site.manage("prepare")
        site.start()
        try:
            names = save_pages(site, paths, Path(folder))
        finally:
            site.stop()
        errors = list(find_errors(Path(folder), names))
    for page, line, message in errors:
        print(f"{page}:{line}: {message}")
    print(f"{len(names)} pages, {len(errors)} errors.")
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()
