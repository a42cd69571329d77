"""A page that was kept and filled is the same bytes as one that is rendered for its visitor alone."""

import re

import pytest
from django.test import Client
from django.urls import resolve

from accounts.models import (
    CourseProgress,
    EvidenceLink,
    Learner,
    SkillClaim,
    State,
    StepHours,
    StepNote,
    StepProgress,
)
from accounts.tests.pressing import hold, press
from accounts.tests.writing import send
from guide.cache import clear_caches
from guide.models import Roadmap, Step
from guide.tests.test_query_counts import NAMES, World, address
from web.choices import COOKIE_NAME
from web.kept_pages.parts import PartHole

pytestmark = pytest.mark.django_db
PAGES = [address(name) for name in NAMES if "." not in address(name)]
OWN_PAGES = ["/my/"]
QUERIES = ["/roadmaps/x/?open=all", "/steps/x/?route=x", "/courses/?kind=book&page=2"]
BOTH = [
    prefix + page
    for page in [*PAGES, *QUERIES, *OWN_PAGES]
    for prefix in ("", "/zh-hans")
]
HISTORY = [
    f"{prefix}/my/history/{query}"
    for prefix in ("", "/zh-hans")
    for query in ("", "?by=step", "?by=other", "?by=no", "?step=x", "?page=2")
]
VISITORS = ["guest", "guest who wrote", "learner", "learner with much", "editor"]
OF_EVERY_PAGE = {"theme", "navigation", "header", "messages"}
# What is another one in each answer.
FRESH = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")\w{64}|(?<=name="key" value=")[\w-]{16}'
)


@pytest.fixture
def world(settings):
    settings.CONTENT_VERSION_SECONDS = 60
    world = World()
    for _ in range(2):
        world.grow()
    clear_caches()
    return world


@pytest.fixture
def browser_of(world, learner, editor):
    def browser(visitor):
        client = Client()
        if visitor == "guest":
            hold(client, {world.step: "doing"}, "x")
            client.cookies["theme"] = "dark"
            client.cookies[COOKIE_NAME] = "GB.GBP.6"
        elif visitor == "guest who wrote":
            press(client, world.step, "done", route="x")
            send(client, "steps/x/note/", text="a *note*", seen="0")
            send(client, "steps/x/hours/", minutes="30")
            send(client, "courses/x/", course="doing")
        else:
            client.force_login(editor if visitor == "editor" else learner)
        if visitor == "learner with much":
            write_much(learner, world)
        return client

    return browser


def write_much(learner, world):
    roadmap = Roadmap.objects.get(slug="x")
    Learner.objects.set_fields(
        learner, roadmap=roadmap, currency="EUR", country="GB", hours_a_week=12
    )
    for step in Step.objects.all():
        state = State.DONE if step == world.step else State.SKIPPED
        StepProgress.objects.set_state(learner, step, state)
    StepNote.objects.write(learner, world.step, "a note", seen=0)
    EvidenceLink.objects.add(learner, world.step, "https://code.example/")
    StepHours.objects.add(learner, world.step, 90)
    CourseProgress.objects.set(learner, world.course.pk, "done")
    SkillClaim.objects.set(learner, world.skill.pk, 2)


def answer(client, page):
    """Status, text without what is fresh in each answer, and headers."""
    response = client.get(page)
    headers = {**response.headers}
    headers.pop("Content-Length", None)
    return response.status_code, FRESH.sub("fresh", response.text), headers


@pytest.mark.parametrize("visitor", VISITORS)
def test_kept_and_filled_is_the_same_as_rendered_whole(visitor, browser_of, settings):
    client, kept_bytes = browser_of(visitor), settings.KEPT_TEXT_BYTES
    pages = BOTH if "guest" in visitor else [*BOTH, *HISTORY]
    settings.KEPT_TEXT_BYTES = 0
    whole = {page: answer(client, page) for page in pages}
    settings.KEPT_TEXT_BYTES = kept_bytes
    for page in pages:
        Client().get(page)  # a stranger comes first

    first, second = ({page: answer(client, page) for page in pages} for _ in range(2))

    assert {status for status, _text, _headers in whole.values()} == {200}
    assert first == whole
    assert second == whole


def test_a_view_names_the_parts_of_its_page_that_depend_on_the_visitor(
    browser_of, monkeypatch
):
    found = {page: set() for page in PAGES}
    fill = PartHole.fill
    for visitor in VISITORS:
        client = browser_of(visitor)
        for page, names in found.items():
            monkeypatch.setattr(
                PartHole,
                "fill",
                lambda hole, request, names=names: (
                    names.add(hole.part.name) or fill(hole, request)
                ),
            )
            client.get(page)

    assert {page: names - OF_EVERY_PAGE for page, names in found.items()} == {
        page: resolve(page).func.visitor_parts for page in PAGES
    }


def test_a_message_is_shown_once_and_to_nobody_else(browser_of, other_learner):
    client, other = browser_of("learner"), Client()
    other.force_login(other_learner)
    client.get("/roles/")
    client.post("/my/settings/", {"hours_a_week": "7", "initial-hours_a_week": ""})

    texts = [each.get("/roles/").text for each in (other, client, client, other)]

    assert ["Saved." in text for text in texts] == [False, True, False, False]
