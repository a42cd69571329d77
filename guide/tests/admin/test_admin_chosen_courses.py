"""Editors choose the courses of a step, order them, and read in words what does not fit."""

import pytest

from guide.models import Step, StepCourse
from guide.tests.admin_pages import (
    add_url,
    change_url,
    form_of,
    open_form,
    rows_of,
    save_form,
    text_of,
)
from guide.tests.factory import (
    make_course,
    make_skill,
    make_source,
    make_step,
    make_track,
)

ROW = "chosen_courses"


@pytest.fixture
def step(db):
    return make_step(skills=[make_skill()], hours_low=10, hours_high=20)


def choice(number, course, **fields):
    values = {"course": str(course.pk), "order": "1", "reason_en": "Short.", **fields}
    return {f"{ROW}-{number}-{name}": value for name, value in values.items()}


def with_rows(form, count):
    return {**form, f"{ROW}-TOTAL_FORMS": str(count)}


def test_an_editor_chooses_a_part_of_a_long_course(desk, step):
    course = make_course(hours_low=60, hours_high=80, hours_basis="stated")
    form = with_rows(open_form(desk, step), 1)

    part = {"part_en": "Weeks 1 to 3", "hours_low": "10", "hours_high": "14"}
    answer = save_form(desk, step, form, **choice(0, course, **part))

    assert answer.status_code == 302
    [row] = rows_of(step, ROW)
    assert (row["part_en"], row["hours_high"], row["order"]) == ("Weeks 1 to 3", 14, 1)


@pytest.mark.parametrize(
    ("course", "fields", "says"),
    [
        ({"status": "unverified"}, {}, "It is not offered today, or nobody could verify it."),
        ({"checked_by": "nobody"}, {}, "Nobody has checked this course. Check it first."),
        ({"languages": "fr"}, {}, "No reader of this site can follow it: its languages are fr."),
        ({"difficulty": "advanced"}, {}, "It begins two levels above the step."),
        (
            {"hours_low": 60, "hours_high": 80, "hours_basis": "stated"},
            {},
            "The course takes up to 80 hours, the step only 20: name the part to take.",
        ),
        (
            {},
            {"part_en": "All", "hours_low": "1", "hours_high": "30"},
            "The part takes up to 30 hours, the step only 20.",
        ),
        ({}, {"part_en": "All"}, "A part and its hours belong together"),
        ({}, {"order": "7"}, "A step has six chosen courses at most: enter 1 to 6."),
        ({}, {"reason_en": ""}, "Say why this course is chosen."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_beside_the_row(desk, step, course, fields, says):
    form = with_rows(open_form(desk, step), 1)

    answer = save_form(desk, step, form, **choice(0, make_course(**course), **fields))

    assert says in text_of(answer)
    assert rows_of(step, ROW) == []


@pytest.mark.parametrize(("level", "fits"), [("2", False), ("4", True)])
def test_a_new_step_is_asked_for_the_level_that_is_typed_with_it(desk, level, fits):
    typed = {
        "name_en": "Loops", "name_zh": "循环", "slug": "loops", "hours_low": "10", "hours_high": "20",
        "track": make_track().pk, "source": make_source().pk, "skill_links-TOTAL_FORMS": "1",
        "skill_links-0-skill": make_skill().pk, "skill_links-0-level": level,
    }  # fmt: skip
    course = choice(0, make_course(difficulty="advanced"))
    form = with_rows(form_of(desk.get(add_url(Step))), 1)

    answer = desk.post(add_url(Step), {**form, **typed, **course})

    assert (answer.status_code == 302) is fits
    assert fits or "It begins two levels above the step." in text_of(answer)
    assert StepCourse.objects.filter(step__slug="loops").exists() is fits


def test_two_courses_change_places_but_never_share_one(desk, step):
    first, second = make_course(title="First"), make_course(title="Second")
    for order, course in enumerate((first, second), 1):
        StepCourse.objects.create(
            step=step, course=course, order=order, reason_en="So."
        )
    form = open_form(desk, step)

    shared = save_form(desk, step, form, **{f"{ROW}-1-order": "1"})
    assert "“First” stands at this place already." in text_of(shared)
    save_form(desk, step, form, **{f"{ROW}-0-order": "2", f"{ROW}-1-order": "1"})

    assert [row["order"] for row in rows_of(step, ROW)] == [2, 1]


def test_a_stranger_chooses_nothing(client, step):
    answer = client.post(change_url(step), choice(0, make_course()))

    assert answer.status_code == 302
    assert "/login/" in answer.headers["Location"]
    assert rows_of(step, ROW) == []
