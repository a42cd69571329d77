"""Rows that belong to another merge as sets of their owner, and what fixtures drop retires or leaves."""

import pytest
from django.utils import timezone

from guide.models import (
    Conflict,
    Course,
    CourseSkill,
    Criterion,
    ExchangeRate,
    LoadedRecord,
    Roadmap,
    Skill,
    Stage,
    Stop,
    Term,
)
from guide.sync.record_schema import schema_of
from guide.sync.removals import retirement_change

pytestmark = pytest.mark.both_databases


def skills_of(slug):
    return dict(
        CourseSkill.objects.filter(course__slug=slug).values_list(
            "skill__slug", "level"
        )
    )


def version_of(model, slug):
    return model.objects.get(slug=slug).version


def test_links_of_both_sides_are_joined(fixtures):
    CourseSkill.objects.create(
        course=Course.objects.get(slug="snakes"),
        skill=Skill.objects.get(slug="sql"),
        level=1,
    )
    fixtures.add("guide.skill", slug="git", name_en="Git", category=["basics"])
    fixtures.add("guide.courseskill", course=["snakes"], skill=["git"], level=3)

    report = fixtures.load()

    assert skills_of("snakes") == {"python": 2, "sql": 1, "git": 3}
    assert report.only_here == {"guide.courseskill": ["snakes|sql"]}
    assert report.created == {"guide.skill": 1, "guide.courseskill": 1}


def test_a_link_that_the_fixture_drops_leaves_and_raises_its_owners_version(fixtures):
    before = version_of(Course, "snakes")
    fixtures.drop("guide.courseskill", "snakes|python")

    report = fixtures.load()

    assert skills_of("snakes") == {}
    assert report.deleted == {"guide.courseskill": ["snakes|python"]}
    assert version_of(Course, "snakes") == before + 1
    assert not LoadedRecord.objects.filter(key="snakes|python").exists()


def test_a_link_that_an_editor_removed_stays_removed(fixtures):
    CourseSkill.objects.all().delete()
    fixtures.set("guide.course", "snakes", weeks=9)

    report = fixtures.load()

    assert skills_of("snakes") == {}
    assert (report.created, report.conflicts) == ({}, [])


def test_a_link_that_one_side_removed_and_the_other_changed_is_a_conflict(fixtures):
    CourseSkill.objects.filter(course__slug="snakes").delete()
    CourseSkill.objects.filter(course__slug="tables").update(level=4)
    fixtures.set("guide.courseskill", "snakes|python", level=3)
    fixtures.drop("guide.courseskill", "tables|sql")

    report = fixtures.load()

    assert skills_of("snakes") == {}
    assert skills_of("tables") == {"sql": 4}
    assert {(each["key"], each["field"]) for each in report.conflicts} == {
        ("snakes|python", ""),
        ("tables|sql", ""),
    }
    assert list(
        Conflict.objects.filter(key="tables|sql").values_list("theirs", flat=True)
    ) == [None]


def test_a_link_over_which_both_disagree_from_its_first_day_stays_when_the_fixture_drops_it(
    fixtures,
):
    CourseSkill.objects.create(
        course=Course.objects.get(slug="snakes"),
        skill=Skill.objects.get(slug="sql"),
        level=2,
    )
    fixtures.add("guide.courseskill", course=["snakes"], skill=["sql"], level=4)
    fixtures.load()
    fixtures.drop("guide.courseskill", "snakes|sql")

    report = fixtures.load()

    assert skills_of("snakes")["sql"] == 2
    assert {(each["key"], each["field"]) for each in report.conflicts} == {
        ("snakes|sql", "")
    }


@pytest.mark.parametrize(
    ("prefer", "snakes", "tables"),
    [("fixtures", {"python": 3}, {}), ("editors", {}, {"sql": 4})],
)
def test_a_preference_decides_about_whole_records_too(fixtures, prefer, snakes, tables):
    CourseSkill.objects.filter(course__slug="snakes").delete()
    CourseSkill.objects.filter(course__slug="tables").update(level=4)
    fixtures.set("guide.courseskill", "snakes|python", level=3)
    fixtures.drop("guide.courseskill", "tables|sql")

    reports = [fixtures.load(prefer=prefer), fixtures.load()]

    assert (skills_of("snakes"), skills_of("tables")) == (snakes, tables)
    assert [report.exit_code for report in reports] == [0, 0]


def test_content_that_the_fixture_drops_retires_and_stays_reachable(fixtures):
    fixtures.drop("guide.term", "model")
    fixtures.drop("guide.course", "tables")
    fixtures.drop("guide.courseskill", "tables|sql")

    report = fixtures.load()

    assert report.retired == {"guide.term": ["model"], "guide.course": ["tables"]}
    assert (report.deleted, report.conflicts) == ({}, [])
    assert not Term.objects.get(slug="model").published
    retired = Course.objects.get(slug="tables")
    assert (retired.published, retired.retired_on) == (True, timezone.localdate())
    assert skills_of("tables") == {"sql": 2}
    assert not fixtures.load().changed


def test_content_that_returns_is_published_again(fixtures):
    fields = fixtures.drop("guide.course", "tables")
    fixtures.drop("guide.courseskill", "tables|sql")
    fixtures.load()
    fixtures.add("guide.course", **fields)

    report = fixtures.load()

    returned = Course.objects.get(slug="tables")
    assert (returned.published, returned.retired_on, report.conflicts) == (
        True,
        None,
        [],
    )


def test_dropped_content_that_an_editor_changed_stays_and_is_a_conflict(fixtures):
    Term.objects.get(slug="model").save()
    Term.objects.filter(slug="model").update(body_en="Ours")
    fixtures.drop("guide.term", "model")

    report = fixtures.load()

    assert Term.objects.get(slug="model").published
    assert [(each["key"], each["field"]) for each in report.conflicts] == [
        ("model", "")
    ]
    assert fixtures.load().exit_code == 2


def test_what_can_neither_retire_nor_be_deleted_is_left_and_named(fixtures):
    fixtures.drop("guide.exchangerate", "EUR|spot|2025")

    report = fixtures.load()

    assert ExchangeRate.objects.count() == 1
    assert list(report.left) == ["guide.exchangerate"]


def test_stops_move_between_stages_before_a_stage_leaves(fixtures):
    fixtures.set("guide.stop", "engineer|first", stage=["engineer", "end"])
    fixtures.set("guide.stop", "engineer|second", stage=["engineer", "end"])
    fixtures.drop("guide.stage", "engineer|begin")

    report = fixtures.load()

    assert list(Stop.objects.in_order().values_list("step__slug", "stage__code")) == [
        ("first", "end"),
        ("second", "end"),
    ]
    assert report.deleted == {"guide.stage": ["engineer|begin"]}
    assert version_of(Roadmap, "engineer") == 2


def test_a_stage_where_an_editors_stop_stands_does_not_leave(fixtures):
    Stop.objects.filter(step__slug="second").update(stage=Stage.objects.get(code="end"))
    fixtures.drop("guide.stage", "engineer|end")
    fixtures.drop("guide.stop", "engineer|second")

    report = fixtures.load()

    assert (Stage.objects.count(), Stop.objects.count()) == (2, 2)
    assert report.left == {
        "guide.stage": {"engineer|end": "because something still points to it"}
    }


def test_a_criterion_that_cannot_leave_has_a_date_on_which_it_retires():
    shape, today = schema_of(Criterion), timezone.localdate().isoformat()

    assert retirement_change(shape, {"retired_on": None}) == {"retired_on": today}
    assert retirement_change(shape, {"retired_on": "2026-01-01"}) == {}


def test_records_of_files_that_are_not_loaded_stay(fixtures):
    fixtures.drop("guide.term", "model")
    fixtures.set("guide.course", "snakes", weeks=2)

    report = fixtures.load("06_courses.json")

    assert Term.objects.get(slug="model").published
    assert report.updated == {"guide.course": {"snakes": ["weeks"]}}
    assert (report.retired, report.only_here) == ({}, {})
