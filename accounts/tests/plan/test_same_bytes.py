"""The same question of the same content is answered with the same bytes: on both databases, in whatever order the rows
were made, and whether the answer was kept or is worked out anew."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.utils import timezone

from accounts.plan import answers
from accounts.tests.plan.plans import START, choose_course, course_of, solver
from guide.models import Provider, StepPrerequisite
from guide.tests.factory import make_roadmap, make_step, make_track

__all__ = ["solver"]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases,
    pytest.mark.usefixtures("solver"),
]

# Databases order such names in several ways.
STEPS = ("deep-learning", "deepen", "deep-9", "Deep-text")
# By course: its provider, hours, price, and the steps that it teaches. Many are as good as another.
MONTHLY, ONCE = "month", "total"
COURSES = {
    "data-a": ("hall", 12, 30, MONTHLY, "deep-learning deepen"),
    "dataa": ("hall", 12, 30, MONTHLY, "deepen deep-9"),
    "Data-a": ("school", 12, 40, ONCE, "deep-learning deep-9"),
    "data-9": ("school", 12, 40, ONCE, "deep-learning deep-9"),
    "data9": ("school", 12, 40, ONCE, "deepen Deep-text"),
    "zz": ("school", 30, 0, ONCE, "deep-learning"),
    "z-z": ("hall", 30, 0, ONCE, "deepen Deep-text"),
    "z9": ("hall", 30, 0, ONCE, "deep-9"),
}
QUESTIONS = {
    "first=money": "6f00f138e0572eed",
    "first=hours&currency=USD&budget=45": "91bba06ba432711f",
    "first=courses&mon=2&sat=3.5&pause_from=2026-12-21&pause_to=2027-01-03": "e3921556b4120aea",
    "first=money&budget=0&out=z9": "4b655df0280e5a49",
}


def make_content(turned):
    """`turned`: the last rows are made first."""

    def rows(values):
        return sorted(values, reverse=turned)

    track = make_track(slug="data", name_en="Data", name_zh="数据")
    steps = {
        slug: make_step(track, slug=slug, name_en=f"Step {slug}", name_zh=f"步骤{slug}")
        for slug in rows(STEPS)
    }
    StepPrerequisite.objects.create(
        step=steps["deep-learning"], prerequisite=steps["Deep-text"]
    )
    providers = {
        slug: Provider.objects.create(slug=slug, name_en=slug, name_zh=slug)
        for slug in rows(["hall", "school"])
    }
    courses = {}
    for slug in rows(COURSES):
        provider, hours, price, period, _ = COURSES[slug]
        courses[slug] = course_of(
            f"Course {slug}",
            hours,
            slug=slug,
            provider=providers[provider],
            **paid(price, period),
        )
    for slug in rows(STEPS):
        teaching = [name for name, row in COURSES.items() if slug in row[-1].split()]
        for order, name in sorted(enumerate(teaching, 1), reverse=turned):
            choose_course(steps[slug], courses[name], order)
    make_roadmap([steps[slug] for slug in STEPS], slug="to-depth", name_en="To depth")


def paid(price, period):
    if not price:
        return {"free_to_study": True}
    return {"price": price, "currency": "USD", "price_period": period}


def digest(client, question):
    """Of the plan as a document, and of its calendar in Chinese."""
    query = f"roadmap=to-depth&start={START}&hours=6&language=en&{question}"
    document = client.get(f"/my/plan/file/?{query}")
    calendar = client.get(f"/zh-hans/my/plan/calendar.ics?{query}")
    assert document.status_code == 200
    return sha256(document.content + calendar.content).hexdigest()[:16]


@pytest.mark.parametrize("turned", [False, True])
def test_the_same_question_gets_the_same_bytes(client, monkeypatch, turned):
    """A plan of another form has other digests: on both databases the same."""
    monkeypatch.setattr(answers, "SOLVES_A_MINUTE", 100)
    make_content(turned)

    found = {question: digest(client, question) for question in QUESTIONS}
    answers.KEPT.clear()
    again = {question: digest(client, question) for question in QUESTIONS}

    assert found == again == QUESTIONS


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Midway", "2026-11-29"),
        ("UTC", "2026-11-30"),
        ("Pacific/Kiritimati", "2026-12-01"),
    ],
)
def test_a_zone_says_which_day_it_is_and_moves_no_work(
    signed_in, learner, client, monkeypatch, zone, day
):
    """From 11 hours behind to 14 before the clock of the server."""
    monkeypatch.setattr(
        timezone, "now", lambda: datetime(2026, 11, 30, 10, 30, tzinfo=UTC)
    )
    learner.time_zone = zone
    learner.save()
    make_content(turned=False)
    without_start = "roadmap=to-depth&hours=6&language=en&first=money"

    question = next(iter(QUESTIONS))
    document = signed_in.get(f"/my/plan/file/?{without_start}").json()

    assert document["request"]["calendar"]["start"] == day
    assert digest(signed_in, question) == digest(client, question)
