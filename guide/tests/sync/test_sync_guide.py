"""The command: what it prints, what it leaves alone, how it ends."""

import io
import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide.models import (
    Conflict,
    ContentVersion,
    Course,
    FormerName,
    LoadedFile,
    LoadedRecord,
    Revision,
    SearchBuild,
    SearchDeletion,
    SearchRow,
    SearchWord,
    Term,
)
from guide.sync.files import content_models
from guide.tests.fixture_world import World

OURS = {
    model._meta.db_table
    for model in [
        *content_models(),
        Conflict,
        ContentVersion,
        LoadedFile,
        LoadedRecord,
        FormerName,
        Revision,
        SearchBuild,
        SearchDeletion,
        SearchRow,
        SearchWord,
    ]
}


@pytest.fixture
def fixtures(tmp_path, db):
    made = World(tmp_path)
    made.write()
    return made


def run(fixtures, *arguments, **options):
    """What it printed, and its exit code."""
    out, code = io.StringIO(), 0
    try:
        call_command(
            "sync_guide",
            fixtures.folder,
            *arguments,
            stdout=out,
            stderr=io.StringIO(),
            **options,
        )
    except SystemExit as end:
        code = end.code
    return out.getvalue(), code


def test_a_first_load_says_what_it_created(fixtures):
    text, code = run(fixtures)

    assert code == 0
    assert "28 records in 9 files.\n" in text
    assert "guide.course: 2 created\n" in text
    assert text.endswith("Done.\n")


def test_a_second_load_of_the_same_files_says_so(fixtures):
    run(fixtures)
    Term.objects.create(slug="new", name_en="New")

    text, code = run(fixtures)

    assert (text, code) == (
        "28 records in 9 files, the same as at the last load.\n"
        "guide.term: 1 only in the database, left alone: new\n"
        "Nothing changed.\n",
        0,
    )


def test_a_conflict_is_named_and_ends_with_2(fixtures):
    run(fixtures)
    Course.objects.filter(slug="snakes").update(title="Ours", weeks=3)
    fixtures.set("guide.course", "snakes", title="Theirs", institution="University")
    fixtures.write()

    text, code = run(fixtures)

    assert code == 2
    assert text == (
        "28 records in 9 files.\n"
        "guide.course: 1 updated: snakes (institution)\n"
        "guide.course: 1 kept as editors changed them: snakes (weeks)\n"
        'CONFLICT guide.course snakes title: editors "Ours", fixture "Theirs"\n'
        "1 conflict left: the editors' values stand until somebody decides at http://localhost:8000/admin/guide/conflict/.\n"
    )


def test_a_dry_run_that_finds_a_conflict_says_that_it_wrote_nothing(fixtures):
    run(fixtures)
    Course.objects.filter(slug="snakes").update(title="Ours")
    fixtures.set(
        "guide.course",
        "snakes",
        title="A title too long for one line of the report: " + "x" * 40,
    )
    fixtures.write()

    text, code = run(fixtures, dry_run=True)

    assert (text, code) == (
        "28 records in 9 files.\n"
        "CONFLICT guide.course snakes title\n"
        "1 conflict left: the editors' values stand until somebody decides at "
        "http://localhost:8000/admin/guide/conflict/. This was a dry run: nothing was written.\n",
        2,
    )


def test_the_report_as_json_has_everything(fixtures):
    run(fixtures)
    Course.objects.filter(slug="snakes").update(title="Ours")
    fixtures.set("guide.course", "snakes", title="Theirs")
    fixtures.drop("guide.term", "model")
    fixtures.write()

    text, code = run(fixtures, format="json")

    report = json.loads(text)
    assert code == 2
    assert report["retired"] == {"guide.term": ["model"]}
    assert report["conflicts"] == [
        {
            "model": "guide.course",
            "key": "snakes",
            "field": "title",
            "base": "Snakes",
            "ours": "Ours",
            "theirs": "Theirs",
        }
    ]


def test_a_refusal_as_json_ends_with_1(fixtures):
    fixtures.set("guide.course", "snakes", weeks="six")
    fixtures.write()

    text, code = run(fixtures, format="json")

    assert code == 1
    assert json.loads(text) == {
        "refused": [
            '06_courses.json: record 2 (snakes) weeks: "six" is not a whole number or null'
        ]
    }


def test_a_dry_run_prints_the_same_report_and_writes_nothing(fixtures):
    dry, dry_code = run(fixtures, dry_run=True, format="json")
    counts = [
        model.objects.count()
        for model in [*content_models(), LoadedRecord, LoadedFile, ContentVersion]
    ]

    real, real_code = run(fixtures, format="json")

    assert set(counts) == {0}
    assert json.loads(dry) == json.loads(real) | {"dry_run": True}
    assert dry_code == real_code


def test_only_the_models_asked_for_are_loaded(fixtures):
    run(fixtures)
    fixtures.set("guide.course", "snakes", weeks=2)
    fixtures.set("guide.term", "model", body_en="New")
    fixtures.write()

    run(fixtures, only=["Course", "guide.provider"])

    assert Course.objects.get(slug="snakes").weeks == 2
    assert Term.objects.get().body_en == ""
    assert run(fixtures)[0].splitlines()[1] == "guide.term: 1 updated: model (body_en)"


def test_an_unknown_model_is_refused_by_name(fixtures):
    with pytest.raises(
        CommandError, match=r"No such model: guide\.user\. Allowed: guide\.source, "
    ):
        run(fixtures, only=["user"])


def test_a_path_behind_only_is_told_its_place(fixtures):
    with pytest.raises(
        CommandError,
        match=rf"--only takes names of models: write {fixtures.folder} before it\.",
    ):
        run(fixtures, only=["course", str(fixtures.folder)])


def test_only_tables_of_the_guide_are_written(fixtures):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        run(fixtures)
        Course.objects.filter(slug="snakes").update(title="Ours")
        fixtures.set("guide.course", "snakes", title="Theirs", weeks=1)
        fixtures.drop("guide.courseskill", "tables|sql")
        fixtures.drop("guide.criterion", "first|run")
        fixtures.write()
        run(fixtures)

    written = [
        re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM|COPY) "?(\w+)', each["sql"])
        for each in queries
    ]
    assert {match[1] for match in written if match} <= OURS


def test_a_bar_is_drawn_on_a_terminal_only(fixtures, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        monkeypatch.setattr("sys.stderr", stream)
        fixtures.set("guide.course", "snakes", title=type(stream).__name__)
        run(fixtures)

    drawn = re.findall(r"\r(\w+):", terminal.getvalue())
    assert list(dict.fromkeys(drawn)) == ["checking", "merging"]
    assert re.search(r"\r +\r$", terminal.getvalue())  # nothing of it is left
    assert file.getvalue() == ""


def test_loaddata_takes_the_same_files_and_sync_finds_nothing_to_do(fixtures):
    run(fixtures)
    call_command("dump_guide", out=fixtures.folder, stdout=io.StringIO())
    for model in reversed(content_models()):
        model.objects.all().delete()
    LoadedRecord.objects.all().delete()
    LoadedFile.objects.all().delete()

    files = [
        path for path in sorted(fixtures.folder.iterdir()) if path.read_text() != "[]\n"
    ]
    call_command("loaddata", *files, verbosity=0)
    text, code = run(fixtures)

    assert (text, code) == ("28 records in 13 files.\nNothing changed.\n", 0)
