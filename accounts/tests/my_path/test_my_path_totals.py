"""My path says how much there is, by when, and which courses and days belong to it."""

import re

import pytest

from accounts.models import CourseProgress, Learner, State, StepHours, StepProgress
from accounts.tests.history.entries import plain
from accounts.tests.pressing import hold
from guide.tests.factory import make_course, make_roadmap, make_skill, make_step
from tests.document import document, items, links


def routes(response):
    """Each route of the list, as a reader sees it."""
    html = response.text.partition('<ul class="routes">')[2].partition("</ul>")[0]
    return [plain(row) for row in re.findall(r"<li.*?</li>", html, re.DOTALL)]


def test_every_route_has_the_own_total_the_one_in_hand_first(signed_in, learner):
    shared = make_step()
    other = make_roadmap([shared, make_step(), make_step()], name_en="Other", order=1)
    mine = make_roadmap([shared, make_step()], name_en="Mine", order=2)
    make_roadmap([make_step()], name_en="Third", order=3)
    Learner.objects.set_roadmap(learner, mine)
    StepProgress.objects.set_state(learner, shared, State.DONE)

    response = signed_in.get("/my/")

    assert routes(response) == [
        "Mine 1 of 2 steps · 10–20 h left current Reset progress",
        "Other 1 of 3 steps · 20–40 h left Make this my route",
        "Third 1 step · 10–20 h Make this my route",
    ]
    assert f'href="/my/route/{other.slug}/"' in response.text


def test_a_guest_has_totals_too_and_no_way_to_an_account_page(client, db):
    roadmap = make_roadmap(2, name_en="Mine")
    hold(client, {roadmap.steps.first(): State.KNOWN}, roadmap.slug)

    response = client.get("/my/")

    assert routes(response) == ["Mine 1 of 2 steps · 10–20 h left current"]
    assert (
        'href="/my/history/"' in response.text,
        'href="/my/settings/"' in response.text,
    ) == (False, True)


def test_time_spent_and_what_may_be_left_are_said_in_words(signed_in, learner):
    roadmap = make_roadmap(3)
    Learner.objects.set_fields(learner, roadmap_id=roadmap.pk, hours_a_week=6)
    for step in roadmap.steps.all()[:2]:
        StepHours.objects.add(learner, step, 75)

    text = plain(signed_in.get("/my/").text)

    assert "2 h 30 min of 6 h · 2 h 30 min in all" in text
    assert "The rest may take 5–10 weeks between" in text
    assert pressed_hours(signed_in) == ["6"]


def pressed_hours(client):
    buttons = document(client.get("/my/")).findall(".//form[@class='pace']//button")
    return [b.get("value") for b in buttons if b.get("aria-pressed") == "true"]


def test_the_hours_a_week_of_a_guest_set_the_window_too(client, db):
    roadmap = make_roadmap(3)
    hold(client, {roadmap.steps.first(): State.DOING}, roadmap.slug)
    assert pressed_hours(client) == ["8"]

    client.cookies["choices"] = "..10"

    assert "The rest may take 3–6 weeks" in plain(client.get("/my/").text)
    assert pressed_hours(client) == ["10"]


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", ["Under way", "Planned"]), ("/zh-hans", ["进行中", "打算学"])],
)
def test_the_courses_on_the_list_stand_here_what_is_under_way_first(
    signed_in, learner, other_learner, prefix, words
):
    said = [("Zeta", "doing"), ("Alpha", "planned"), ("Done", "done"), ("Left", "none")]
    courses = {
        title: make_course([make_skill()], slug=title.lower(), title=title)
        for title, _ in said
    }
    for title, state in said:
        CourseProgress.objects.set(learner, courses[title].pk, state)
    CourseProgress.objects.set(other_learner, courses["Left"].pk, "planned")
    heading = {"": "My courses", "/zh-hans": "我的课程"}[prefix]

    page = document(signed_in.get(f"{prefix}/my/"))

    assert links(page, heading) == [
        f"{prefix}/courses/zeta/",
        f"{prefix}/courses/alpha/",
    ]
    assert [item.split(" · ")[0] for item in items(page, heading)] == [
        f"Zeta {words[0]}",
        f"Alpha {words[1]}",
    ]


def test_a_guest_finds_the_planned_course_that_waits(client, db):
    make_course([make_skill()], slug="zeta", title="Zeta")
    client.post(
        "/progress/courses/zeta/",
        {"course": "planned", "next": "/courses/zeta/"},
        follow=True,
    )

    assert links(document(client.get("/my/")), "My courses") == ["/courses/zeta/"]


def test_without_courses_there_is_no_list(signed_in):
    assert "My courses" not in signed_in.get("/my/").text


def test_study_days_stand_here_as_soon_as_there_is_one(signed_in, learner):
    assert "Study days" not in signed_in.get("/my/").text
    StepProgress.objects.set_state(learner, make_step(), State.DOING)

    assert "1 day with a change in the last 8 weeks" in signed_in.get("/my/").text
