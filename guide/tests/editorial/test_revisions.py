"""A revision is written with the change or not at all, once for a transaction, and only where something changed."""

import ast
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from guide.editorial.documents import document_before, unpack
from guide.editorial.keeping import keeping_revisions
from guide.models import Criterion, Revision, Skill
from guide.sync.dump import dump_content
from guide.tests.factory import make_skill, make_step
from guide.tests.fixture_world import World

pytestmark = pytest.mark.both_databases
ROOT = Path(__file__).resolve().parents[3]
# Who may write rows past the models, and so tells by itself what changed. Of learners' rows there are no revisions.
PAST_THE_MODELS = {
    "guide/models/content.py": "the version of a row, which is no content",
    "guide/editorial/stale_texts.py": "which texts are stale",
    "guide/editors.py": "the names of those who did something",
    "guide/models/conflict.py": "conflicts",
    "guide/models/link.py": "what became of links",
    "guide/models/report.py": "what readers told",
    "guide/reports/mail.py": "which of it was mailed",
    "guide/sync/conflicts.py": "conflicts",
    "guide/sync/last_loaded.py": "what is remembered of loads",
    "guide/search/index.py": "the index of search",
    "guide/search/missed.py": "the index of search",
    "guide/search/rows.py": "former names",
}
BULK = {"bulk_create", "bulk_update", "_raw_delete"}


def changed(revision):
    return revision.fields.strip("|").split("|")


@pytest.mark.django_db(transaction=True)
def test_several_saves_of_a_transaction_are_one_revision():
    step = make_step(criteria=1)
    Revision.objects.all().delete()

    with transaction.atomic():
        for name in ("One", "Two"):
            step.name_en = name
            step.save()
        step.criteria.update_or_create(code="new", defaults={"order": 9})
        step.criteria.get(code="c-0").delete()

    revision = Revision.objects.get()
    assert changed(revision) == ["name_en", "criterion"]
    before = document_before(unpack(revision.document), unpack(revision.before))
    assert [*before["guide.criterion"]] == [f"{step.slug}|c-0"]
    step.save()
    assert Revision.objects.count() == 1  # nothing changed


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_or_taken_back_leaves_no_revision():
    skill = make_skill(name_en="Old")
    Revision.objects.all().delete()

    with transaction.atomic():
        with transaction.atomic():
            skill.name_en = "New"
            skill.save()
            transaction.set_rollback(True)
        assert not Revision.objects.exists()
        skill.name_en = "Newer"
        skill.save()
        assert unpack(Revision.objects.get().before) == {
            "guide.skill": {skill.slug: {"name_en": "Old"}}
        }
        skill.name_en = "Old"
        skill.save()

    assert not Revision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_revision_that_cannot_be_written_takes_the_change_with_it(monkeypatch):
    skill = make_skill(name_en="Old")
    monkeypatch.setattr("guide.editorial.keeping.pack", None)
    skill.name_en = "New"

    with pytest.raises(TypeError):
        skill.save()

    assert Skill.objects.get().name_en == "Old"


@pytest.mark.django_db
def test_a_renamed_record_and_a_row_that_moves_are_followed():
    step, other = make_step(criteria=1), make_step()
    slug = step.slug
    Revision.objects.all().delete()

    with keeping_revisions("somebody"):
        criterion = Criterion.objects.get()
        criterion.step = other
        criterion.save()
        step.slug = "renamed"
        step.save()

    assert {each.key: changed(each) for each in Revision.objects.all()} == {
        "renamed": ["slug", "criterion"],
        other.slug: ["criterion"],
    }
    assert Revision.objects.of_record("guide.step", slug, step.pk).count() == 1


@pytest.mark.django_db
def test_a_first_load_is_one_revision_and_the_same_again_is_none(tmp_path):
    world = World(tmp_path)
    world.load()
    first = Revision.objects.get()

    assert (first.model, first.reason, first.is_load) == ("", "sync", True)
    assert unpack(first.document)["guide.course"] == 2
    world.load()
    assert Revision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_first_loaddata_is_one_revision_too(tmp_path):
    world = World(tmp_path)
    world.load()
    folder = tmp_path / "dumped"
    dump_content(folder)
    call_command("flush", interactive=False, verbosity=0)

    full = [path for path in sorted(folder.iterdir()) if path.stat().st_size > 9]
    call_command("loaddata", *full, verbosity=0)

    assert [(each.model, each.reason) for each in Revision.objects.all()] == [
        ("", "loaddata")
    ]


def writes_past_the_models(tree):
    """Calls of update() with keywords alone, which no dictionary has, and of the bulk methods."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            is_update = name == "update" and node.keywords and not node.args
            if is_update or name in BULK:
                yield node.lineno


def test_nobody_else_writes_past_the_models():
    files = [
        path.relative_to(ROOT).as_posix()
        for app in ("guide", "operations", "careerpath", "web")
        for path in (ROOT / app).rglob("*.py")
        if not {"tests", "migrations"} & set(path.parts)
    ]

    found = {
        name
        for name in files
        if [*writes_past_the_models(ast.parse((ROOT / name).read_text()))]
    }

    assert found <= PAST_THE_MODELS.keys()
    assert found >= {"guide/models/content.py", "guide/search/index.py"}
