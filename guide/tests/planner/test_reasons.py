"""Each chosen course says what only it covers, or what would take its place and what that costs."""

from guide.planner.choice import choose
from guide.planner.question import PlanQuestion
from guide.planner.reasons import explain, explain_left_out
from guide.tests.planner.questions import course, step

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
