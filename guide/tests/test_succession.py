"""What named a step that was split or merged names what it became."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from guide.models import ContentVersion, Stage, StepPrerequisite, StepSuccessor, Stop
from guide.tests.factory import (
    make_belief,
    make_roadmap,
    make_source,
    make_step,
    make_track,
)
from guide.tests.successions import merge, said, split, unsaved

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def route(roadmap):
    return [
        (stop.step.slug, stop.order, stop.need)
        for stop in roadmap.stops.select_related("step").in_order()
    ]


def slugs(roadmap):
    return [slug for slug, _, _ in route(roadmap)]


def builds_on(step):
    return sorted(step.prerequisites.values_list("slug", flat=True))


@pytest.fixture
def row():
    """Four steps, each of which builds on the one before."""
    track, source, steps = make_track(), make_source(), []
    for slug in ("first", "second", "third", "fourth"):
        steps.append(
            make_step(
                track=track,
                source=source,
                slug=slug,
                name_en=slug.title(),
                after=steps[-1:],
            )
        )
    return steps


def test_a_split_step_gives_its_place_to_its_parts_in_order(row):
    roadmap, other = make_roadmap(row), make_roadmap(row[2:])
    elsewhere = make_roadmap(row[:1])
    roadmap.stops.filter(step=row[1]).update(need="choice")

    split(row[1], unsaved(row[1], "left"), unsaved(row[1], "right"))

    assert route(roadmap) == [
        ("first", 1, "required"), ("left", 2, "choice"), ("right", 3, "choice"), ("third", 4, "required"),
        ("fourth", 5, "required"),
    ]  # fmt: skip
    assert (slugs(other), slugs(elsewhere)) == (["third", "fourth"], ["first"])


def test_a_part_that_a_roadmap_calls_at_already_stays_there_and_weighs_what_the_old_step_weighed(
    row,
):
    part = make_step(slug="part")
    roadmap = make_roadmap([part, *row])
    roadmap.stops.filter(step=part).update(need="if-missing")

    split(row[1], part, unsaved(row[1], "new"))

    assert slugs(roadmap) == ["part", "first", "new", "third", "fourth"]
    assert roadmap.stops.get(step=part).need == "required"


def test_what_built_on_a_split_step_builds_on_all_its_parts(row):
    part = make_step(slug="part")

    split(row[1], part, unsaved(row[1], "new"))

    new = StepSuccessor.objects.get(old=row[1], new__slug="new").new
    assert (builds_on(row[2]), builds_on(new), builds_on(part)) == (
        ["new", "part"],
        ["first"],
        [],
    )
    assert (
        StepSuccessor.objects.filter(old=row[1])
        .values_list("kind", flat=True)
        .distinct()
        .get()
        == "split"
    )


def test_the_old_step_retires_today_and_stays_published(row):
    split(row[1], unsaved(row[1], "left"), unsaved(row[1], "right"))

    row[1].refresh_from_db()
    assert (row[1].retired_on, row[1].published, row[1].version) == (
        timezone.localdate(),
        True,
        2,
    )


def test_a_merged_step_stands_once_where_the_first_stood_and_weighs_what_the_strongest_weighed(
    row,
):
    roadmap = make_roadmap(row)
    roadmap.stops.filter(step=row[1]).update(need="choice")

    merge(row[1:3], unsaved(row[1], "both"))

    assert route(roadmap) == [
        ("first", 1, "required"),
        ("both", 2, "required"),
        ("fourth", 4, "required"),
    ]
    both = StepSuccessor.objects.filter(old__in=row[1:3]).values_list(
        "new__slug", "kind"
    )
    assert list(both) == [("both", "same")] * 2
    assert builds_on(row[3]) == ["both"]
    assert list(
        StepPrerequisite.objects.filter(step__slug="both").values_list(
            "prerequisite__slug"
        )
    ) == [("first",)]


def test_merged_into_one_of_them_it_keeps_its_row_and_takes_over_what_the_other_needed(
    row,
):
    extra, last = make_step(slug="extra"), make_step(slug="last", after=[])
    StepPrerequisite.objects.create(step=last, prerequisite=extra)
    roadmap, far = make_roadmap([*row, extra, last]), make_roadmap([extra, last])

    merge([last], row[3])

    assert slugs(roadmap) == [
        "first",
        "second",
        "third",
        "extra",
        "fourth",
    ]  # its own place would be too early
    assert slugs(far) == ["extra", "fourth"]
    assert builds_on(row[3]) == ["extra", "third"]


def test_a_merge_that_fits_no_place_is_refused_by_name_and_nothing_is_left(row):
    alone, between = (
        make_step(slug="alone", name_en="Alone"),
        make_step(slug="between", name_en="Between"),
    )
    StepPrerequisite.objects.create(step=between, prerequisite=row[0])
    StepPrerequisite.objects.create(step=alone, prerequisite=between)
    make_roadmap([row[0], between, alone], name_en="Way")

    with pytest.raises(ValidationError) as wrong:
        merge([row[0]], alone)

    assert wrong.value.messages == [
        "These depend on each other in a circle: Alone → Between → Alone."
    ]


def test_an_order_that_would_not_hold_is_refused_by_name(row):
    late = make_step(slug="late", name_en="Late")
    make_roadmap([*row, late], name_en="Way")

    with pytest.raises(ValidationError) as wrong:
        split(row[1], late, unsaved(row[1], "new"))

    assert wrong.value.messages == [
        "On the roadmap “Way”, “Third” would stand before “Late”, which it builds on."
    ]


def test_a_roadmap_that_never_called_at_the_old_step_has_to_hold_too(row):
    extra = make_step(slug="extra", name_en="Extra")
    make_roadmap([row[0], extra], name_en="Way")
    other = make_step(slug="other", after=[extra])
    with pytest.raises(ValidationError) as wrong:
        merge([other], row[0])
    assert wrong.value.messages == [
        "On the roadmap “Way”, “First” would stand before “Extra”, which it builds on."
    ]


def test_a_retired_step_is_neither_split_nor_a_part(row):
    row[0].retired_on = timezone.localdate()
    row[0].save()

    with pytest.raises(ValidationError, match="“First” has retired already"):
        merge([row[1]], row[0])


def test_a_belief_names_the_parts(row):
    belief = make_belief([row[0], row[1], row[2]])

    split(row[1], unsaved(row[1], "left"), row[2])

    links = belief.step_links.order_by("order").values_list("step__slug", "order")
    assert list(links) == [("first", 1), ("left", 2), ("third", 3)]


def test_the_changes_name_every_row_with_the_version_that_it_had(row):
    roadmap, belief = make_roadmap(row), make_belief([row[1]])
    number = ContentVersion.objects.get().number

    changes = split(row[1], unsaved(row[1], "left"), unsaved(row[1], "right"))

    assert changes.versions_before == {
        f"guide.{kind}:{step.pk}": 1
        for kind, step in [
            ("step", row[1]),
            ("step", row[2]),
            ("roadmap", roadmap),
            ("belief", belief),
        ]
    }
    assert said(changes) == {
        "second": [
            "Retires today, stays readable under its address, and says that it became “Left”, “Right”."
        ],
        "left": ["New step, 4 to 8 hours.", "Follows “Second”; learners keep what they did.", "Builds on “First”."],
        "right": ["New step, 4 to 8 hours.", "Follows “Second”; learners keep what they did.", "Builds on “First”."],
        "third": ["Builds on “Left”, “Right”."],
        roadmap.slug: ["Calls at “Left”, “Right” in place of “Second”."],
        belief.slug: ["Names “Left”, “Right” in place of “Second”."],
    }  # fmt: skip
    for change in changes.values():
        change.row.refresh_from_db()
        assert change.row.version == (1 if change.is_new else 2)
    assert ContentVersion.objects.get().number > number


def test_stops_of_other_stages_keep_their_numbers(row):
    roadmap = make_roadmap(row[:2])
    stage = Stage.objects.create(
        roadmap=roadmap, code="later", order=2, name_en="Later"
    )
    for order, step in enumerate(row[2:], 7):
        Stop.objects.create(roadmap=roadmap, stage=stage, step=step, order=order)

    split(row[0], unsaved(row[0], "left"), unsaved(row[0], "right"))

    assert [(slug, order) for slug, order, _ in route(roadmap)] == [
        ("left", 1), ("right", 2), ("second", 3), ("third", 7), ("fourth", 8)
    ]  # fmt: skip
