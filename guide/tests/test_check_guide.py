"""check_guide says what is wrong with the content, and what it lacks."""

import io
import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from guide.models import Skill, SkillPrerequisite, Stop, Term
from guide.sync import content_audit
from guide.tests.fixture_world import World


def findings(*arguments):
    """What it found, by kind, and its exit code."""
    out, code = io.StringIO(), 0
    try:
        call_command("check_guide", *arguments, format="json", stdout=out)
    except SystemExit as end:
        code = end.code
    found = {}
    for each in json.loads(out.getvalue()):
        found.setdefault(each["kind"], []).append(each["key"])
    return found, code


@pytest.fixture(autouse=True)
def _in_2026(monkeypatch):
    """The figures of the fixtures are of that year; later they would be stale."""
    monkeypatch.setattr(
        content_audit, "timezone", SimpleNamespace(localdate=lambda: date(2026, 11, 21))
    )


@pytest.fixture
def fixtures(tmp_path):
    made = World(tmp_path)
    made.write()
    return made


def test_files_are_checked_without_a_database(fixtures):
    found, code = findings(fixtures.folder)

    assert code == 0
    assert set(found) == {
        "step without a free course", "missing translation", "orphan", "level without words",
    }  # fmt: skip
    assert found["step without a free course"] == ["first", "second"]


def test_a_free_course_and_translations_silence_the_warnings(fixtures):
    fixtures.set("guide.course", "snakes", free_to_study=True)
    fixtures.add("guide.stepskill", step=["second"], skill=["python"], level=2)
    fixtures.set("guide.skill", "sql", name_zh="SQL")
    fixtures.write()

    found, _ = findings(fixtures.folder)

    assert "step without a free course" not in found
    assert "sql" not in found["missing translation"]


def test_what_is_missing_or_old_is_a_warning(fixtures):
    fixtures.set("guide.course", "tables", status="retired", checked_on="2011")
    fixtures.add("guide.provider", slug="lonely", name_en="Lonely", name_zh="孤独")
    fixtures.write()

    found, code = findings(fixtures.folder)

    assert code == 0
    assert found["skill without a course"] == ["sql"]
    assert found["stale figure"] == ["tables"]
    assert found["orphan"] == ["sql", "engineer|end", "lonely"]


def test_drafts_and_retired_content_lack_nothing(fixtures):
    fixtures.set("guide.step", "second", retired_on="2026-01-01")
    fixtures.set("guide.skill", "sql", published=False)
    fixtures.write()

    found, _ = findings(fixtures.folder)

    assert found["step without a free course"] == ["first"]
    assert not {"sql", "second"} & set(found["missing translation"])


def test_a_chapter_without_its_parts_is_an_error_that_names_them(fixtures):
    names = {"name_en": "One", "name_zh": "一"}
    fixtures.add("guide.chapter", slug="one", order=1, **names)
    fixtures.add("guide.chapter", slug="two", order=2, published=False, **names)
    fixtures.write()
    out = io.StringIO()

    with pytest.raises(SystemExit):
        call_command("check_guide", fixtures.folder, stdout=out)

    assert [line for line in out.getvalue().splitlines() if "chapter" in line] == [
        "ERROR guide.chapter one: lacks answer_en, answer_zh, example_en, example_zh, next_step_en, next_step_zh",
        "ERROR guide.chapter one: 0 words, allowed 400 to 900",
    ]


def test_circles_order_and_broken_references_are_errors(fixtures):
    fixtures.add("guide.skillprerequisite", skill=["python"], prerequisite=["sql"])
    fixtures.set("guide.stop", "engineer|first", order=7)
    fixtures.set("guide.term", "model", body_en="[gone](term:gone)")
    fixtures.set("guide.courseskill", "tables|sql", skill=["dance"])
    fixtures.write()

    found, code = findings(fixtures.folder)

    assert code == 1
    assert found["circle"] == ["sql|python"]
    assert found["order"] == ["engineer|second"]
    assert found["reference"] == ["tables|dance", "model"]


def test_chinese_that_breaks_its_typography_is_an_error_with_its_place(fixtures):
    fixtures.set("guide.skill", "sql", name_zh="SQL 查询")
    fixtures.set("guide.term", "model", body_zh="模型,说明")
    fixtures.write()
    out = io.StringIO()

    found, code = findings(fixtures.folder)
    with pytest.raises(SystemExit):
        call_command("check_guide", fixtures.folder, stdout=out)

    assert (code, found["typography"]) == (1, ["sql", "model"])
    assert out.getvalue().splitlines()[:2] == [
        "ERROR guide.skill sql: name_zh has a typed space: SQL 查询",
        "ERROR guide.term model: body_zh has half-width punctuation: 模型,说明",
    ]


@pytest.mark.parametrize("name", ["title_zh", "publisher_zh"])
def test_a_source_without_chinese_title_or_publisher_is_an_error(fixtures, name):
    fixtures.set("guide.source", "survey", **{name: ""})
    fixtures.write()

    found, code = findings(fixtures.folder)

    assert (code, found["source without Chinese"]) == (1, ["survey"])


def test_the_database_is_checked_in_the_same_way(fixtures, db):
    fixtures.load()
    assert findings() == findings(fixtures.folder)
    SkillPrerequisite.objects.create(
        skill=Skill.objects.get(slug="python"),
        prerequisite=Skill.objects.get(slug="sql"),
    )
    Stop.objects.filter(step__slug="first").update(order=9)
    Term.objects.update(body_zh="[x](chapter:gone)")

    found, code = findings()

    assert code == 1
    assert {kind: found[kind] for kind in ("circle", "order", "reference")} == {
        "circle": ["sql|python"],
        "order": ["engineer|second"],
        "reference": ["model"],
    }


def test_the_text_lists_errors_first_and_counts(fixtures):
    fixtures.set("guide.term", "model", body_en="[gone](term:gone)")
    fixtures.write()
    out = io.StringIO()

    with pytest.raises(SystemExit):
        call_command("check_guide", fixtures.folder, stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0].startswith(
        "ERROR 10_chapters.json: record 1 (model) body_en: points to guide.term “gone”"
    )
    assert "step without a free course: 2 × guide.step: first, second" in lines
    assert lines[-1].startswith("1 errors, ")


@pytest.mark.parametrize("name", ["name_en", "name_zh"])
def test_two_stages_of_a_roadmap_with_one_name_are_found(fixtures, name):
    fixtures.set("guide.stage", "engineer|end", **{name: "Same"})
    fixtures.set("guide.stage", "engineer|begin", **{name: "Same"})
    fixtures.write()

    found, code = findings(fixtures.folder)

    assert code == 0
    assert found["stage with the name of another"] == ["engineer|end"]


@pytest.mark.parametrize(
    ("roadmap", "background", "found"),
    [(True, True, None), (False, True, ["curious"]), (False, False, None)],
)
def test_a_background_whose_roadmap_nobody_sees_leads_nowhere(
    fixtures, roadmap, background, found
):
    fixtures.set("guide.roadmap", "engineer", published=roadmap)
    fixtures.set("guide.background", "curious", published=background)
    fixtures.write()

    kinds, code = findings(fixtures.folder)

    assert (kinds.get("background without a published roadmap"), code) == (found, 0)


def test_a_level_that_is_asked_or_granted_needs_words_in_both_languages(fixtures):
    """Python is granted at 1 and asked at 3."""
    words = {
        "body_en": "- **Aware**: reads.\n- **Proficient**: writes.",
        "body_zh": "- **了解**：读。",
    }
    fixtures.set("guide.skill", "python", **words)
    fixtures.write()
    out = io.StringIO()

    call_command("check_guide", fixtures.folder, stdout=out)

    assert (
        "level without words: 1 × guide.skill: python (body_zh 熟练)" in out.getvalue()
    )


def test_a_long_step_carries_its_hours(fixtures):
    fixtures.set("guide.step", "first", hours_low=30, hours_high=60)
    fixtures.set(
        "guide.step", "second", hours_low=31, hours_high=60, first_week_en="Read."
    )
    fixtures.write()
    out = io.StringIO()

    call_command("check_guide", fixtures.folder, stdout=out)

    said = "second (example, project_data, good_result, project_hours_high, go_further)"
    assert f"long step: 1 × guide.step: {said}" in out.getvalue()


def test_a_typed_number_that_the_site_computes_and_british_words_are_warnings(fixtures):
    fixtures.set("guide.step", "first", hours_low=45, hours_high=90)
    fixtures.set(
        "guide.term", "model", body_en="Takes 45 to 90 hours, says the programme."
    )
    fixtures.write()

    found, code = findings(fixtures.folder)

    assert (code, found["typed number"], found["British spelling"]) == (
        0,
        ["model"],
        ["model"],
    )


def test_a_chosen_course_that_nobody_verifies_any_more_is_a_warning(fixtures):
    choice = {"step": ["first"], "course": ["snakes"], "order": 1, "reason_en": "So."}
    fixtures.add("guide.stepcourse", **choice)
    fixtures.set("guide.course", "snakes", checked_on="2020-01")
    fixtures.write()

    found, code = findings(fixtures.folder)

    assert (code, found["chosen course not verified"]) == (0, ["first|snakes"])


def test_a_name_that_no_card_can_show_is_named(fixtures):
    fixtures.set("guide.skill", "sql", name_en="SQL 🙂")
    fixtures.write()

    found, code = findings(fixtures.folder)

    assert (found["card"], code) == (["sql"], 0)
