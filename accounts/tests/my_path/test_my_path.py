import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import (
    CourseProgress,
    CriterionTick,
    Learner,
    State,
    StepHours,
    StepProgress,
)
from accounts.progress.guest_cookie import COOKIE_NAME
from accounts.tests.pressing import OURS, address, hold, press
from guide.models import Step
from guide.tests.factory import make_course, make_roadmap, make_skill, make_step
from tests.document import document, items, links, words

TOKEN = re.compile('name="csrfmiddlewaretoken" value="[^"]*"')


def texts(response):
    return {
        name
        for name in Step.objects.values_list("name_en", flat=True)
        if f">{name}</a>" in response.text
    }


def test_without_progress_it_offers_the_routes(client, db):
    roadmap = make_roadmap(2)

    response = client.get("/my/")

    assert "Nothing is checked off yet." in response.text
    assert f'href="/roadmaps/{roadmap.slug}/"' in response.text
    assert COOKIE_NAME not in response.cookies


def test_search_engines_may_list_the_way_in_but_nobody_s_own_page(client, learner):
    guest = client.get("/my/").text
    client.force_login(learner)

    assert ["noindex" in guest, "noindex" in client.get("/my/").text] == [False, True]


def test_it_shows_how_far_what_to_go_on_with_and_what_comes_after(signed_in, learner):
    roadmap = make_roadmap(6)
    first, second, third, *others = [s.step for s in roadmap.stops.in_order()]
    elsewhere = make_step()
    for step, state in [
        (first, State.DONE),
        (third, State.DOING),
        (elsewhere, State.DOING),
    ]:
        StepProgress.objects.set_state(learner, step, state, roadmap=roadmap)

    response = signed_in.get("/my/")

    assert "<strong>1 of 6 steps</strong>" in response.text
    assert "50–100 h left" in " ".join("".join(document(response).itertext()).split())
    page = document(response)
    assert going_on(page) == ["Continue · First", third.name_en, "10–20 h"]
    coming = [second.name_en, *(step.name_en for step in others[:2])]
    assert items(page, "After this") == [f"{name} 10–20 h" for name in coming]
    assert links(page, "Also under way") == [f"/steps/{elsewhere.slug}/"]


def going_on(page):
    """The words of the first card."""
    (card,) = page.iterfind(".//section[@aria-labelledby='go-on']")
    return [words(part) for part in card if part.tag in ("p", "h2")]


@pytest.mark.parametrize("browser", ["client", "signed_in"])
def test_next_stands_there_only_where_nothing_is_under_way(request, learner, browser):
    client, roadmap = request.getfixturevalue(browser), make_roadmap(3)
    first, second, third = [stop.step for stop in roadmap.stops.in_order()]
    if browser == "client":
        hold(client, {first: State.DONE}, roadmap.slug)
    else:
        StepProgress.objects.set_state(learner, first, State.DONE, roadmap=roadmap)
    assert going_on(document(client.get("/my/")))[:2] == [
        "Next · First",
        second.name_en,
    ]

    press(client, third, "doing", roadmap=roadmap.slug)

    page = document(client.get("/my/"))
    assert going_on(page)[:2] == ["Continue · First", third.name_en]
    assert "Also under way" not in words(page)


def test_what_is_noted_on_the_step_to_go_on_with_stands_there(signed_in, learner):
    step = make_step(criteria=3)
    make_roadmap([step], slug="way")
    press(signed_in, step, "doing", roadmap="way")
    CriterionTick.objects.set_state(learner, step.criteria.first(), "ticked")
    StepHours.objects.add(learner, step, 90)

    card = going_on(document(signed_in.get("/my/")))
    chinese = going_on(document(signed_in.get("/zh-hans/my/")))

    assert card[2] == "1 of 3 things you can do · 1 h 30 min of 10–20 h logged"
    assert chinese[2] == "3项中已做到1项 · 已记录1小时30分钟，预计10～20小时"


def test_at_the_end_of_a_route_another_one_is_offered(client, db):
    roadmap = make_roadmap(1)
    hold(client, {roadmap.steps.get(): State.DONE}, roadmap.slug)

    (card,) = document(client.get("/my/")).iterfind(
        ".//section[@aria-labelledby='go-on']"
    )

    assert "You made it" in words(card)
    assert links(card) == ["/roadmaps/"]


def test_the_route_is_drawn_with_the_own_place_and_leads_to_its_stages(client, db):
    roadmap = make_roadmap(2, slug="way")
    hold(client, {roadmap.steps.first(): State.DOING}, "way")

    (strip,) = document(client.get("/my/")).iterfind(".//svg[@class='strip']")

    assert [link.get("href") for link in strip.iter("a")] == ["/roadmaps/way/#stage-1"]
    assert len(strip.findall(".//path[@class='here t1']")) == 1


def test_a_guest_sees_the_own_path_and_the_cookie_is_renewed(client, db):
    roadmap = make_roadmap(2)
    first, second = [stop.step for stop in roadmap.stops.in_order()]
    hold(client, {first: State.KNOWN}, roadmap.slug)

    response = client.get("/my/")

    assert "<strong>1 of 2 steps</strong>" in response.text
    assert texts(response) == {second.name_en}
    assert response.cookies[COOKIE_NAME]["max-age"] == 400 * 24 * 3600


def test_somebody_elses_path_is_not_shown(signed_in, other_learner):
    roadmap = make_roadmap(2)
    StepProgress.objects.set_state(
        other_learner, roadmap.steps.first(), State.DOING, roadmap=roadmap
    )

    assert "Nothing is checked off yet." in signed_in.get("/my/").text


def in_hand(client):
    """Where the name of the route below its picture leads."""
    return [
        link.get("href")
        for link in document(client.get("/my/")).findall(".//h2[@id='whole-route']/a")
    ]


def test_a_roadmap_chosen_before_any_press_is_in_hand(signed_in, learner):
    roadmap = make_roadmap(2)
    Learner.objects.set_roadmap(learner, roadmap)

    assert in_hand(signed_in) == [f"/roadmaps/{roadmap.slug}/"]


def test_a_chosen_roadmap_stays_in_hand_whatever_is_pressed_elsewhere(
    signed_in, learner
):
    chosen, other = make_roadmap(2), make_roadmap(2)
    Learner.objects.set_roadmap(learner, chosen)

    press(signed_in, other.steps.first(), roadmap=other.slug)

    assert in_hand(signed_in) == [f"/roadmaps/{chosen.slug}/"]


def test_switching_keeps_the_state_of_shared_steps(signed_in, learner):
    shared = make_step()
    one, other = make_roadmap([shared]), make_roadmap([shared, make_step()])
    press(signed_in, shared, "done", roadmap=one.slug)

    signed_in.post("/progress/roadmap/", {"roadmap": other.slug}, headers=OURS)

    assert "<strong>1 of 2 steps</strong>" in signed_in.get("/my/").text


def test_a_withdrawn_roadmap_is_no_error(signed_in, learner):
    roadmap = make_roadmap(2)
    Learner.objects.set_roadmap(learner, roadmap)
    press(signed_in, roadmap.steps.first(), roadmap=roadmap.slug)
    roadmap.published = False
    roadmap.save()

    response = signed_in.get("/my/")

    assert (response.status_code, "Choose a route" in response.text) == (200, True)


def test_the_last_press_can_be_undone_here(signed_in, learner):
    roadmap = make_roadmap(2)
    step = roadmap.stops.in_order()[0].step
    press(signed_in, step, "done", roadmap=roadmap.slug)
    button = f'formaction="{address(step)}?seen=done" name="undo" value="not-started"'
    assert button in signed_in.get("/my/").text

    signed_in.post(address(step), {"undo": "not-started", "next": "/my/"}, headers=OURS)

    response = signed_in.get("/my/")
    assert ('name="undo"' in response.text, step.name_en in texts(response)) == (
        False,
        True,
    )


@pytest.mark.parametrize("value", ["nonsense", "x" * 5000])
def test_a_broken_cookie_is_a_plain_page_with_a_notice(client, db, value):
    client.cookies[COOKIE_NAME] = value

    response = client.get("/my/")

    assert (response.status_code, "could not be read" in response.text) == (200, True)


def test_it_is_private(signed_in):
    assert signed_in.get("/my/").headers["Cache-Control"] == "private, no-store"


def test_it_speaks_chinese(client, db):
    roadmap = make_roadmap(1)
    hold(client, {roadmap.steps.get(): State.DOING}, roadmap.slug)

    response = client.get("/zh-hans/my/")

    assert roadmap.name_zh in response.text
    assert 'lang="zh-Hans"' in response.text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(signed_in, method):
    assert getattr(signed_in, method)("/my/").status_code == 405


@pytest.mark.parametrize("times", [1, 10])
def test_it_costs_the_same_queries_however_much_there_is(
    signed_in, learner, settings, times
):
    settings.CONTENT_VERSION_SECONDS = 60
    for _ in range(times):
        roadmap = make_roadmap(6)
        for step in roadmap.steps.all():
            StepProgress.objects.set_state(learner, step, State.DOING, roadmap=roadmap)
            StepHours.objects.add(learner, step, 30)
        CourseProgress.objects.set(learner, make_course([make_skill()]).pk, "planned")
    signed_in.get("/my/")

    with CaptureQueriesContext(connection) as queries:
        signed_in.get("/my/")

    assert len(queries) == 6  # what a page shows of courses and steps is kept


@pytest.mark.parametrize("page", ["", "history/", "history/?by=step", "settings/"])
def test_a_page_is_the_same_whoever_asks_for_it(signed_in, learner, page):
    """Scripts change pages by presses alone; what they may fetch has addresses of its own."""
    roadmap = make_roadmap(1)
    press(signed_in, roadmap.steps.get(), "doing", roadmap=roadmap.slug)

    answers = [
        signed_in.get(f"/my/{page}", headers=headers)
        for headers in ({}, {"HX-Request": "true"})
    ]

    assert len({TOKEN.sub("", answer.text) for answer in answers}) == 1
    assert "HX-Request" not in answers[0].headers.get("Vary", "")
