"""The merge, for every kind of field and every way in which the two sides may have changed it."""

import datetime
from decimal import Decimal

import pytest

from guide.models import (
    Conflict,
    ContentVersion,
    Course,
    LoadedFile,
    LoadedRecord,
    Skill,
)
from guide.sync.files import content_models
from guide.tests.fixture_world import World

pytestmark = pytest.mark.both_databases

DAY = datetime.date

# kind of field: its name, three values as a fixture writes them, and the same as the database holds them
KINDS = {
    "line": ("title", ["Old", "New", "Ours"], ["Old", "New", "Ours"]),
    "text": ("note_en", ["", "a\n\nb", "c"], ["", "a\n\nb", "c"]),
    "other language": ("note_zh", ["旧", "新", "我们"], ["旧", "新", "我们"]),
    "choice": (
        "status",
        ["current", "unverified", "retired"],
        ["current", "unverified", "retired"],
    ),
    "whole number": ("weeks", [None, 4, 8], [None, 4, 8]),
    "decimal": (
        "hours_per_week_low",
        ["1.5", "2.0", "3"],
        [Decimal("1.5"), Decimal("2.0"), Decimal("3.0")],
    ),
    "amount": (
        "price",
        ["0", 12, "12.50"],
        [Decimal("0.00"), Decimal("12.00"), Decimal("12.50")],
    ),
    "yes or no": ("published", [True, False, None], [True, False, None]),
    "yes, no or unknown": ("certificate", [None, True, False], [None, True, False]),
    "date": (
        "retired_on",
        [None, "2026-08-30", "2026-01-01"],
        [None, DAY(2026, 8, 30), DAY(2026, 1, 1)],
    ),
    "partial date": (
        "checked_on",
        ["2026", "2026-08", "undated"],
        ["2026", "2026-08", "undated"],
    ),
    "address": (
        "url",
        [f"https://a.example/{n}" for n in "123"],
        [f"https://a.example/{n}" for n in "123"],
    ),
    "reference": (
        "provider",
        [["coursera"], ["edx"], ["mit"]],
        ["coursera", "edx", "mit"],
    ),
    "reference that may be empty": (
        "replaced_by",
        [None, ["tables"], ["third"]],
        [None, "tables", "third"],
    ),
}
CASES = {
    # what happened: fixture's value, editor's value, which one stands afterwards, whether a conflict is open
    "nobody changed it": (0, 0, 0, False),
    "only the fixture": (1, 0, 1, False),
    "only the editor": (0, 2, 2, False),
    "both the same": (1, 1, 1, False),
    "both, differently": (1, 2, 2, True),
}
NEEDED = {"currency": "USD", "price_period": "total", "status": "unverified"}


@pytest.fixture
def fixtures(tmp_path, db):
    made = World(tmp_path)
    for slug in ("edx", "mit"):
        made.add("guide.provider", slug=slug, name_en=slug)
    made.add(
        "guide.course", **made.records["guide.course", "snakes"] | {"slug": "third"}
    )
    made.set("guide.course", "snakes", **NEEDED)
    return made


def stored(name):
    value = getattr(Course.objects.get(slug="snakes"), name)
    return getattr(value, "slug", value)


def edit(name, value):
    """As the admin does it."""
    course = Course.objects.get(slug="snakes")
    field = Course._meta.get_field(name)
    setattr(
        course,
        name,
        field.related_model.objects.get(slug=value)
        if field.is_relation and value
        else value,
    )
    course.save()


EVERY = [
    (kind, case)
    for kind in KINDS
    for case in CASES
    if kind != "yes or no" or 2 not in CASES[case][:2]
]
DECIDED = [
    (kind, prefer)
    for kind in KINDS
    for prefer in ("fixtures", "editors")
    if kind != "yes or no"
]


@pytest.mark.parametrize(("kind", "case"), EVERY)
def test_each_field_merges_by_itself(fixtures, kind, case):
    name, written, held = KINDS[kind]
    theirs, ours, stands, conflict = CASES[case]
    fixtures.set("guide.course", "snakes", **{name: written[0]})
    fixtures.load()
    if ours:
        edit(name, held[ours])

    fixtures.set("guide.course", "snakes", **{name: written[theirs]})
    report = fixtures.load()

    assert stored(name) == held[stands]
    assert [each["field"] for each in report.conflicts] == ([name] if conflict else [])
    assert Conflict.objects.open().count() == conflict
    assert report.exit_code == (2 if conflict else 0)


@pytest.mark.parametrize(("kind", "prefer"), DECIDED)
def test_a_preference_decides_conflicts_at_once_and_for_good(fixtures, kind, prefer):
    name, written, held = KINDS[kind]
    fixtures.set("guide.course", "snakes", **{name: written[0]})
    fixtures.load()
    edit(name, held[2])
    fixtures.set("guide.course", "snakes", **{name: written[1]})

    reports = [fixtures.load(prefer=prefer), fixtures.load()]

    assert stored(name) == held[1 if prefer == "fixtures" else 2]
    assert [report.exit_code for report in reports] == [0, 0]


def test_two_fields_of_one_record_take_their_own_ways(fixtures):
    fixtures.load()
    edit("title", "Ours")
    fixtures.set("guide.course", "snakes", weeks=7)

    report = fixtures.load()

    course = Course.objects.get(slug="snakes")
    assert (course.title, course.weeks) == ("Ours", 7)
    assert report.updated == {"guide.course": {"snakes": ["weeks"]}}
    assert report.kept == {"guide.course": {"snakes": ["title"]}}


def test_each_language_is_a_field_of_its_own_and_the_sort_key_follows(fixtures):
    fixtures.load()
    Skill.objects.get(slug="python").save()  # an editor looks and saves
    skill = Skill.objects.get(slug="python")
    skill.name_en = "Python 3"
    skill.save()
    fixtures.set("guide.skill", "python", name_zh="蟒蛇", sort_zh="nonsense")

    report = fixtures.load()

    skill.refresh_from_db()
    assert (skill.name_en, skill.name_zh, skill.sort_zh) == (
        "Python 3",
        "蟒蛇",
        "mang3 she2",
    )
    assert report.updated == {"guide.skill": {"python": ["name_zh"]}}


def test_a_second_load_changes_nothing_not_even_a_version(fixtures):
    fixtures.load()
    before = state()
    for name in fixtures.folder.iterdir():
        name.write_text(
            name.read_text() + "\n"
        )  # not the same file, but the same records

    report = fixtures.load()

    assert not report.changed
    assert state() == before


def state():
    rows = {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in content_models()
    }
    return rows, ContentVersion.objects.values_list("number", flat=True).first()


def test_a_conflict_stays_the_same_until_somebody_decides(fixtures):
    fixtures.load()
    edit("title", "Ours")
    fixtures.set("guide.course", "snakes", title="Theirs")
    fixtures.load()
    before, found = state(), Conflict.objects.get()

    report = fixtures.load()

    assert state() == before
    assert report.exit_code == 2
    assert Conflict.objects.get() == found
    assert (found.base, found.ours, found.theirs) == ("Snakes", "Ours", "Theirs")


def test_a_conflict_is_settled_when_the_sides_agree(fixtures):
    fixtures.load()
    edit("title", "Ours")
    fixtures.set("guide.course", "snakes", title="Theirs")
    fixtures.load()
    fixtures.set("guide.course", "snakes", title="Ours")

    report = fixtures.load()

    assert report.exit_code == 0
    assert list(Conflict.objects.values_list("resolution", flat=True)) == ["settled"]


def test_a_fixture_that_moves_on_updates_its_open_conflict(fixtures):
    fixtures.load()
    edit("title", "Ours")
    for title in ("Theirs", "Newest"):
        fixtures.set("guide.course", "snakes", title=title)
        fixtures.load()

    assert list(Conflict.objects.values_list("base", "ours", "theirs")) == [
        ("Snakes", "Ours", "Newest")
    ]


def test_what_was_there_before_the_first_load_counts_as_an_editors(fixtures):
    fixtures.load()
    LoadedRecord.objects.all().delete()
    LoadedFile.objects.all().delete()
    edit("title", "Ours")

    report = fixtures.load()

    assert stored("title") == "Ours"
    assert [each["field"] for each in report.conflicts] == ["title"]


def test_line_ends_of_a_browser_are_no_change(fixtures):
    fixtures.set("guide.course", "snakes", note_en="one\n\ntwo")
    fixtures.load()
    edit("note_en", "one\r\n\r\ntwo")
    fixtures.set("guide.course", "snakes", note_en="one\n\nthree")

    report = fixtures.load()

    assert (stored("note_en"), report.conflicts) == ("one\n\nthree", [])


def test_a_value_that_breaks_a_rule_beside_the_editors_is_a_conflict(fixtures):
    fixtures.set(
        "guide.course", "snakes", hours_low=10, hours_high=20, hours_basis="stated"
    )
    fixtures.load()
    edit("hours_low", 18)
    fixtures.set("guide.course", "snakes", hours_high=15)

    report = fixtures.load()

    assert (stored("hours_low"), stored("hours_high")) == (18, 20)
    assert [each["field"] for each in report.conflicts] == ["hours_high"]


def test_versions_rise_once_for_a_change_and_for_changed_links(fixtures):
    fixtures.load()
    before = dict(Course.objects.values_list("slug", "version"))
    number = ContentVersion.objects.get().number
    fixtures.set("guide.course", "snakes", weeks=3, title="Two changes")
    fixtures.set("guide.courseskill", "tables|sql", level=3)

    fixtures.load()

    after = dict(Course.objects.values_list("slug", "version"))
    assert {slug: after[slug] - before[slug] for slug in after} == {
        "snakes": 1,
        "tables": 1,
        "third": 0,
    }
    assert ContentVersion.objects.get().number == number + 1
