"""dump_guide writes what sync_guide reads: the same bytes, and one line for one changed word."""

import difflib
import io
import shutil

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from guide.models import Course, Keyed, Stop, Term
from guide.sync.files import FILES, content_models, fixture_files
from guide.sync.run import sync
from guide.tests.fixture_world import World

pytestmark = pytest.mark.both_databases


def dump(folder, **options):
    out = io.StringIO()
    call_command("dump_guide", out=folder, stdout=out, **options)
    return out.getvalue()


def texts(folder):
    return {path.name: path.read_text() for path in fixture_files([folder])}


def test_every_model_of_the_content_has_its_file():
    models = {
        model
        for model in apps.get_app_config("guide").get_models()
        if issubclass(model, Keyed)
    }

    assert set(content_models()) == models


def test_every_model_comes_after_those_it_points_to():
    models = content_models()

    for model in models:
        for field in model._meta.concrete_fields:
            if field.related_model and field.related_model is not model:
                assert models.index(field.related_model) < models.index(model), field


@pytest.mark.django_db
def test_the_projects_fixtures_load_and_dump_to_the_same_bytes(tmp_path):
    folder = settings.FIXTURE_DIRS[0]
    sync([folder])

    dump(tmp_path)

    assert list(texts(tmp_path)) == [f"{stem}.json" for stem in FILES]
    assert texts(tmp_path) == texts(folder)


@pytest.fixture
def dumped(tmp_path, db):
    World(tmp_path).load()
    folder = tmp_path / "dumped"
    dump(folder)
    return folder


def test_one_changed_word_is_one_changed_line(dumped):
    before = texts(dumped)
    term = Term.objects.get()
    term.body_en = "A program that learned.\r\nFrom data."
    term.save()

    printed = dump(dumped)

    after = texts(dumped)
    changed = [name for name in before if before[name] != after[name]]
    lines = difflib.ndiff(
        before[changed[0]].splitlines(), after[changed[0]].splitlines()
    )
    assert changed == ["10_chapters.json"]
    assert [line for line in lines if line[0] in "+-"] == [
        '-       "body_en": "",',
        '+       "body_en": "A program that learned.\\nFrom data.",',
    ]
    assert printed == f"written: {dumped / '10_chapters.json'}\n"


def test_what_did_not_change_is_not_written(dumped):
    before = {path: path.stat().st_mtime_ns for path in dumped.iterdir()}

    assert dump(dumped) == "Nothing changed.\n"
    assert {path: path.stat().st_mtime_ns for path in dumped.iterdir()} == before


def test_only_the_files_of_the_models_asked_for_are_written(dumped):
    shutil.rmtree(dumped)

    dump(dumped, only=["term", "guide.course"])

    assert list(texts(dumped)) == ["06_courses.json", "10_chapters.json"]


def test_an_editors_work_travels_into_the_fixtures_and_is_no_conflict_there(dumped):
    sync([dumped])
    Course.objects.filter(slug="snakes").update(title="Ours")
    Stop.objects.filter(step__slug="second").update(need="choice")
    dump(dumped)

    report = sync([dumped])

    assert (report.changed, report.conflicts, report.kept) == (False, [], {})
    assert Course.objects.get(slug="snakes").title == "Ours"
