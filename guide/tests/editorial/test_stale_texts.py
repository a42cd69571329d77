"""A text whose other language was changed alone is marked in the same save, whichever way it was written."""

import json

import pytest
from django.core.management import call_command
from django.core.serializers import serialize
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from guide.editorial.keeping import keeping_revisions
from guide.editorial.stale_texts import say_the_same, text_pairs
from guide.models import Revision, StaleText, Term
from guide.sync.files import content_models
from guide.sync.record_schema import schema_of
from guide.tests.admin_pages import change_url, forms_of, open_form
from guide.tests.editorial.test_history import history_url
from guide.tests.factory import make_skill, make_source, make_step

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture
def skill():
    return make_skill(
        summary_en="Numbers in rows.", summary_zh="一行行的数。", body_zh="只有中文。"
    )


def stale():
    """Kind, text, language and what the other one said, of all that is marked."""
    marks = StaleText.objects.order_by("part", "field")
    return [(m.part, m.field, m.language, m.seen) for m in marks]


def write(row, **texts):
    """One save; outside of keeping_revisions() those of a test would all be of its one transaction."""
    for name, text in texts.items():
        setattr(row, name, text)
    with keeping_revisions():
        row.save()


CHINESE = [("guide.skill", "summary", "zh", "Numbers in rows.")]


def test_a_text_that_was_changed_alone_makes_the_other_stale_until_that_changes(skill):
    write(skill, summary_en="Numbers in columns.")
    assert stale() == CHINESE

    write(skill, summary_en="Numbers in tables.", name_en="Other", name_zh="别的")
    assert stale() == CHINESE

    write(skill, summary_zh="表格里的数。")
    assert stale() == []


def test_it_goes_both_ways(skill):
    write(skill, summary_zh="表格里的数。")

    assert stale() == [("guide.skill", "summary", "en", "一行行的数。")]


def test_a_change_that_is_taken_back_makes_nothing_stale(skill):
    write(skill, summary_en="Numbers in columns.")
    write(skill, summary_en="Numbers in *rows*.")

    assert stale() == []


def test_both_languages_changed_in_one_save_are_right_together(skill):
    write(skill, summary_en="Letters.", summary_zh="字母。")

    assert stale() == []


def test_what_is_missing_is_not_stale(skill):
    write(skill, body_zh="还是只有中文。")  # without English
    write(skill, body_en="English, too.")  # which was missing
    write(skill, summary_zh="")  # is gone

    assert stale() == []


@pytest.mark.django_db(transaction=True)
def test_several_saves_in_one_transaction_count_as_one(skill):
    def save_all(*texts):
        with transaction.atomic():
            for each in texts:
                for name, text in each.items():
                    setattr(skill, name, text)
                skill.save()

    save_all({"summary_en": "Letters."}, {"summary_zh": "字母。"})
    assert stale() == []

    save_all({"summary_en": "Signs."})
    save_all({"summary_zh": "符号。"}, {"summary_zh": "字母。"})
    assert stale() == [("guide.skill", "summary", "zh", "Letters.")]


def test_what_did_not_happen_marks_nothing(skill):
    with transaction.atomic():
        write(skill, summary_en="Letters.")
        transaction.set_rollback(True)

    assert stale() == []


def test_rows_that_belong_to_a_record_and_texts_of_other_names_count_too(skill):
    step = make_step(criteria=2)
    write(step.criteria.get(code="c-1"), text_en="do another thing")
    source = make_source(title="The yearbook", title_zh="年鉴")
    write(source, title="The yearbook of 2026")

    assert stale() == [
        ("guide.criterion", "text", "zh", "do thing 1"),
        ("guide.source", "title", "zh", "The yearbook"),
    ]
    of_step = StaleText.objects.filter(model="guide.step")
    assert of_step.values_list("row", "part_key").get() == (step.pk, "c-1")
    with keeping_revisions():
        step.criteria.get(code="c-1").delete()
    assert not of_step.exists()


def test_a_deleted_record_leaves_no_mark(skill):
    write(skill, summary_en="Letters.")
    with keeping_revisions():
        skill.delete()

    assert stale() == []


def test_every_text_of_every_model_that_has_two_columns_is_followed():
    followed = {
        f"{schema_of(model).label}.{column}"
        for model in content_models()
        for pair in text_pairs(schema_of(model).label).values()
        for column in pair.values()
    }
    chinese = {
        f"{schema_of(model).label}.{field.name}"
        for model in content_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("_zh") and field.editable
    }

    assert {name for name in followed if name.endswith("_zh")} == chinese
    assert len(followed) == 2 * len(chinese)


# Ways of writing


def test_the_form_marks_and_says_who(desk, skill):
    desk.post(change_url(skill), {**open_form(desk, skill), "summary_en": "Letters."})

    assert stale() == CHINESE
    assert StaleText.objects.get().by == "editor@example.org"


def test_bringing_an_older_version_back_takes_the_mark_away(desk, world):
    term = Term.objects.get(slug="model")
    desk.post(change_url(term), {**open_form(desk, term), "name_en": "A model"})
    assert stale() == [("guide.term", "name", "zh", "Model")]

    answer = desk.get(history_url(term), {"new": f"{newest_revision(term).pk}b"})
    desk.post(history_url(term), forms_of(answer.text)[-1])

    assert Term.objects.get(slug="model").name_en == "Model"
    assert stale() == []


def newest_revision(row):
    label = schema_of(type(row)).label
    return Revision.objects.live().filter(model=label, row=row.pk).first()


def test_a_load_of_changed_fixtures_marks_what_changed_alone(world):
    assert stale() == []  # the first load of an empty database

    world.set("guide.term", "model", name_en="A model")
    world.set("guide.skill", "python", name_en="Python 3", name_zh="Python 3语言")
    world.load()
    assert stale() == [("guide.term", "name", "zh", "Model")]

    world.set("guide.term", "model", name_zh="一个模型")
    world.load()
    assert stale() == []


def test_a_load_that_changes_no_text_asks_for_no_mark(world):
    world.set("guide.course", "tables", weeks=9)
    with CaptureQueriesContext(connection) as queries:
        world.load()

    assert [q["sql"] for q in queries if "guide_staletext" in q["sql"]] == []


def test_loaddata_marks_what_changed_alone(world):
    rows = json.loads(serialize("json", Term.objects.all()))
    rows[0]["fields"]["name_zh"] = "另一个模型"
    path = world.folder / "other.json"
    path.write_text(json.dumps(rows))

    call_command("loaddata", str(path), verbosity=0)

    assert stale() == [("guide.term", "name", "en", "模型")]


# What counts as a change

SPACES = st.text(" \t\n\u3000", max_size=3)
PIECES = st.lists(st.text("ab*_-#>1. 数\n`\\[]()", max_size=8), max_size=8)


@given(PIECES, st.data())
def test_white_space_alone_is_no_change(pieces, data):
    spaced = "".join(piece + data.draw(SPACES) for piece in pieces)

    assert say_the_same("".join(pieces), spaced)
    assert say_the_same(spaced, "".join(pieces))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Some **bold** words", "Some __bold__ words"),
        ("Some *words*", "Some words"),
        ("* one\n* two", "- one\n- two"),
        ("## Heading", "### Heading"),
        ("1. one\n2. two", "1) one\n2) two"),
        ("A line\nand on", "A line and\non"),
    ],
)
def test_the_marks_of_markdown_alone_are_no_change(one, other):
    assert say_the_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10 hours", "12 hours"),
        ("-5 degrees", "5 degrees"),
        ("C", "C#"),
        ("See [this](skill:a)", "See [this](skill:b)"),
        ("snake_case", "snakecase"),
        ("数。", "数"),
    ],
)
def test_words_figures_and_targets_of_links_are_a_change(one, other):
    assert not say_the_same(one, other)
