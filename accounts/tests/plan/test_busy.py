"""While others ask for plans: who waited too long gets what is found at once, and no request takes three seconds."""

import time

import pytest

from accounts.plan import answers, pieces
from accounts.tests.plan.plans import make_planned_roadmap, plan_address, solver
from accounts.tests.plan.test_plan_page import course_names, reply
from guide.planner.process import PATIENCE, WAIT_SECONDS
from tests.document import document, words
from web.request_environ import MAY_WAIT

__all__ = ["solver"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("solver")]
HURRIED = {MAY_WAIT: 0}


@pytest.fixture
def world(db):
    return make_planned_roadmap()


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("", "Good, not proven, the machine is busy"),
        ("/zh-hans", "方案不错，但未证明是最优，机器正忙"),
    ],
)
def test_who_waited_too_long_gets_a_good_answer_without_the_solver(
    client, world, solver, prefix, said
):
    address = f"{prefix}{plan_address(world.roadmap, language='en')}"

    page = document(client.get(address, **HURRIED))

    assert said in reply(page)
    assert course_names(page) == ["Free lectures", "Free videos"]
    assert solver.asked == 0


def test_it_says_that_no_courses_were_compared(client, world):
    address = plan_address(world.roadmap)

    hurried, calm = (
        document(client.get(address, **headers)) for headers in (HURRIED, {})
    )

    assert (
        "These courses were chosen one by one, without comparing all choices. "
        "Ask again in a minute: then each course says what would take its place."
    ) in words(hurried)
    assert "Next best" not in words(hurried)
    assert "recommends" not in words(hurried)
    assert "These courses were chosen one by one" not in words(calm)
    assert "Next best: A book" in words(calm)


def test_what_is_proved_already_is_no_less_so(client, world, solver):
    client.get(plan_address(world.roadmap))
    pieces.KEPT.cache_clear()

    page = document(client.get(plan_address(world.roadmap), **HURRIED))

    assert "Best possible (computed)" in reply(page)
    assert solver.asked == 1


def test_who_waited_too_long_for_money_against_hours_is_told_so(client, world, solver):
    address = plan_address(world.roadmap).replace("/my/plan/", "/my/plan/exchange/")

    answer = client.get(address, **HURRIED)

    assert "The machine is busy. Ask again in a minute." in answer.text
    assert solver.asked == 0


def test_what_was_waited_for_a_turn_is_not_waited_again(client, world, monkeypatch):
    limits = []

    class Solvers:
        def answer(self, asked, _seconds, *, within, wait):
            limits.append((within, wait))
            return answers.answer_without_solver(asked)

    monkeypatch.setattr(answers, "solvers", Solvers)
    client.get(plan_address(world.roadmap), **{MAY_WAIT: 0.25})
    client.get(plan_address(world.roadmap))

    (within, wait), (longest, most) = limits
    assert (wait, most) == (0.25, WAIT_SECONDS)
    assert within == pytest.approx(answers.ALL_SECONDS + 0.25, abs=0.2)
    assert longest == pytest.approx(answers.ALL_SECONDS + WAIT_SECONDS, abs=0.2)
    assert answers.ALL_SECONDS >= PATIENCE + 0.5


def test_all_questions_of_a_request_share_its_time(rf, monkeypatch):
    request = rf.get("/my/plan/")
    first = answers.seconds_left(request)
    now = time.monotonic()
    monkeypatch.setattr(answers, "monotonic", lambda: now + 2)

    assert first == pytest.approx(2.5, abs=0.1)
    assert answers.seconds_left(request) == pytest.approx(0.5, abs=0.2)
    assert answers.seconds_left(rf.get("/my/plan/")) == pytest.approx(2.5, abs=0.1)
