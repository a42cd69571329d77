"""Courses that fixtures choose for a step are judged before anything is written, and belong to their step."""

import pytest

from guide.models import Course, LoadedRecord, Step, StepCourse
from guide.sync.errors import SyncRefused
from guide.tests.fixture_world import World

CHOICE = ("guide.stepcourse", "first|snakes")  # on a step of 5 to 9 hours, level 1


@pytest.fixture
def fixtures(tmp_path, db):
    made = World(tmp_path)
    choice = {"step": ["first"], "course": ["snakes"], "order": 1}
    made.add("guide.stepcourse", **choice, reason_en="Short and free.")
    return made


def faults(fixtures, *names):
    with pytest.raises(SyncRefused) as refusal:
        fixtures.load(*names)
    return [reason.partition(" (first|")[2] for reason in refusal.value.reasons]


@pytest.mark.parametrize(
    ("course", "says"),
    [
        ({"status": "unverified"}, "course: It is not offered today, or nobody could verify it."),
        ({"status": "replaced"}, "course: It is not offered today, or nobody could verify it."),
        ({"retired_on": "2026-01-01"}, "course: It is not offered today, or nobody could verify it."),
        ({"checked_by": "nobody"}, "course: Nobody has checked this course. Check it first."),
        ({"languages": "fr"}, "course: No reader of this site can follow it: its languages are fr."),
        ({"difficulty": "advanced"}, "course: It begins two levels above the step."),
        (
            {"hours_low": 8, "hours_high": 10, "hours_basis": "stated"},
            "part_en: The course takes up to 10 hours, the step only 9: name the part to take.",
        ),
    ],
)  # fmt: skip
def test_a_course_that_does_not_fit_the_step_is_refused(fixtures, course, says):
    fixtures.set("guide.course", "snakes", **course)

    assert faults(fixtures) == [f"snakes) {says}"]


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        ({"part_en": "Weeks 1 to 3"}, "hours_high, hours_low, part_en: breaks the rule “step course part has hours”"),
        ({"hours_low": 1, "hours_high": 2}, "hours_high, hours_low, part_en: breaks the rule “step course part has"),
        (
            {"part_en": "Weeks 1 to 3", "hours_low": 9, "hours_high": 11},
            "hours_high: The part takes up to 11 hours, the step only 9.",
        ),
        ({"order": 7}, "order: breaks the rule “step course order known”. A step has six chosen courses at most"),
        ({"reason_en": ""}, "reason_en: breaks the rule “step course says why”. Say why this course is chosen."),
    ],
)  # fmt: skip
def test_a_choice_that_breaks_a_rule_is_refused(fixtures, choice, says):
    fixtures.set(*CHOICE, **choice)

    [fault] = faults(fixtures)

    assert fault.startswith(f"snakes) {says}")


def test_a_long_course_is_chosen_by_a_part_of_it(fixtures):
    fixtures.set(
        "guide.course", "snakes", hours_low=80, hours_high=90, hours_basis="stated"
    )
    fixtures.set(*CHOICE, part_en="Weeks 1 to 3", hours_low=5, hours_high=9)
    fixtures.load()

    assert StepCourse.objects.get().part_en == "Weeks 1 to 3"


def test_subtitles_in_a_language_of_the_site_are_enough(fixtures):
    fixtures.set("guide.course", "snakes", languages="fr", subtitles="zh-Hans de")
    fixtures.load()

    assert StepCourse.objects.count() == 1


def test_two_courses_of_a_step_do_not_share_a_place(fixtures):
    fixtures.add(
        "guide.stepcourse", step=["first"], course=["tables"], order=1, reason_en="So."
    )

    assert faults(fixtures) == [
        "tables) order: is the place of “snakes” too; each is given once"
    ]


def test_a_choice_of_one_file_alone_is_not_judged_by_what_stands_in_others(fixtures):
    fixtures.load()
    fixtures.set("guide.step", "first", hours_low=2, hours_high=3)

    fixtures.load("04_steps.json")

    assert Step.objects.get(slug="first").hours_high == 3


def test_a_choice_belongs_to_its_step(fixtures):
    fixtures.load()
    version = Step.objects.get(slug="first").version
    fixtures.set(*CHOICE, order=2)
    fixtures.load()

    assert Step.objects.get(slug="first").version == version + 1
    fixtures.drop(*CHOICE)
    report = fixtures.load()
    assert report.deleted == {"guide.stepcourse": ["first|snakes"]}
    assert not LoadedRecord.objects.filter(model="guide.stepcourse").exists()


def test_what_an_editor_chose_stays(fixtures):
    fixtures.load()
    StepCourse.objects.create(
        step=Step.objects.get(slug="second"),
        course=Course.objects.get(slug="tables"),
        order=1,
        reason_en="Ours.",
    )
    fixtures.set(*CHOICE, reason_en="Shorter than the rest.")
    fixtures.load()

    chosen = StepCourse.objects.order_by("step__slug")
    assert list(chosen.values_list("course__slug", "reason_en")) == [
        ("snakes", "Shorter than the rest."),
        ("tables", "Ours."),
    ]
