"""My path says what the rest of the route costs, counted from the courses of the steps that are left."""

import pytest

from accounts.models import State, StepProgress
from guide.models import Stop
from guide.tests.factory import make_course, make_roadmap, make_skill, make_step
from tests.document import document, texts

pytestmark = pytest.mark.django_db


def taught(**course):
    """A step with one course."""
    skill = make_skill()
    make_course([skill], **course)
    return make_step(skills=[skill])


@pytest.fixture
def cost(signed_in, learner):
    """What the page says of the rest of a route, of which one step is done."""

    def answer(*steps, prefix=""):
        roadmap = make_roadmap([make_step(), *steps])
        first = roadmap.stops.in_order()[0].step
        StepProgress.objects.set_state(learner, first, State.DONE, roadmap=roadmap)
        page = document(signed_in.get(f"{prefix}/my/"))
        blocks = page.findall(".//section[@class='reply']/div")
        return texts(blocks[-1], "p")[1:] if blocks else None

    return answer


def test_all_of_the_rest_may_be_free(cost):
    assert cost(taught(free_to_study=True), taught(free_to_study=True)) == [
        "can be free",
        "All 2 steps left have a free course.",
    ]


def test_steps_without_a_course_need_none(cost):
    assert cost(taught(free_to_study=True), make_step()) == [
        "can be free",
        "Of the 2 steps left, 1 have a free course; the others need none.",
    ]


def test_a_step_with_none_that_is_free_is_named(cost):
    steps = taught(free_to_study=True), taught(free_to_study=False), make_step()

    assert cost(*steps) == [
        "free but for 1 step",
        "Of the 3 steps left, 1 have a free course and 1 need none; "
        "for 1 we know no free one.",
    ]


def test_a_rest_without_courses_says_so(cost):
    assert cost(make_step()) == ["can be free", "The step left needs no course."]


def test_where_nothing_is_left_nothing_costs(cost):
    assert cost() is None


def test_it_speaks_chinese(cost):
    assert cost(taught(free_to_study=True), prefix="/zh-hans") == [
        "可以免费",
        "剩下的1步都有免费课程。",
    ]


def test_what_was_begun_beside_it_counts_and_what_is_skipped_does_not(
    signed_in, learner
):
    roadmap = make_roadmap([make_step(), taught(free_to_study=False), make_step()])
    _first, begun, skipped = (stop.step for stop in roadmap.stops.in_order())
    Stop.objects.filter(step=begun).update(need=Stop.Need.IF_MISSING)
    for step, state in ((begun, State.DOING), (skipped, State.SKIPPED)):
        StepProgress.objects.set_state(learner, step, state, roadmap=roadmap)

    page = document(signed_in.get("/my/"))

    block = page.findall(".//section[@class='reply']/div")[-1]
    assert texts(page, ".//section[@class='reply']//p[@class='big']")[0] == "2 steps"
    assert texts(block, "p")[1:] == [
        "free but for 1 step",
        "Of the 2 steps left, 0 have a free course and 1 need none; "
        "for 1 we know no free one.",
    ]
