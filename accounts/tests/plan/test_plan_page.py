"""The plan of a visitor: the answer first, the question in the address, and what cannot be asked."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import CourseProgress, Learner, State, StepHours, StepProgress
from accounts.plan import answers
from accounts.tests.plan.plans import (
    choose_course,
    course_of,
    make_planned_roadmap,
    plan_address,
    solver,
)
from accounts.tests.pressing import hold
from tests.document import document, items, links, texts, words

__all__ = ["solver"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("solver")]


@pytest.fixture
def world(db):
    return make_planned_roadmap()


def reply(page):
    """What the answer says, by its labels."""
    boxes = page.findall(".//section[@class='reply']/div")
    return {words(box[0]): " ".join(words(part) for part in box[1:]) for box in boxes}


def course_names(page):
    table = page.find(".//table[@class='rows plan-courses']")
    return [words(row.find("./th/a")) for row in table.findall("./tbody/tr")]


def test_without_a_roadmap_it_asks_which_one(client, world):
    page = document(client.get("/my/plan/"))

    assert f"?roadmap={world.roadmap.slug}" in links(page)
    assert f"?role={world.roadmap.role.slug}" in links(page)


def test_a_role_offers_its_roadmaps_and_an_unknown_one_is_said(client, world):
    role = world.roadmap.role

    assert f"?roadmap={world.roadmap.slug}" in links(
        document(client.get(f"/my/plan/?role={role.slug}"))
    )
    assert (
        "“nonsense” is no role that we know."
        in client.get("/my/plan/?role=nonsense").text
    )


def test_the_cheapest_courses_that_cover_the_steps_are_the_answer(client, world):
    page = document(client.get(plan_address(world.roadmap, hours=10)))

    # 30 to 60 hours, and the free lectures are 10 hours longer than the least that their step takes.
    assert reply(page) == {
        "Done by": "December 2026 – January 2027 at 10 h a week, depending on how long the steps take",
        "Costs": "nothing",
        "Best possible (computed)": "2 courses 30 h of courses; 40–60 h in all, with exercises and projects",
    }
    assert course_names(page) == ["Free lectures", "Free videos"]
    assert items(page, "The weeks")[0] == (
        f"1 {world.steps[0].name_en} 20 h · 30 Nov 2026 – 13 Dec 2026"
    )
    assert f"you learn them by their projects: {world.steps[2].name_en}" in words(page)


def test_fewest_hours_may_come_before_money(client, world):
    page = document(client.get(plan_address(world.roadmap).replace("=money", "=hours")))

    assert course_names(page) == ["A book"]
    assert reply(page)["Costs"] == "$40"


def test_each_course_says_what_would_take_its_place(client, world):
    page = document(client.get(plan_address(world.roadmap)))

    said = texts(page, ".//table[@class='rows plan-courses']//td[@class='words']")
    assert said[0].startswith("Next best: A book, $40 more and 12 h less.")
    # The page of its step recommends the book.
    assert (
        f"The page of “{world.steps[0].name_en}” recommends A book: with it, $40 more and 22 h less."
        in said[0]
    )


def test_a_course_can_be_left_out_and_kept_in_by_a_link(client, world):
    address = plan_address(world.roadmap)
    page = document(client.get(address))
    left_out = next(link for link in links(page) if f"out={world.free.slug}" in link)

    without = document(client.get(f"/my/plan/{left_out}"))
    pinned = document(client.get(f"{address}&pin={world.book.slug}"))

    assert course_names(without) == ["A book"]
    assert course_names(pinned) == ["A book"]
    assert (
        without.find(f".//input[@id='id_out_{world.free.slug}']").get("checked")
        is not None
    )


def test_an_impossible_question_says_what_would_do(client, world):
    """The first step needs the book, as the free lectures are left out; it costs $40."""
    answer = client.get(plan_address(world.roadmap, budget=30, out=world.free.slug))
    page = document(answer)

    assert reply(page)["The answer"] == "Impossible"
    links_ = list(page.findall(".//ul[@class='links what-if']/li/a"))[:2]
    assert [words(link) for link in links_] == [
        "A budget of $40 would do.",
        "Without a course for one step it would be possible; you learn it by its project.",
    ]
    budget, without = (link.get("href") for link in links_)
    assert course_names(document(client.get(f"/my/plan/{budget}"))) == ["A book"]
    assert course_names(document(client.get(f"/my/plan/{without}"))) == ["Free videos"]
    # The plan without that course stands below at once.
    assert course_names(page) == ["Free videos"]


def test_a_latest_finish_says_how_many_hours_a_week_it_needs(client, world):
    page = document(
        client.get(plan_address(world.roadmap, hours=1, latest="2026-12-27"))
    )

    offered = texts(page, ".//ul[@class='links what-if']/li/a")
    # 50 hours in the middle of the range, in four weeks.
    assert offered[0] == "12 hours a week would do."
    assert offered[1].startswith("Done by ")


def test_what_is_done_is_not_planned_and_what_was_logged_counts(
    signed_in, learner, world
):
    StepProgress.objects.set_state(learner, world.steps[0], State.DONE)
    StepProgress.objects.set_state(learner, world.steps[1], State.DOING)
    StepHours.objects.add(learner, world.steps[1], 5 * 60)

    page = document(signed_in.get(plan_address(world.roadmap, hours=10)))

    # Of 10–20 hours five are behind; the videos of ten hours too.
    assert [item.split(" 30 Nov")[0] for item in items(page, "The weeks")][:1] == [
        f"1 {world.steps[1].name_en} 10 h ·"
    ]
    assert course_names(page) == ["Free videos"]


def test_a_course_under_way_stays_and_a_finished_one_costs_nothing_more(
    signed_in, learner, world
):
    CourseProgress.objects.set(learner, world.book.pk, "doing")
    under_way = document(signed_in.get(plan_address(world.roadmap)))
    CourseProgress.objects.set(learner, world.book.pk, "done")
    finished = document(signed_in.get(plan_address(world.roadmap)))

    assert (course_names(under_way), reply(under_way)["Costs"]) == (["A book"], "$40")
    assert (course_names(finished), reply(finished)["Costs"]) == (["A book"], "nothing")
    assert "You have finished it." in words(finished)


def test_an_unknown_price_is_never_zero_and_can_be_left_out(client, world):
    secret = course_of("Ask us", 2)
    choose_course(world.steps[2], secret)

    page = document(client.get(plan_address(world.roadmap)))
    known = document(client.get(plan_address(world.roadmap, known_only="on")))

    assert reply(page)["Costs"] == "at least $0 1 course has no known price"
    assert reply(known)["The answer"] == "Impossible"


def test_pauses_and_weekdays_move_the_days(client, world):
    address = plan_address(
        world.roadmap, sat=5, sun="5", pause_from="2026-12-05", pause_to="2026-12-06"
    )

    first = items(document(client.get(address)), "The weeks")[0]

    assert first.endswith("20 h · 12 Dec 2026 – 20 Dec 2026")


WRONG = {
    "start=9999-01-01": "Start: Write a day from 2020 to 2099 as year, month and day: 2026-11-30.",
    "latest=soon": "Done by, at the latest: Write a day from 2020 to 2099",
    "latest=2026-11-01": "“Done by” is before the start on 30 November 2026",
    "pause_from=2027-02-01&pause_to=2027-01-01": "The pause from 1 February 2027 ends before it begins",
    "pause_from=2027-02-30&pause_to=2027-03-01": "Write a day from 2020 to 2099",
    "pause_to=2027-02-01": "A pause needs its first and its last day.",
    "budget=-1": "Budget: Enter an amount from 0 to one million in digits alone, such as 1000 or 99.50.",
    "budget=1,000": "Budget: Enter an amount from 0 to one million in digits alone",
    "budget=1e9": "Budget: Enter an amount",
    f"budget={'9' * 30}": "Budget: Enter an amount",
    f"hours={'9' * 30}": "Hours a week: Enter a whole number from 1 to 80.",
    "hours=0": "Hours a week: Enter a whole number from 1 to 80.",
    "mon=25": "Monday: Enter hours from 0 to 24, such as 1.5.",
    "mon=0&tue=0": "At least one day of the week needs hours.",
    "currency=XXX": "Currency: “XXX” is not an option here, so it was ignored.",
    "first=fame": "What matters first: “fame” is not an option here",
    "pin=no-such-course": "“no-such-course” is not known here, so it was left out.",
    "language=tlh": "“tlh” is not known here, so it was left out.",
    "without=%3Cscript%3E": "“<script>” is not known here, so it was left out.",
}


@pytest.mark.parametrize("query", WRONG)
def test_what_cannot_be_is_named_and_the_rest_is_answered(client, world, query):
    page = document(client.get(f"{plan_address(world.roadmap)}&{query}"))

    alert = page.find(".//div[@role='alert']")
    assert WRONG[query] in words(alert)
    assert "Best possible (computed)" in reply(page)


def test_an_unknown_roadmap_is_said_and_the_known_ones_are_offered(client, world):
    page = document(client.get("/my/plan/?roadmap=nonsense"))

    assert "“nonsense” is not an option here" in words(page)
    assert f"?roadmap={world.roadmap.slug}" in links(page)


def test_full_width_digits_are_digits(client, world):
    page = document(
        client.get(plan_address(world.roadmap, hours="１０", budget="１００"))
    )

    assert "10 h a week" in reply(page)["Done by"]
    assert page.find(".//div[@role='alert']") is None


def test_the_form_holds_the_question_and_the_presets(client, world):
    page = document(client.get(plan_address(world.roadmap, budget="12.5", hours=6)))

    values = {
        field.get("name"): field.get("value")
        for field in page.findall(".//form[@class='form']//input")
        if field.get("type") != "checkbox"
    }
    assert values["hours"] == "6"
    assert values["budget"] == "12.5"
    assert values["start"] == "2026-11-30"


def test_a_learner_gets_an_answer_at_once_for_the_roadmap_in_hand(
    signed_in, learner, world
):
    Learner.objects.set_fields(learner, roadmap_id=world.roadmap.pk, hours_a_week=20)

    answer = signed_in.get("/my/plan/", follow=True)

    assert "20 h a week" in reply(document(answer))["Done by"]
    [(address, status)] = answer.redirect_chain
    assert (address.partition("?")[0], status) == ("/my/plan/", 302)
    assert f"roadmap={world.roadmap.slug}" in address


def test_a_guest_with_a_roadmap_in_the_browser_too(client, world):
    hold(client, {world.steps[0]: State.DONE}, world.roadmap.slug)

    page = document(client.get("/my/plan/?weeks=all", follow=True))

    assert "2 steps are left" in words(page)


def test_the_queries_are_few_and_do_not_grow(signed_in, learner, world, settings):
    settings.CONTENT_VERSION_SECONDS = 60
    StepHours.objects.add(learner, world.steps[1], 60)
    signed_in.get(plan_address(world.roadmap))  # what is kept for each content version
    for hours in (5, 6):
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(plan_address(world.roadmap, hours=hours))
        assert len(queries) <= 12, "\n".join(each["sql"] for each in queries)


def test_an_answer_is_kept_and_given_again_byte_for_byte(client, world, solver):
    first = client.get(plan_address(world.roadmap)).content
    second = client.get(plan_address(world.roadmap)).content

    assert first == second
    assert solver.asked == 1


def test_kept_answers_are_bounded_in_number(client, world, monkeypatch):
    monkeypatch.setattr(answers, "MOST_KEPT", 3)

    for hours in range(1, 7):
        client.get(plan_address(world.roadmap, hours=hours))

    assert len(answers.KEPT) == 3


def test_who_asks_more_than_ten_times_a_minute_gets_a_good_answer(
    client, world, solver, monkeypatch
):
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)
    pages = [
        document(client.get(plan_address(world.roadmap, hours=hours)))
        for hours in range(1, 13)
    ]

    assert solver.asked == 10
    assert "Best possible (computed)" in reply(pages[9])
    assert "Good, not proven, the machine is busy" in reply(pages[11])
    assert course_names(pages[11]) == ["Free lectures", "Free videos"]


def test_nothing_left_is_said(signed_in, learner, world):
    for step in world.steps:
        StepProgress.objects.set_state(learner, step, State.DONE)

    page = document(signed_in.get(plan_address(world.roadmap)))

    assert "Nothing is left of this roadmap" in words(page)


def test_in_chinese(client, world):
    address = (
        f"/zh-hans{plan_address(world.roadmap, hours=10, budget=5, language='en')}"
    )

    page = document(client.get(address))

    assert reply(page) == {
        "完成时间": "2026年12月至2027年1月 每周10小时，早晚取决于各步骤的用时",
        "费用": "无",
        "已算出最优": "2门课程 课程共30小时；加上练习和项目，总共40～60小时",
    }


def test_it_is_for_reading_only_and_kept_by_nobody(client, world):
    answer = client.get(plan_address(world.roadmap))

    assert "noindex" in answer.text
    assert client.post("/my/plan/").status_code == 405
