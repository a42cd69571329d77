"""Each chosen course says what only it covers, or what would take its place and what that costs."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from guide.planner.choice import choose
from guide.planner.greedy import good_choice
from guide.planner.question import PlanQuestion
from guide.planner.reasons import explain, explain_alone, explain_left_out
from guide.tests.planner.questions import course, questions, step
from tests.examples import scaled_count

QUESTION = PlanQuestion(
    steps=(step("maths"), step("code"), step("models")),
    offers=(
        course("m", "maths"),
        course("m2", "maths", hours=(22, 22), price=4000),
        course("c", "code"),
        course("d1", "models", hours=(5, 5), price=300),
        course("all", "maths", "code", "models", hours=(90, 90), price=900),
    ),
)


def test_a_course_names_its_steps_and_the_next_best():
    reasons = {
        reason.offer.key: reason
        for reason in explain(choose(QUESTION, ["m", "c", "d1"]))
    }

    assert reasons["c"].alone_for == ("code",)
    assert reasons["c"].instead == ("all",)
    assert (reasons["c"].more_money, reasons["c"].more_double_minutes) == (
        900,
        2 * 60 * 80,
    )
    assert reasons["m"].instead == ("all",)


def test_a_course_that_alone_teaches_a_step_says_so():
    question = QUESTION.but(left_out=frozenset({"all"}))

    reasons = explain(choose(question, ["m", "c", "d1"]))

    assert [reason.irreplaceable_for for reason in reasons] == [
        ("code",),
        ("models",),
        (),
    ]
    assert (reasons[2].instead, reasons[2].more_money) == (("m2",), 4000)


def test_two_courses_may_take_the_place_of_one():
    reason = explain(choose(QUESTION.but(budget=900), ["all"]))[0]

    assert reason.alone_for == ("maths", "code", "models")
    assert reason.instead == ()
    pair = QUESTION.but(steps=QUESTION.steps[:2])
    assert explain(choose(pair, ["all"]))[0].instead == ("c", "m")


def test_a_course_that_was_not_chosen_says_what_it_would_cost():
    choice = choose(QUESTION, ["m", "c", "d1"])
    offers = {offer.key: offer for offer in QUESTION.offers}

    assert explain_left_out(choice, offers["m2"]) == (4000, 2 * 60 * 12)
    assert explain_left_out(choice, offers["all"]) == (600, 2 * 60 * 65)


@pytest.mark.hypothesis
@settings(max_examples=scaled_count(30))
@given(question=questions())
def test_without_what_would_take_its_place_a_reason_says_the_same_and_says_it_truly(
    question,
):
    choice = good_choice(question) or choose(question, question.pinned)
    rivals = [o for o in question.usable if o.key not in choice.keys]

    reasons = explain_alone(choice)

    nothing = {"instead": (), "more_money": 0, "more_double_minutes": 0}
    assert reasons == [replace(each, **nothing) for each in explain(choice)]
    for reason in reasons:
        others = [o for o in choice.offers if o != reason.offer]
        needed = reason.offer.steps & question.to_cover
        alone = needed - frozenset().union(*(o.steps for o in others))
        only = alone - frozenset().union(*(o.steps for o in rivals))
        assert {*reason.alone_for} == alone
        assert {*reason.irreplaceable_for} == only
