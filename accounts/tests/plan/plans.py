"""A small roadmap whose steps have courses, and the solver within the process of the tests."""

from datetime import date
from types import SimpleNamespace

import pytest

from accounts.plan import answers, pieces
from guide.models import StepCourse
from guide.planner.answer import answer_request
from guide.planner.exchange import exchange_money
from guide.tests.factory import make_course, make_roadmap, make_step, make_track

START = date(2026, 11, 30)  # a Monday
SECONDS = 60  # a busy machine may pause for more than the site waits


class NearSolvers:
    """As `guide.planner.process.Solvers`, without processes; it counts what it is asked, and takes its time."""

    def __init__(self):
        self.asked = 0

    def answer(self, request, *_limits, **_others):
        self.asked += 1
        return answer_request(request, SECONDS)

    def exchange(self, request, *_limits, **_others):
        self.asked += 1
        return exchange_money(request.asked, SECONDS)


@pytest.fixture
def solver(monkeypatch):
    answers.KEPT.clear()
    pieces.KEPT.cache_clear()
    near = NearSolvers()
    monkeypatch.setattr(answers, "solvers", lambda: near)
    return near


def make_planned_roadmap():
    """Three steps of 10 to 20 hours. For the first two a book at $40 of 8 hours; for the first alone a free course of
    20 hours; the third has none."""
    track = make_track()
    steps = [make_step(track=track) for _ in range(3)]
    roadmap = make_roadmap(steps)
    book = course_of("A book", 8, price=40, currency="USD", price_period="total")
    free = course_of("Free lectures", 20, free_to_study=True)
    other = course_of("Free videos", 10, free_to_study=True)
    for step, courses in ((steps[0], [book, free]), (steps[1], [book, other])):
        for order, course in enumerate(courses, 1):
            choose_course(step, course, order)
    return SimpleNamespace(
        roadmap=roadmap, steps=steps, book=book, free=free, other=other
    )


def course_of(title, hours, **fields):
    length = {"hours_low": hours, "hours_high": hours, "hours_basis": "stated"}
    return make_course(title=title, **length, **fields)


def choose_course(step, course, order=1):
    why = {"reason_en": "It is good.", "reason_zh": "很好。"}
    return StepCourse.objects.create(step=step, course=course, order=order, **why)


def plan_address(roadmap, **fields):
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    return f"/my/plan/?roadmap={roadmap.slug}&start={START}&first=money&{query}"
