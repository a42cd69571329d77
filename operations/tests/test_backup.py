"""Backups are whole while people save, and a restore replaces the database only by what is verified."""

import json
import random
import re
import signal
import sqlite3
import stat
from pathlib import Path

import pytest

from guide.tests.machine import OnPostgres, OnSQLite
from operations.backup import backup
from operations.backup.errors import BackupRefused
from tests.examples import random_seeds, scaled_count

BACKUPS = scaled_count(5)
# Each save writes two rows of two tables in one transaction: a backup that tears them apart shows it.
SAVES = """
import itertools
from django.db import transaction
from guide.models import Industry, Term
for number in itertools.count():
    with transaction.atomic():
        Term.objects.create(slug=f"save-{number}", name_en="x" * 200)
        Industry.objects.create(slug=f"save-{number}", name_en="x" * 200)
    print(number, flush=True)
"""
BACK_UP = """
import time
from pathlib import Path
from operations.backup import backup
for number in range({backups}):
    backup(Path("{folder}") / f"{{number}}.backup")
    time.sleep(0.05)
"""
RESTORE = """
import json, time
from pathlib import Path
from django.db import connection
from guide.models import Industry, Term
from operations.backup import restore
for number in range({backups}):
    began = time.monotonic()
    counts, kept = restore(Path("{folder}") / f"{{number}}.backup")
    seconds = time.monotonic() - began
    print(json.dumps([counts["guide_term"], counts["guide_industry"], Term.objects.count(), seconds]))
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
"""
FLIPS = scaled_count(5)
COUNT = "SELECT count(*) FROM guide_term"


def shell(own, code, **values):
    return own.call(
        "shell", "-v0", "-c", code.format(folder=own.folder, backups=BACKUPS, **values)
    )


@pytest.mark.load
def test_every_backup_during_a_stream_of_saves_is_whole_and_restores(own, tmp_path):
    saves = own.start("shell", "-v0", "-c", SAVES)
    saves.stdout.readline()
    shell(own, BACK_UP)
    saves.send_signal(signal.SIGKILL)
    saves.communicate()

    restored = [json.loads(line) for line in shell(own, RESTORE).splitlines()]

    terms = [row[0] for row in restored]
    assert len(restored) == BACKUPS
    assert terms == sorted(terms)
    assert terms[-1] > terms[0]
    assert [row[1] for row in restored] == [row[2] for row in restored] == terms
    assert max(row[3] for row in restored) < 60


def test_a_restore_brings_the_old_rows_back_and_keeps_the_database_that_it_replaces(
    own, tmp_path
):
    own.call("shell", "-v0", "-c", SAVES.replace("itertools.count()", "range(5)"))
    said = own.run("backup", tmp_path / "a.backup")
    own.call(
        "shell",
        "-v0",
        "-c",
        "from guide.models import Term; Term.objects.all().delete()",
    )

    out = own.run("restore", tmp_path / "a.backup")

    assert re.search(r"a\.backup: [\d,]+ rows of \d+ tables, verified\.", said)
    assert stat.S_IMODE((tmp_path / "a.backup").stat().st_mode) == 0o600
    assert own.ask(COUNT) == [(5,)]
    kept = re.search(r"The old database is kept as (\S+)\.\n", out)[1]
    assert count_in(own, kept) == 0
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def count_in(own, kept):
    address = own.environment["DATABASE_URL"]
    address = (
        re.sub(r"/own\d+\?", f"/{kept}?", address)
        if "postgres" in address
        else f"sqlite:///{kept}"
    )
    own.environment["DATABASE_URL"] = address
    return int(
        own.call(
            "shell",
            "-v0",
            "-c",
            "from guide.models import Term; print(Term.objects.count())",
        )
    )


def test_what_is_no_whole_backup_is_refused_and_the_database_stays(own, tmp_path):
    own.call("shell", "-v0", "-c", SAVES.replace("itertools.count()", "range(3)"))
    own.call("backup", tmp_path / "a.backup")
    whole = (tmp_path / "a.backup").read_bytes()
    broken = {
        "nonsense": b"nonsense" * 1000,
        "empty": b"",
        "cut": whole[: len(whole) // 2],
    }
    for name, data in broken.items():
        (tmp_path / name).write_bytes(data)
        code, _, err = own.call_end("restore", tmp_path / name)
        assert code == 1
        assert err.strip().endswith("The database is as it was.")

    assert own.ask(COUNT) == [(3,)]
    code, _, err = own.call_end("restore", tmp_path / "missing")
    assert "there is no file" in err
    code, _, err = own.call_end("backup", tmp_path / "a.backup")
    assert "a backup never overwrites another" in err


def test_a_running_site_is_not_restored_under_its_feet(own, tmp_path):
    own.call("backup", tmp_path / "a.backup")
    connection = own.connect()
    connection.execute(COUNT)

    code, _, err = own.end("restore", tmp_path / "a.backup")

    connection.close()
    assert code == 1
    assert "the site is running; stop it first" in err


@pytest.mark.parametrize("own", ["sqlite"], indirect=True)
def test_a_backup_with_fewer_rows_than_it_promises_or_of_a_newer_program_is_refused(
    own, tmp_path
):
    for name, change in {
        "fewer": "DELETE FROM django_content_type WHERE model = 'term'; DELETE FROM auth_permission",
        "newer": "UPDATE django_migrations SET name = '9999_future' WHERE app = 'guide' AND name LIKE '0001%'",
    }.items():
        own.call("backup", tmp_path / name)
        change_file(tmp_path / name, f"DROP TABLE careerpath_backup_digest; {change}")

    fewer, newer = (
        own.call_end("restore", tmp_path / name)[2] for name in ("fewer", "newer")
    )

    assert "auth_permission has 0 rows of" in fewer
    assert "is of a newer program: it has guide.9999_future" in newer


def change_file(path: Path, statements):
    connection = sqlite3.connect(path)
    connection.executescript(statements)
    connection.close()


def test_a_database_without_tables_is_no_backup(tmp_path, django_db_blocker):
    empty = OnSQLite(tmp_path, django_db_blocker)
    (tmp_path / "careerpath.sqlite3").touch()

    code, out, err = empty.call_end("backup", tmp_path / "a.backup")

    assert (code, out) == (1, "")
    assert err == (
        "CommandError: the database is empty: run “manage.py prepare” first, or check DATABASE_URL and VAR_DIR."
        " Nothing was written.\n"
    )
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == []


def test_what_sqlite_cannot_read_or_write_is_a_sentence(tmp_path, django_db_blocker):
    broken = OnSQLite(tmp_path, django_db_blocker)
    (tmp_path / "careerpath.sqlite3").write_text("nonsense" * 1000)

    assert broken.call_end("backup", tmp_path / "a.backup") == (
        1,
        "",
        f"CommandError: {tmp_path}/careerpath.sqlite3 cannot be copied into {tmp_path}: file is not a database."
        " Nothing was written.\n",
    )


def test_a_server_that_does_not_answer_is_named_by_a_backup(
    tmp_path, django_db_blocker
):
    address = "postgres://someone@127.0.0.1:1/site"
    gone = OnPostgres(tmp_path, address, django_db_blocker)

    code, out, err = gone.call_end("backup", tmp_path / "a.backup")

    assert (code, out) == (1, "")
    assert err.startswith(
        'CommandError: connection failed: connection to server at "127.0.0.1", port 1 failed: '
    )
    assert err.endswith(" Nothing was written.\n")


def test_a_backup_into_a_folder_that_is_not_there_names_it(tmp_path):
    with pytest.raises(
        BackupRefused,
        match=re.escape(f"there is no folder {tmp_path / 'none'}; make it first"),
    ):
        backup(tmp_path / "none" / "of-today")


@pytest.mark.load
@pytest.mark.parametrize("seed", random_seeds(1))
def test_a_flipped_byte_is_a_sentence_and_never_another_content(own, tmp_path, seed):
    own.call("shell", "-v0", "-c", SAVES.replace("itertools.count()", "range(3)"))
    own.call("backup", tmp_path / "whole")
    whole = (tmp_path / "whole").read_bytes()
    chance = random.Random(seed)  # noqa: S311
    for number in range(FLIPS):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        flipped = bytearray(whole)
        flipped[place] ^= bit
        (tmp_path / f"flipped{number}").write_bytes(flipped)
        code, out, err = own.call_end("restore", tmp_path / f"flipped{number}")

        assert own.ask(COUNT) == [(3,)], place
        if code:  # a byte that means nothing may differ
            assert (out, err.strip()[-26:]) == ("", "The database is as it was."), place


def test_a_byte_flipped_inside_a_text_is_noticed(own, tmp_path):
    own.call("shell", "-v0", "-c", SAVES.replace("itertools.count()", "range(3)"))
    own.call("backup", tmp_path / "a.backup")
    whole = (tmp_path / "a.backup").read_bytes()
    text = b"xxxxxxxx" if b"xxxxxxxx" in whole else whole[len(whole) // 2 :][:8]
    (tmp_path / "b.backup").write_bytes(whole.replace(text, b"xxxyxxxx", 1))

    code, _, err = own.call_end("restore", tmp_path / "b.backup")

    assert code == 1
    assert "is damaged: its check sum is another" in err


def test_a_new_machine_has_no_database_yet(own, tmp_path, databases):
    own.call("shell", "-v0", "-c", SAVES.replace("itertools.count()", "range(3)"))
    own.call("backup", tmp_path / "a.backup")
    usual = own.environment["DATABASE_URL"]
    new = re.sub(r"/own\w+\?|/careerpath\.sqlite3", lambda m: NEW[m[0][-1]], usual)
    own.environment["DATABASE_URL"] = new

    code, out, err = own.end("restore", tmp_path / "a.backup")

    assert (code, err) == (0, "")
    assert re.fullmatch(r"Restored: [\d,]+ rows of \d+ tables\.\n", out)
    said = own.call(
        "shell",
        "-v0",
        "-c",
        "from guide.models import Term; print(Term.objects.count())",
    )
    assert said == "3\n"


NEW = {"?": "/new_machine?", "3": "/new_machine.sqlite3"}
