"""A step is shown on the roadmap by which the visitor came, else on the one that they follow: the way up and on."""

from urllib.parse import urlsplit

import pytest

from accounts.models import State, StepProgress
from accounts.tests.pressing import HTMX, OURS, address, held, hold, post
from guide.models import Roadmap, Stage
from guide.tests.factory import make_roadmap, make_step
from tests.document import document, links, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def step():
    before, step, after = (
        make_step(slug=slug, name_en=slug.capitalize(), name_zh=f"{slug}课")
        for slug in ("python", "sql", "models")
    )
    make_roadmap([step], slug="first", name_en="First", order=1)
    make_roadmap([before, step, after], slug="second", name_en="Second", order=2)
    make_roadmap([make_step()], slug="elsewhere", order=3)
    return step


def step_page(client, query="", prefix=""):
    return document(client.get(f"{prefix}/steps/sql/{query}"))


def way_up(client, query="", prefix=""):
    return links(step_page(client, query, prefix).find(".//p[@class='crumbs']"))[1:]


def way_on(page):
    return {
        link.get("rel"): link.get("href") for link in page.iterfind(".//nav/a[@rel]")
    }


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize(
    ("followed", "query", "shown"),
    [
        ("second", "", "second"),
        ("second", "?route=first", "first"),
        ("second", "?route=elsewhere", "second"),
        ("", "?route=second", "second"),
    ],
)
def test_it_is_the_roadmap_one_came_by_else_the_one_in_hand(
    client, step, prefix, followed, query, shown
):
    hold(client, {step: "doing"}, followed)

    assert way_up(client, query, prefix) == [f"{prefix}/roadmaps/{shown}/#sql"]


@pytest.mark.parametrize("query", ["", "?route=elsewhere", "?route=%00", "?route=a b"])
def test_to_a_stranger_no_roadmap_is_named_by_which_nobody_came(client, query):
    page = step_page(client, query)

    assert links(page.find(".//p[@class='crumbs']")) == ["/roadmaps/"]
    assert way_on(page) == {}


def test_the_stage_and_the_steps_before_and_after_are_named(client, step):
    Stage.objects.filter(roadmap__slug="second").update(name_en="Foundations")

    page = step_page(client, "?route=second")

    crumbs = words(page.find(".//p[@class='crumbs']"))
    assert crumbs == "Roadmaps / Second / Stage 1, Foundations"
    assert way_on(page) == {
        "prev": "/steps/python/?route=second",
        "next": "/steps/models/?route=second",
    }


def test_where_one_comes_from_is_no_part_of_the_canonical_address(client):
    page = step_page(client, "?route=second")

    addresses = {
        link.get("hreflang") or link.get("rel"): link.get("href")
        for link in page.iterfind(".//head/link")
        if link.get("rel") in ("canonical", "alternate")
    }
    assert {urlsplit(address).path for address in addresses.values()} == {
        "/steps/sql/",
        "/zh-hans/steps/sql/",
    }
    assert not any(urlsplit(address).query for address in addresses.values())
    (language,) = page.iterfind(".//a[@hreflang]")
    assert language.get("href") == "/zh-hans/steps/sql/?route=second"


def test_links_of_a_map_say_from_which_map_they_lead(client):
    page = document(client.get("/roadmaps/second/"))

    assert [link.get("href") for link in page.iterfind(".//a[@class='title']")] == [
        f"/steps/{slug}/?route=second" for slug in ("python", "sql", "models")
    ]


# After the step is done


def onward(page):
    """The words of the card and where its button leads."""
    return [
        (words(part), links(part)[-2])
        for part in page.iterfind(".//section[@class]")
        if "go" in part.get("class").split()
    ]


@pytest.mark.parametrize("state", ["done", "known", "skipped"])
def test_once_it_is_behind_the_way_on_stands_there(client, step, state):
    hold(client, {step: state}, "second")

    ((text, address),) = onward(step_page(client))

    assert text.startswith("Next on Second Python 10–20 h")
    assert address == "/steps/python/?route=second"


def test_what_is_under_way_comes_before_what_is_not_begun(client, step):
    """The page of a step leads to the same step as the first page and “My path”."""
    under_way = Roadmap.objects.get(slug="second").steps.get(slug="models")
    hold(client, {step: State.DONE, under_way: State.DOING}, "second")

    ((text, address),) = onward(step_page(client))

    assert text.startswith("Under way on Second Models")
    assert address == "/steps/models/?route=second"
    assert "Continue" in words(document(client.get("/my/")).find(".//section"))


@pytest.mark.parametrize("state", ["not-started", "doing"])
def test_before_that_nothing_else_leads_away(client, step, state):
    hold(client, {step: state}, "second")

    assert onward(step_page(client)) == []


def test_in_place_the_answer_brings_the_way_on(signed_in, learner, step):
    response = signed_in.post(
        f"{address(step)}?seen=not-started",
        {"state": "done", "route": "second", "next": "/steps/sql/?route=second"},
        headers=HTMX,
    )

    ((text, _address),) = onward(document(f"<main>{response.text}</main>"))
    assert text.startswith("Next on Second Python")
    assert response.text.startswith('<div hx-swap-oob="true" id="sql"')


def test_without_scripts_the_press_leads_back_to_the_page_with_the_way_on(client, step):
    pressed = {"state": "done", "route": "second", "next": "/steps/sql/?route=second"}

    response = post(client, address(step), pressed, OURS)

    assert response.url == "/steps/sql/?route=second#sql"
    assert len(onward(document(client.get("/steps/sql/")))) == 1  # it is the route now


def test_what_is_under_way_is_named_where_nothing_else_can_begin(client, step):
    route = Roadmap.objects.get(slug="second")
    others = dict.fromkeys(route.steps.all(), State.DOING)
    hold(client, {**others, step: State.DONE}, "second")

    ((text, _address),) = onward(step_page(client))

    assert text.startswith("Under way on Second Python")


def test_at_the_end_of_a_route_one_has_arrived(client, step):
    hold(client, {step: State.DONE}, "first")

    assert onward(step_page(client)) == []
    assert texts(step_page(client), ".//div[@id='sql']/p") == [
        "You have arrived: everything on this route is done."
    ]


def test_a_press_on_the_page_of_a_step_follows_the_roadmap_one_came_by(
    client, rf, learner, step
):
    fields = {"state": "doing", "route": "second"}
    post(client, address(step), fields, OURS)
    assert held(client, rf) == {"sql": "doing"}
    assert way_up(client) == ["/roadmaps/second/#sql"]

    client.force_login(learner)
    post(client, address(step), fields, OURS)
    assert StepProgress.objects.get().roadmap.slug == "second"


def test_the_way_on_speaks_chinese(client, step):
    hold(client, {step: State.DONE}, "second")

    ((text, _address),) = onward(step_page(client, prefix="/zh-hans"))

    assert "的下一步" in text
