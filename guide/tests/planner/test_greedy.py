"""A choice without the solver is found in steps; what a step adds is what counting everything anew says."""

import pytest
from hypothesis import given, settings

from guide.planner.choice import choose
from guide.planner.greedy import good_choice
from guide.planner.question import PlanQuestion
from guide.tests.planner.questions import course, questions, step
from tests.examples import scaled_count


@pytest.mark.hypothesis
@settings(max_examples=scaled_count(50))
@given(question=questions())
def test_what_a_course_adds_is_the_difference_of_the_values(question):
    choice = choose(question, question.pinned)
    others = [offer for offer in question.offers if offer.key not in choice.keys]
    for offer in others:
        more = choose(question, {*choice.keys, offer.key})
        pairs = zip(more.values, choice.values, strict=True)
        added = tuple(after - before for after, before in pairs)

        assert choice.values_added_by(offer) == added
        choice = more


def test_what_adds_least_for_each_step_is_taken_and_the_needless_goes():
    question = PlanQuestion(
        steps=tuple(step(f"step-{number}") for number in range(4)),
        offers=(
            course("three", "step-0", "step-1", "step-2", price=3000),
            course("two", "step-0", "step-1", price=1900),
            course("first", "step-0", price=900),
            course("last", "step-2", "step-3", price=2500),
        ),
    )

    assert good_choice(question).keys == ("last", "two")


def test_without_a_course_for_a_step_there_is_no_choice():
    question = PlanQuestion(
        steps=(step("step-0"),),
        offers=(course("dear", "step-0", price=100),),
        budget=99,
    )

    assert good_choice(question) is None
