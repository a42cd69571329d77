"""The first page of somebody who begins there, or has begun: what to go on with, and what is left."""

import re

import pytest

from accounts.models import State, StepProgress
from accounts.tests.pressing import hold, post, press_in_place
from guide.tests.factory import make_background, make_roadmap, make_step
from tests.document import document, links, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadmap():
    make_roadmap(steps=1, order=0)
    return make_roadmap(steps=4, order=5, name_en="Weekends")


@pytest.fixture
def steps(roadmap):
    return [stop.step for stop in roadmap.stops.in_order()]


def first_page(client, prefix=""):
    return document(client.get(f"{prefix}/"))


def card(page):
    return next(
        section
        for section in page.iter("section")
        if section.get("class", "").split()[:1] == ["go"]
    )


def test_the_answer_to_a_press_finds_its_places_on_the_page(client):
    roadmap = make_roadmap(steps=7, slug="weekend-route")
    first = roadmap.stops.in_order().first().step

    page = first_page(client)
    answer = press_in_place(client, first, roadmap=roadmap, next="/")

    places = {element.get("id") for element in page.iter() if element.get("id")}
    changed = re.findall(r'hx-swap-oob="true"[^>]*?\sid="([^"]+)"', answer.text)
    assert {first.slug, "progress-card"} <= places & set(changed)
    assert page.find(".//form[@id='progress']").get("data-in-place") is not None


def test_the_first_press_leads_to_the_step_that_was_started(client):
    roadmap = make_roadmap(steps=7, slug="weekend-route")
    first = roadmap.stops.in_order().first().step

    answer = press_in_place(client, first, roadmap=roadmap, next="/")
    card = document(f"<main>{answer.text}</main>").find(
        ".//section[@id='progress-card']"
    )

    assert f"Continue {first.name_en} " in words(card)
    assert links(card)[:2] == [first.get_absolute_url()] * 2  # its name, and a button
    assert "Open the step" in words(card)


def test_where_nothing_is_under_way_the_answer_names_the_next_step(client):
    roadmap = make_roadmap(steps=3, slug="weekend-route")
    first, second, *_ = [stop.step for stop in roadmap.stops.in_order()]

    answer = press_in_place(client, first, "done", roadmap=roadmap, next="/")
    card = document(f"<main>{answer.text}</main>").find(
        ".//section[@id='progress-card']"
    )

    assert f"Next {second.name_en} " in words(card)
    assert "Open the step" not in words(card)


def test_a_guest_goes_on_with_the_step_under_way(client, roadmap, steps):
    hold(client, {steps[0]: State.DONE, steps[2]: State.DOING}, roadmap.slug)

    page = first_page(client)

    assert texts(page, ".//h1") == ["Welcome back"]
    assert texts(card(page), ".//h2") == [steps[2].name_en]
    assert set(links(card(page))) == {steps[2].get_absolute_url()}
    assert "3 steps left of 4" in words(page)
    assert "Where are you today?" not in words(page)


def test_with_nothing_under_way_it_is_the_next_one(client, roadmap, steps):
    hold(client, {steps[0]: State.DONE}, roadmap.slug)

    page = first_page(client)

    assert texts(card(page), ".//h2") == [steps[1].name_en]
    assert words(card(page).find("p")).startswith("Next · ")


def test_a_learner_sees_their_own_and_a_stranger_the_newcomers_page(
    signed_in, learner, client, roadmap, steps
):
    StepProgress.objects.set_state(learner, steps[1], State.DOING, roadmap=roadmap)

    assert texts(card(first_page(signed_in)), ".//h2") == [steps[1].name_en]
    client.logout()
    assert "Welcome back" not in words(first_page(client))


def test_marking_it_as_done_leads_to_the_next_one_without_scripts(
    client, roadmap, steps
):
    hold(client, {steps[0]: State.DOING}, roadmap.slug)
    page = first_page(client)
    button = next(
        button
        for button in card(page).iter("button")
        if words(button) == "Mark as done"
    )
    fields = {
        field.get("name"): field.get("value")
        for field in page.find(".//form[@id='progress']").iter("input")
    }

    answer = post(
        client, button.get("formaction"), {**fields, "state": button.get("value")}
    )

    assert answer.headers["Location"].startswith("/")
    assert texts(card(first_page(client)), ".//h2") == [steps[1].name_en]


def test_what_was_begun_without_a_route_is_shown_on_the_one_with_most_of_it(
    client, roadmap, steps
):
    hold(client, {steps[1]: State.DOING, steps[2]: State.DONE})

    page = first_page(client)

    assert texts(card(page), ".//h2") == [steps[1].name_en]
    assert roadmap.get_absolute_url() in links(page)


def test_who_began_only_what_is_on_no_route_is_a_newcomer(client, roadmap):
    hold(client, {make_step(): State.DOING})

    assert "Welcome back" not in words(first_page(client))


def test_who_took_everything_back_is_a_newcomer_again(client, roadmap, steps):
    hold(client, {steps[0]: State.NOT_STARTED}, roadmap.slug)
    make_background(roadmap)

    assert "Where are you today?" in words(first_page(client))


def test_at_the_end_it_says_so_and_leads_on(client, roadmap, steps):
    hold(client, dict.fromkeys(steps, State.DONE), roadmap.slug)

    page = first_page(client)

    assert texts(card(page), ".//h2") == [
        "You have arrived: everything on this route is done."
    ]
    assert links(card(page)) == ["/roadmaps/"]


def test_in_chinese(client, roadmap, steps):
    hold(client, {steps[0]: State.DOING}, roadmap.slug)

    page = first_page(client, "/zh-hans")

    assert texts(page, ".//h1") == ["欢迎回来"]
    assert texts(card(page), ".//h2") == [steps[0].name_zh]


def test_a_cookie_of_nonsense_makes_a_newcomer(client, roadmap):
    client.cookies["progress"] = "nonsense"

    assert "Welcome back" not in words(first_page(client))
