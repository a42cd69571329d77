"""Everything is checked before anything is written, and every fault is named at once."""

import json

import pytest
from django.core.management import CommandError, call_command

from guide.models import ContentVersion, Course, LoadedRecord, Skill
from guide.sync.errors import SyncRefused
from guide.sync.run import sync
from guide.tests.fixture_world import World, course, stop


@pytest.fixture
def fixtures(tmp_path, db):
    return World(tmp_path)


def faults(fixtures, *names, **options):
    with pytest.raises(SyncRefused) as refusal:
        fixtures.load(*names, **options)
    return refusal.value.reasons


COURSE = "06_courses.json: record 2 (snakes)"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": 7}, "title: 7 is not a text"),
        ({"title": ""}, "title: This field cannot be blank."),
        ({"title": ["Snakes"]}, "title: [\"Snakes\"] is not a text"),
        ({"title": "x" * 301}, "title: Ensure this value has at most 300 characters (it has 301)."),
        ({"title": "a\u0000b"}, 'title: a control character stands in "a\\u0000b"'),
        ({"title": "a\nb"}, 'title: a control character stands in "a\\nb"'),
        ({"kind": "lesson"}, "kind: Value 'lesson' is not a valid choice. Allowed: course, specialization,"),
        ({"kind": None}, "kind: null is not a text"),
        ({"weeks": "6"}, 'weeks: "6" is not a whole number or null'),
        ({"weeks": True}, "weeks: true is not a whole number or null"),
        ({"weeks": 6.0}, "weeks: 6.0 is not a whole number or null"),
        ({"weeks": -1}, "weeks: Ensure this value is greater than or equal to 0."),
        ({"weeks": [6]}, "weeks: a list or an object stands where one value belongs"),
        ({"price": "ten", "currency": "USD"}, "price: “ten” value must be a decimal number."),
        ({"price": "1.005", "currency": "USD"}, "price: Ensure that there are no more than 2 decimal places."),
        ({"price": "-1", "currency": "USD"}, "price: Ensure this value is greater than or equal to 0."),
        ({"price": True}, "price: true is not a decimal number, best as a text such as “12.50” or null"),
        ({"languages": "English"}, "languages: “English” is not a language code. Enter codes separated by spaces"),
        ({"currency": "XXX"}, "currency: “XXX” is not a currency of the guide. Known are: AED"),
        ({"published": "yes"}, 'published: "yes" is not true or false'),
        ({"published": None}, "published: null is not true or false"),
        ({"retired_on": "2026-02-30"}, "retired_on: “2026-02-30” value has the correct format (YYYY-MM-DD) but it is"),
        ({"checked_on": "soon"}, "checked_on: “soon” is not a date. Enter 2026, 2026-08 or 2026-08-30, or “undated”."),
        ({"checked_on": ""}, "checked_on: This field cannot be blank."),
        ({"url": "courses.example"}, "url: Enter an address that starts with https:// or http://, such as"),
        ({"slug": "snakes and"}, "slug: Enter a valid “slug”"),
        ({"source": None}, "source: must be the natural key of a guide.source: a list of 1 text"),
        ({"source": "survey"}, "source: must be the natural key of a guide.source: a list of 1 text"),
        ({"source": ["survey", "x"]}, "source: must be the natural key of a guide.source: a list of 1 text"),
        ({"source": [7]}, "source: must be the natural key of a guide.source: a list of 1 text"),
        ({"source": ["rumour"]}, "source: points to guide.source “rumour”, which is neither in the files nor"),
        ({"version": 3}, "version: no such field. Allowed: slug, published, sort_zh, title,"),
        ({"pk": 3}, "pk: no such field. Allowed: slug,"),
        ({"note_en": "see [x](skill:juggling)"}, "note_en: points to guide.skill “juggling”"),
        ({"note_zh": "见[x](page:nowhere)"}, "note_zh: there is no page “nowhere”. Allowed: home,"),
        ({"note_en": "see [x](skil:python)"}, "note_en: “skil:python” is no short link. Allowed: belief,"),
        ({"hours_low": 9, "hours_high": 5, "hours_basis": "stated"},
         "hours_high, hours_low: breaks the rule “course hours rise”. This must be at least as much as the hours from. "
         "“hours in all, from” 9 is above “hours in all, to” 5."),
        ({"price": "9"},
         "certificate_price, currency, price: breaks the rule “course price has a currency”. A price needs its "
         "currency. Given: “price of the certificate” nothing, “currency” nothing, “price” 9."),
        ({"replaced_by": ["tables"]},
         "replaced_by, status: breaks the rule “course replaced is not current”. A course that has been replaced is no "
         "longer offered: choose “replaced” or “retired”. Given: “what holds today” tables, “status” offered."),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_what_is_allowed(fixtures, fields, says):
    fixtures.records["guide.course", "snakes"].update(fields)

    found = faults(fixtures)

    where = f"06_courses.json: record 2 ({fields.get('slug', 'snakes')}) "
    assert any(fault.startswith(where + says) for fault in found), found
    assert (
        Course.objects.count(),
        LoadedRecord.objects.count(),
        ContentVersion.objects.count(),
    ) == (0, 0, 0)


def test_all_faults_of_all_files_are_named_at_once_in_order(fixtures):
    fixtures.set("guide.skill", "sql", name_en="", category=["none"])
    del fixtures.records["guide.course", "snakes"]["kind"]
    fixtures.set("guide.courseskill", "snakes|python", level=5)
    fixtures.set("guide.courseskill", "tables|sql", skill=["dance"])
    fixtures.write()
    (fixtures.folder / "09_market.json").write_text("[{]")

    with pytest.raises(CommandError) as refusal:
        call_command("sync_guide", fixtures.folder)

    lines = str(refusal.value).splitlines()
    assert [line.split(": ")[1] for line in lines[:-1]] == [
        "record 4 (sql) name_en",
        "record 4 (sql) category",
        "record 2 (snakes) kind",
        "record 4 (snakes|python) level",
        "record 5 (tables|dance) skill",
        "line 1, column 3",
    ]
    assert lines[-1] == "Refused: nothing was written."
    assert Skill.objects.count() == 0


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ([], 'must have the form {"model": "guide.…", "fields": {…}}'),
        ({"model": "guide.course"}, "must have the form"),
        ({"model": "guide.course", "pk": 1, "fields": {}}, "must have the form"),
        ({"model": "guide.course", "fields": []}, "must have the form"),
        ({"model": ["guide.course"], "fields": {}}, "must have the form"),
        (
            {"model": "guide.loadedrecord", "fields": {}},
            "model: no such model. Allowed: guide.source, guide.website, guide.track,",
        ),
        ({"model": "accounts.user", "fields": {}}, "model: no such model."),
    ],
)
def test_a_record_of_another_form_is_refused(fixtures, record, says):
    fixtures.write()
    (fixtures.folder / "10_chapters.json").write_text(json.dumps([record]))

    assert f"10_chapters.json: record 1 {says}".replace(
        "1 must", "1: must"
    ) in faults_of(fixtures)


def faults_of(fixtures):
    with pytest.raises(SyncRefused) as refusal:
        sync([fixtures.folder])
    return refusal.value.reasons[0]


def test_a_record_that_stands_twice_is_refused(fixtures):
    fixtures.write()
    path = fixtures.folder / "06_courses.json"
    records = json.loads(path.read_text())
    path.write_text(json.dumps([*records, records[1]]))

    assert (
        faults_of(fixtures)
        == "06_courses.json: record 6 (snakes) slug: stands twice: also in record 2"
    )


def test_a_record_that_stands_twice_in_two_files_is_named_with_both(fixtures):
    fixtures.write()
    records = json.loads((fixtures.folder / "06_courses.json").read_text())
    (fixtures.folder / "12_more.json").write_text(json.dumps(records[1:2]))

    said = "12_more.json: record 1 (snakes) slug: stands twice: also in record 2 of 06_courses.json"
    assert faults_of(fixtures) == said


def test_two_records_with_a_number_that_must_be_the_only_one_are_refused(fixtures):
    fixtures.add(
        "guide.track",
        slug="other",
        name_en="Other",
        order=1,
        colour_light="#111",
        colour_dark="#eee",
    )

    assert faults(fixtures) == [
        "02_skills.json: record 6 (other) order: has the value of record 1; it must be the only one"
    ]


def test_circles_are_refused_with_their_members(fixtures):
    fixtures.add("guide.skillprerequisite", skill=["python"], prerequisite=["sql"])
    fixtures.add("guide.course", **course("a", status="replaced", replaced_by=["b"]))
    fixtures.add("guide.course", **course("b", status="replaced", replaced_by=["a"]))

    found = faults(fixtures)

    assert [fault.partition("circle: ")[2] for fault in found] == [
        "sql → python → sql",
        "a → b → a",
    ]


def test_a_circle_closed_by_an_editor_is_refused_and_nothing_is_written(fixtures):
    fixtures.load()
    skills = {skill.slug: skill for skill in Skill.objects.all()}
    fixtures.add("guide.skill", slug="git", name_en="Git", category=["basics"])
    fixtures.load()
    git = Skill.objects.get(slug="git")
    git.prerequisite_links.create(prerequisite=skills["sql"])
    fixtures.add("guide.skillprerequisite", skill=["python"], prerequisite=["git"])

    found = faults(fixtures)

    assert len(found) == 1
    assert "what editors added make a circle" in found[0]
    assert skills["python"].prerequisite_links.count() == 0


def test_a_step_before_one_that_it_builds_on_is_refused(fixtures):
    fixtures.set("guide.stop", "engineer|first", order=3)

    assert faults(fixtures) == [
        "05_roadmaps.json: record 5 (engineer|second) order: stands before “first”, which it builds on"
    ]


def test_a_stop_in_a_stage_of_another_roadmap_is_refused(fixtures):
    fixtures.add(
        "guide.roadmap", slug="analyst", name_en="To analyst", role=["engineer"]
    )
    fixtures.add("guide.stop", **stop("first", 1, roadmap=["analyst"]))

    assert (
        "stage: belongs to the roadmap “engineer”; it must be one of “analyst”"
        in faults(fixtures)[0]
    )


def test_what_the_fixtures_drop_must_not_be_pointed_to_any_more(fixtures):
    fixtures.load()
    fixtures.drop("guide.skill", "sql")
    fixtures.drop("guide.skillprerequisite", "sql|python")

    assert faults(fixtures) == [
        "06_courses.json: record 5 (tables|sql) skill: "
        "points to guide.skill “sql”, which is neither in the files nor kept here"
    ]


def test_a_file_that_breaks_off_is_named_without_all_that_points_into_it(fixtures):
    fixtures.write()
    path = fixtures.folder / "02_skills.json"
    path.write_text(path.read_text().replace('"fields"', '"fields",', 1))

    with pytest.raises(SyncRefused) as refused:
        sync([fixtures.folder])

    (reason,) = refused.value.reasons
    assert reason.startswith("02_skills.json: line ")


def test_fixtures_may_point_to_what_editors_added(fixtures):
    fixtures.load()
    Skill.objects.create(
        slug="git", name_en="Git", category=Skill.objects.first().category
    )
    fixtures.set("guide.course", "snakes", note_en="with [git](skill:git)")
    fixtures.add("guide.courseskill", course=["snakes"], skill=["git"], level=1)

    assert fixtures.load().created == {"guide.courseskill": 1}


def test_one_model_alone_must_find_its_references_in_the_database(fixtures):
    assert (
        "points to guide.provider “coursera”"
        in faults(fixtures, only=["guide.course"])[0]
    )


def test_a_citation_names_something_that_exists(fixtures):
    fixtures.set("guide.citation", "survey|s1|course|snakes", subject_slug="gone")

    assert "subject_slug: points to guide.course “gone”" in faults(fixtures)[0]


@pytest.mark.parametrize("name", ["none.json", "none", "folder"])
def test_a_missing_file_or_an_empty_folder_is_refused(fixtures, name):
    (fixtures.folder / "folder").mkdir()

    with pytest.raises(CommandError, match=r"No such file|no fixture in"):
        call_command("sync_guide", fixtures.folder / name)


def test_two_forms_of_one_file_are_refused(fixtures):
    fixtures.write()
    (fixtures.folder / "06_courses.jsonl").write_text("")

    assert "two files are called 06_courses" in faults_of(fixtures)
