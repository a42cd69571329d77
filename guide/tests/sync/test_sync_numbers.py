"""Numbers that must be the only one and references to later records, merged in whatever order they come."""

from datetime import date

import pytest

from guide.models import Course, Step, Track
from guide.sync.errors import SyncRefused
from guide.tests.fixture_world import course, step, stop

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(
    "orders",
    [
        {"data": 5, "t2": 4, "t3": 3, "t4": 2, "t5": 1},
        {"data": 2, "t2": 3, "t3": 4, "t4": 5, "t5": 1},
        {"data": 6, "t2": 1, "new": 2, "newer": 32767, "t5": 3, "t4": 4, "t3": 5},
        {"new": 5, "data": 1, "t2": 2, "t3": 3, "t4": 4, "t5": 32767},
    ],
    ids=[
        "reversed",
        "turned",
        "new ones between",
        "a new one takes a place that becomes free later",
    ],
)
def test_numbers_change_places_however_far_apart_their_records_are(
    fixtures, monkeypatch, orders
):
    colours = {"colour_light": "#111", "colour_dark": "#eee"}
    for number in range(2, 6):
        fixtures.add(
            "guide.track", slug=f"t{number}", name_en="T", order=number, **colours
        )
    fixtures.load()
    monkeypatch.setattr("guide.sync.record_batches.BATCH", 2)
    before = dict(Track.objects.values_list("slug", "order"))
    for slug in sorted(before):
        fixtures.drop("guide.track", slug)
    for slug, order in orders.items():
        name = "Data" if slug == "data" else "T"
        world = (
            {"colour_light": "#000", "colour_dark": "#fff"}
            if slug == "data"
            else colours
        )
        fixtures.add("guide.track", slug=slug, name_en=name, order=order, **world)

    report = fixtures.load()

    moved = {
        slug: ["order"]
        for slug, order in orders.items()
        if before.get(slug, order) != order
    }
    assert dict(Track.objects.values_list("slug", "order")) == orders
    assert report.updated == {"guide.track": moved}
    assert dict(Track.objects.values_list("slug", "version")) == {
        slug: 2 if slug in moved else 1 for slug in orders
    }


def test_a_number_that_an_editors_row_has_is_refused_with_its_name(fixtures):
    Track.objects.create(
        slug="ours", name_en="Ours", order=2, colour_light="#111", colour_dark="#eee"
    )
    fixtures.add(
        "guide.track",
        slug="theirs",
        name_en="T",
        order=2,
        colour_light="#111",
        colour_dark="#eee",
    )

    with pytest.raises(
        SyncRefused,
        match=r"^guide\.track theirs: order 2 is kept by “ours”; it must be the only one$",
    ):
        fixtures.load()


def test_a_course_may_be_replaced_by_one_that_comes_later_in_the_file(fixtures):
    fixtures.add(
        "guide.course", **course("another", status="replaced", replaced_by=["younger"])
    )
    fixtures.add("guide.course", **course("younger"))
    fixtures.set("guide.course", "snakes", status="replaced", replaced_by=["younger"])

    fixtures.load()

    replaced = dict(
        Course.objects.exclude(replaced_by=None).values_list(
            "slug", "replaced_by__slug"
        )
    )
    assert replaced == {"another": "younger", "snakes": "younger"}


def test_a_course_is_not_replaced_by_one_that_an_editor_deleted(fixtures):
    fixtures.add("guide.course", **course("younger"))
    fixtures.load()
    Course.objects.filter(slug="younger").delete()
    fixtures.add(
        "guide.course", **course("another", status="replaced", replaced_by=["younger"])
    )

    report = fixtures.load()

    assert Course.objects.get(slug="another").replaced_by is None
    assert report.left == {
        "guide.course": {
            "another": "without replaced_by, because guide.course younger is not here"
        }
    }


def test_a_successor_is_content_like_any_other(fixtures):
    fixtures.add("guide.step", **step("renewed"))
    fixtures.set("guide.step", "second", retired_on="2026-11-01")
    fixtures.add("guide.stepsuccessor", old=["second"], new=["renewed"], kind="same")
    fixtures.add("guide.stop", **stop("renewed", 3))

    fixtures.load()

    old = Step.objects.get(slug="second")
    assert (old.retired_on, old.successor_links.get().new.slug) == (
        date(2026, 11, 1),
        "renewed",
    )
