"""A load that would take much off the site is refused with its numbers, until somebody says that it is meant."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from guide.models import (
    ContentVersion,
    Course,
    LoadedFile,
    LoadedRecord,
    Step,
    Term,
)
from guide.sync.removal_bounds import RemovalsRefused, is_too_much
from guide.tests.fixture_world import World, course

pytestmark = pytest.mark.both_databases


@pytest.fixture
def fixtures(tmp_path, settings, db):
    settings.FIXTURE_DIRS = [tmp_path]
    made = World(tmp_path)
    for number in range(20):
        made.add("guide.course", **course(f"course-{number}"))
    made.load()
    return made


def state():
    models = (Course, Step, Term, LoadedRecord, LoadedFile, ContentVersion)
    return [list(model.objects.order_by("pk").values()) for model in models]


def run(command, *arguments):
    """What it printed and said, and its exit code."""
    out = io.StringIO()
    try:
        call_command(command, *arguments, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        return out.getvalue() + str(error), error.returncode
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def empty_folder(fixtures, name="x"):
    for path in fixtures.folder.glob("*.json"):
        path.unlink()
    (fixtures.folder / f"{name}.json").write_text("[]")


@pytest.mark.parametrize("name", ["x", "04_steps"])
@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
def test_a_folder_with_one_empty_file_takes_nothing_off_the_site(
    fixtures, name, dry_run
):
    before = state()
    empty_folder(fixtures, name)

    text, code = run("sync_guide", fixtures.folder, *dry_run)

    assert code == 3
    assert "guide.course: 22 of 22 would leave the site" in text
    assert "guide.course: 22 would be retired: course-0, course-1," in text
    assert "run it again with --allow-removals" in text
    assert text.endswith("Refused: nothing was written.")
    assert state() == before


def test_the_switch_lets_it_pass(fixtures):
    empty_folder(fixtures)

    _text, code = run("sync_guide", fixtures.folder, "--allow-removals")

    assert (code, Course.objects.filter(retired_on=None).count()) == (0, 0)
    assert run("sync_guide", fixtures.folder)[1] == 0


def test_as_json_it_says_the_same(fixtures):
    empty_folder(fixtures)

    text, code = run("sync_guide", fixtures.folder, "--format", "json")

    answer = json.loads(text)
    assert (code, len(answer["retired"]["guide.course"])) == (3, 22)
    assert "guide.course: 22 of 22 would leave the site" in answer["refused"]


def test_prepare_refuses_it_too(fixtures):
    run("prepare")
    before = state()
    empty_folder(fixtures)

    text, code = run("prepare")

    assert (code, state()) == (3, before)
    assert "guide.course: 22 of 22" in text
    assert "The content was not loaded." in text
    assert run("prepare", "--allow-removals")[1] == 0


def test_an_empty_file_among_others_is_refused_however_little_it_had(fixtures):
    before = state()
    (fixtures.folder / "10_chapters.json").write_text("[]")

    text, code = run("sync_guide", fixtures.folder / "10_chapters.json")

    assert (code, state()) == (3, before)
    assert "10_chapters: no record is left of 1" in text


@pytest.mark.parametrize(
    "fields", [{"published": False}, {"retired_on": "2026-01-01"}], ids=str
)
def test_withdrawing_by_a_field_counts_as_well(fixtures, fields):
    for number in range(6):
        fixtures.set("guide.course", f"course-{number}", **fields)

    with pytest.raises(
        RemovalsRefused, match=r"guide\.course: 6 of 22 would leave the site"
    ):
        fixtures.load()

    assert fixtures.load(allow_removals=True).exit_code == 0


def test_a_little_of_several_models_is_much_together(fixtures):
    for number in range(5):
        fixtures.drop("guide.course", f"course-{number}")
    fixtures.drop("guide.term", "model")

    with pytest.raises(RemovalsRefused, match="all models together: 6 of 48 rows"):
        fixtures.load()


def test_a_few_rows_may_always_go(fixtures):
    for number in range(4):
        fixtures.drop("guide.course", f"course-{number}")

    assert len(fixtures.load().retired["guide.course"]) == 4


@pytest.mark.parametrize(
    ("gone", "before", "expected"),
    [(5, 5, False), (6, 60, False), (6, 59, True), (100, 5000, False), (101, 5000, True), (0, 0, False)],
)  # fmt: skip
def test_the_bound(gone, before, expected):
    assert is_too_much(gone, before) is expected


def test_a_dump_of_an_empty_database_overwrites_no_fixtures(fixtures):
    Term.objects.all().delete()
    files = {path: path.read_text() for path in fixtures.folder.glob("*.json")}

    text, code = run("dump_guide", "--out", str(fixtures.folder))

    assert code == 3
    assert "10_chapters.json: 1 record would become 0" in text
    assert {path: path.read_text() for path in files} == files
    assert run("dump_guide", "--out", str(fixtures.folder), "--allow-removals")[1] == 0
