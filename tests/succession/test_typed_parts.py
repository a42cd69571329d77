"""What is typed into the pages of a split and a merge: wrong input is named, and what was typed stays."""

import pytest
from django.db.models import Sum

from guide.models import Step, StepSuccessor
from guide.tests.admin_pages import form_of, text_of
from guide.tests.factory import make_roadmap, make_step
from tests.succession.pages import ask, halves, new, page

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"part-0-name_en": ""}, "This field is required."),
        ({"part-0-name_en": "？", "part-0-slug": ""}, "Enter a slug: lowercase letters, digits and hyphens."),
        ({"part-0-slug": "after"}, "Step with this Slug already exists."),
        ({"part-0-hours_low": "10"}, "This must be at least as much as the hours from."),
        ({"part-1-name_en": "Left"}, "Two parts are the same step: left."),
        ({"part-0-existing": "after"}, "Choose an existing step or name a new one, not both."),
        ({"part-0-existing": "old", "part-0-name_en": ""}, "A step cannot become a part of itself: name a new one."),
        ({"part-0-summary_en": "[x](step:nowhere)"}, "These links lead nowhere: step:nowhere."),
        ({"criterion": ""}, "This field is required."),
        ({"criterion": "part-7"}, "Select a valid choice."),
        ({"part-0-skills": "999"}, "Select a valid choice."),
    ],
)  # fmt: skip
def test_wrong_input_is_named_and_what_was_typed_stays(desk, steps, typed, words):
    numbers = {step.slug: step.pk for step in steps}
    if "criterion" in typed:
        typed = {
            f"criterion-{steps[0].criteria.get(code='c-0').pk}": typed["criterion"]
        }
    typed = {
        key: numbers[value] if key == "part-0-existing" else value
        for key, value in typed.items()
    }

    answer = ask(
        desk,
        page("split", steps[0]),
        **halves(steps[0]) | {"part-1-name_zh": "右边"} | typed,
    )

    assert (
        answer.status_code,
        words in text_of(answer),
        form_of(answer)["part-1-name_zh"],
    ) == (200, True, "右边")
    assert StepSuccessor.objects.count() == 0


def test_an_order_that_would_not_hold_is_said_on_the_page(desk, steps):
    late = make_step(slug="late", name_en="Late")
    make_roadmap([*steps, late], name_en="Long way")
    typed = (
        halves(steps[0]) | dict.fromkeys(new(0, ""), "") | {"part-0-existing": late.pk}
    )

    answer = ask(desk, page("split", steps[0]), **typed)

    assert (
        "On the roadmap “Long way”, “After” would stand before “Late”, which it builds on."
        in text_of(answer)
    )


def test_one_part_more_keeps_what_was_typed_and_complains_of_nothing(desk, steps):
    answer = ask(
        desk,
        page("split", steps[0]),
        "more",
        **{"part-0-name_en": "Left", "part-1-hours_low": "x"},
    )

    form = form_of(answer)
    assert (form["parts"], form["part-0-name_en"], form["part-1-hours_low"]) == (
        "3",
        "Left",
        "x",
    )
    assert "part-2-name_en" in form
    assert "errorlist" not in text_of(answer)


def test_back_from_the_preview_everything_typed_is_there(desk, steps):
    address = page("split", steps[0])
    preview = ask(desk, address, **halves(steps[0]) | {"part-0-summary_zh": "很好"})

    form = form_of(desk.post(address, {**form_of(preview), "do": "edit"}))

    assert (form["part-0-name_en"], form["part-0-summary_zh"]) == ("Left", "很好")


def test_a_merge_suggests_the_sum_of_the_hours(desk, steps):
    form = form_of(desk.get(page("merge", *steps)))

    hours = Step.objects.aggregate(low=Sum("hours_low"), high=Sum("hours_high"))
    assert (form["part-0-hours_low"], form["part-0-hours_high"]) == (
        str(hours["low"]),
        str(hours["high"]),
    )


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("1,5", "“1,5” is not a whole number. Use digits only, such as 1500."),
        ("90", "“hours, from” 90 is above “hours, to” 9."),
    ],
)
def test_hours_of_a_part_that_do_not_fit_are_named(desk, steps, hours, words):
    old, _after = steps

    answer = ask(desk, page("split", old), **{**halves(old), "part-0-hours_low": hours})

    assert words in text_of(answer)
