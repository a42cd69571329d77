"""Production refuses to start with what is missing or unsafe, in one clear sentence."""

import io
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from careerpath.connection_urls import database_settings, mail_settings
from careerpath.environment import local_secret
from careerpath.served_database import LIMITS, limit_waiting
from tests.in_process import load_settings

ROOT = Path(__file__).resolve().parent.parent
SECRET = "f3Kq-8sLw2ZpX9vTn4RbY7mHc1JdG6aQe5UoViBt0xNyWzSk"
REFUSED = "careerpath does not start. Its environment (see README.md) is not complete or not safe:"
SOUND = {
    "SECRET_KEY": SECRET + "Pj7",
    "SITE_URL": "https://careerpath.example",
    "ALLOWED_HOSTS": "careerpath.example",
}

CONTACT_REFUSED = "CONTACT must be a mail address or an https:// address, such as hello@careerpath.example."
NO_CONTACT = [
    "somebody",
    "@",
    "a@b",
    "http://careerpath.example/",
    "javascript:alert(1)",
    "https://",
    "https://user:secret@careerpath.example/",
    "https://careerpath.example/\nPolicy: x",
    "hello@careerpath.example\nPolicy: x",
    "Hello <hello@careerpath.example>",
    "请@careerpath.example",
    "https://例子.example/",
]


def start(tmp_path, say="print('DEBUG', s.DEBUG)", **changes):
    """Load the settings as production does; all that it printed."""
    printed = io.StringIO()
    environment = {"VAR_DIR": str(tmp_path), **SOUND, **changes}
    with redirect_stdout(printed):
        try:
            exec(say, {"s": load_settings(environment)})  # noqa: S102  our own line
            code = 0
        except SystemExit as end:
            code = 1
            printed.write(f"{end.code}\n")
    return code, printed.getvalue()


def test_sound_settings_start(tmp_path):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **SOUND}
    say = "import careerpath.settings as s; print('DEBUG', s.DEBUG)"
    done = subprocess.run(
        [sys.executable, "-c", say],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (0, "DEBUG False\n", "")
    assert start(tmp_path) == (0, "DEBUG False\n")


@pytest.mark.parametrize(
    "contact",
    [
        "hello@careerpath.example",
        "a+b@careerpath.example",
        "https://careerpath.example/contact?a=1#here",
    ],
)
def test_a_contact_is_a_mail_address_or_an_https_address(tmp_path, contact):
    done = start(tmp_path, "print(s.CONTACT)", CONTACT=f" {contact} ")

    assert done == (0, f"{contact}\n")


def test_a_variable_that_is_set_to_nothing_is_not_set(tmp_path):
    names = re.findall(
        r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    said = "print(s.DATABASES['default']['NAME'], s.STATIC_ROOT, s.EMAIL_HOST, s.SECRET_KEY_FALLBACKS)"
    nothing = dict.fromkeys(names, "") | SOUND

    unset = start(tmp_path, said, VAR_DIR="")
    assert (
        start(tmp_path, said, **nothing)
        == unset
        == (0, f"{ROOT}/var/careerpath.sqlite3 {ROOT}/var/static localhost []\n")
    )


HSTS_SENTENCE = "HSTS must be host, subdomains, preload, or a number of seconds from 1 to 63072000, such as 3600."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY in the environment (or CAREERPATH_LOCAL=1 on your own machine)."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short or an example: use 50 random characters or more."),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY is too short or an example: use 50 random characters or more."),
        ({"SECRET_KEY": f"django-insecure-{SECRET}"},
         "SECRET_KEY is too short or an example: use 50 random characters or more."),
        ({"SECRET_KEY": f"change-me-{SECRET}"},
         "SECRET_KEY is too short or an example: use 50 random characters or more."),
        ({"SITE_URL": ""}, "Set SITE_URL in the environment (or CAREERPATH_LOCAL=1 on your own machine)."),
        ({"SITE_URL": "http://careerpath.example"}, "SITE_URL must begin with https:// and name one of ALLOWED_HOSTS."),
        ({"SITE_URL": "https://other.example"}, "SITE_URL must begin with https:// and name one of ALLOWED_HOSTS."),
        ({"ALLOWED_HOSTS": ""}, "Set ALLOWED_HOSTS in the environment (or CAREERPATH_LOCAL=1 on your own machine)."),
        ({"ALLOWED_HOSTS": "careerpath.example,*"},
         "ALLOWED_HOSTS must name each host of the site; wildcards are refused."),
        ({"ALLOWED_HOSTS": ".careerpath.example"},
         "ALLOWED_HOSTS must name each host of the site; wildcards are refused."),
        ({"PAGE_CACHE_MB": "much"}, "PAGE_CACHE_MB must be a whole number, such as 48."),
        ({"BACKUP_DAYS": "0"}, "BACKUP_DAYS must be a whole number of days from 1 to 3650, such as 30."),
        ({"PRESSES_A_MINUTE": "-1"}, "PRESSES_A_MINUTE must be a whole number, such as 120."),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL must be one of WARNING, DEBUG, INFO, ERROR, CRITICAL."),
        ({"SQLITE_SYNCHRONOUS": "OFF"}, "SQLITE_SYNCHRONOUS must be one of FULL, NORMAL, EXTRA."),
        ({"EMAIL_URL": "mail.example:25"}, "EMAIL_URL must have the form smtp+tls://user:password@host:587."),
        ({"EMAIL_URL": "smtp://host:587?EMAIL_USE_TLS=1"},
         "EMAIL_URL must have the form smtp+tls://user:password@host:587."),
        ({"DATABASE_URL": "mysql://a:secret@host/b"},
         "DATABASE_URL must have the form postgres://user:password@host:5432/name."),
        ({"DATABASE_URL": "postgres://a:secret@host:many/b"},
         "DATABASE_URL must have the form postgres://user:password@host:5432/name."),
        ({"ALLOWED_HOSTS": "https://careerpath.example"},
         "ALLOWED_HOSTS must hold names of hosts only, without https:// and port."),
        ({"SITE_URL": "https://careerpath.example/learn"},
         "SITE_URL must end behind the host: the site stands at the root of its address."),
        ({"SECRET_KEY_FALLBACKS": "former"},
         "Each of SECRET_KEY_FALLBACKS is too short or an example: use 50 random characters or more."),
        ({"DEFAULT_FROM_EMAIL": "careerpath"},
         "DEFAULT_FROM_EMAIL must be an address, such as careerpath <noreply@careerpath.example>."),
        *(({"CONTACT": wrong}, CONTACT_REFUSED) for wrong in NO_CONTACT),
        *(({"HSTS": value}, HSTS_SENTENCE) for value in ("none", "0", "-1", "63072001", "9" * 30, "1.5", "²")),
        ({"BEHIND_PROXY": "maybe"}, "BEHIND_PROXY must be 1 or 0."),
        ({"DEBUG": "maybe"}, "DEBUG must be 1 or 0."),
        ({"DEBUG": "1"}, "DEBUG shows secrets to visitors: it is only allowed with CAREERPATH_LOCAL=1."),
    ],
)  # fmt: skip
def test_unsafe_settings_refuse_to_start_and_say_why(tmp_path, changes, sentence):
    assert start(tmp_path, **changes) == (1, f"{REFUSED}\n- {sentence}\n")


def test_all_that_is_missing_or_unsafe_is_said_at_once_and_no_password_with_it(
    tmp_path,
):
    changes = {
        "SECRET_KEY": "",
        "SITE_URL": "",
        "ALLOWED_HOSTS": "",
        "DATABASE_URL": "mysql://a:secret@host/b",
    }

    assert start(tmp_path, **changes) == (1, f"""{REFUSED}
- Set SECRET_KEY in the environment (or CAREERPATH_LOCAL=1 on your own machine).
- Set SITE_URL in the environment (or CAREERPATH_LOCAL=1 on your own machine).
- Set ALLOWED_HOSTS in the environment (or CAREERPATH_LOCAL=1 on your own machine).
- DATABASE_URL must have the form postgres://user:password@host:5432/name.
""")  # fmt: skip


@pytest.mark.parametrize(
    ("url", "user", "password", "host", "port", "name", "options"),
    [
        ("postgres://user:password@host:5432/name", "user", "password", "host", 5432, "name", {}),
        ("postgresql://u:p%40%2F+@host/n", "u", "p@/+", "host", "", "n", {}),
        ("postgres://u:a#b@[::1]:1/n", "u", "a#b", "::1", 1, "n", {}),
        ("postgres://u@/n?host=/run/pg", "u", "", "", "", "n", {"host": "/run/pg"}),
        ("postgres:////run/pg/n", "", "", "/run/pg", "", "n", {}),
        ("postgres://h/n?sslmode=require&connect_timeout=7", "", "", "h", "", "n",
         {"sslmode": "require", "connect_timeout": 7}),
    ],
)  # fmt: skip
def test_a_url_names_a_postgresql_database(
    url, user, password, host, port, name, options
):
    found = database_settings(url)

    assert found.pop("OPTIONS", {}) == options
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        "NAME": name,
    }


def test_a_served_page_does_not_wait_for_postgresql_without_a_limit():
    database = database_settings("postgres://h/n?options=-c%20lock_timeout%3D3s")
    plain, sqlite = (
        database_settings("postgres://h/n"),
        database_settings("sqlite:///a"),
    )

    for each in (database, plain, sqlite):
        limit_waiting(each)

    assert plain["OPTIONS"] == {"options": LIMITS}
    assert database["OPTIONS"] == {"options": f"{LIMITS} -c lock_timeout=3s"}
    assert "OPTIONS" not in sqlite


def test_a_pooler_may_want_no_cursors_on_the_server():
    found = database_settings("postgres://h/n?DISABLE_SERVER_SIDE_CURSORS=True")

    assert found["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert "OPTIONS" not in found


@pytest.mark.parametrize(
    ("scheme", "encryption"),
    [
        ("smtp", {}),
        ("smtp+tls", {"EMAIL_USE_TLS": True}),
        ("smtps", {"EMAIL_USE_TLS": True}),
        ("smtp+ssl", {"EMAIL_USE_SSL": True}),
    ],
)
def test_a_url_names_a_mail_server_and_its_encryption(scheme, encryption):
    assert mail_settings(f"{scheme}://me%40here:p+w@host:587") == {
        "EMAIL_HOST": "host",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "me@here",
        "EMAIL_HOST_PASSWORD": "p+w",
        **encryption,
    }


def test_commands_refuse_in_the_same_words_and_without_a_trace(tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        **SOUND,
        "SECRET_KEY": "short",
    }
    command = [sys.executable, "manage.py", "prepare"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    sentence = (
        "- SECRET_KEY is too short or an example: use 50 random characters or more.\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        f"{REFUSED}\n{sentence}",
    )


def test_a_server_without_collected_files_says_what_to_run_instead_of_serving_broken_pages(
    tmp_path,
):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **SOUND}
    command = [sys.executable, "-c", "import careerpath.wsgi"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    sentence = f"careerpath does not start: no files in {tmp_path}/static. Run “manage.py collectstatic” first."
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == sentence


def test_local_mode_makes_a_secret_once_that_only_its_owner_reads(tmp_path):
    nothing = {
        "SECRET_KEY": "",
        "SITE_URL": "",
        "ALLOWED_HOSTS": "",
        "CAREERPATH_LOCAL": "1",
    }

    start(tmp_path, **nothing)
    key = (tmp_path / "secret.key").read_text()
    start(tmp_path, **nothing)

    assert (tmp_path / "secret.key").read_text() == key
    assert len(key) >= 50
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_those_who_start_at_once_in_a_new_folder_have_one_key(tmp_path):
    """One of them once read the file that another had made and not yet written, and answered nothing but errors."""
    for number in range(20):
        folder = tmp_path / str(number)
        with ThreadPoolExecutor(8) as starting:
            keys = [*starting.map(local_secret, [folder] * 8)]
        assert len({*keys, (folder / "secret.key").read_text()}) == 1
        assert len(keys[0]) == 80


def test_a_key_that_was_never_written_is_made(tmp_path):
    (tmp_path / "secret.key").touch()

    assert len(local_secret(tmp_path)) == 80


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("", "31536000 False False ['security.W005', 'security.W021']"),
        ("host", "31536000 False False ['security.W005', 'security.W021']"),
        ("Subdomains", "31536000 True False ['security.W021']"),
        ("preload", "31536000 True True []"),
        ("3600", "3600 False False ['security.W005', 'security.W021']"),
    ],
)
def test_browsers_are_bound_to_https_as_far_as_the_operator_says(
    tmp_path, choice, told
):
    names = "SECONDS INCLUDE_SUBDOMAINS PRELOAD".split()
    said = ", ".join(f"s.SECURE_HSTS_{name}" for name in names)

    code, out = start(tmp_path, f"print({said}, s.SILENCED_SYSTEM_CHECKS)", HSTS=choice)

    assert (code, out) == (0, f"{told}\n")
