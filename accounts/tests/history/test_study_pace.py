"""The history says how many hours a week were logged, and how long the rest of the route takes at that pace."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from accounts.models import Learner, StepHours
from guide.tests.factory import make_roadmap, make_step
from tests.document import document, links, texts

pytestmark = pytest.mark.both_databases
HISTORY = "/my/history/"


@pytest.fixture(autouse=True)
def _thursday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 26, 12, tzinfo=UTC))


@pytest.fixture
def route(learner):
    """Twenty to forty hours in one step."""
    step = make_step(slug="one", hours_low=20, hours_high=40)
    roadmap = make_roadmap([step], name_en="Route", name_zh="路线")
    Learner.objects.create(user=learner, roadmap=roadmap, hours_a_week=6)


def add(learner, minutes, *moment):
    at = datetime(2026, *moment, 12, tzinfo=UTC)
    StepHours.objects.add(learner, make_step(), minutes, at=at)


def reply(client, prefix=""):
    page = document(client.get(prefix + HISTORY))
    return texts(page, ".//section[@class='reply']//p")


@pytest.mark.usefixtures("route")
def test_it_answers_with_the_average_of_whole_weeks_and_what_it_means(
    signed_in, learner
):
    add(learner, 120, 11, 9)
    add(learner, 360, 11, 19)
    add(learner, 600, 11, 25)  # of a week that is not over

    assert reply(signed_in) == [
        "A week, on average", "4 h", "in 2 whole weeks · planned: 6 h",
        "At that pace", "5–10 weeks",
        "for the one step left of “Route”, between December 2026 and February 2027",
    ]  # fmt: skip


@pytest.mark.usefixtures("route")
def test_the_picture_has_a_bar_a_week_and_the_plan(signed_in, learner):
    add(learner, 180, 11, 9)
    add(learner, 90, 11, 25)

    page = document(signed_in.get(HISTORY))

    (picture,) = page.iterfind(".//svg[@role='img']")
    bars = [(bar.get("class"), bar.get("height")) for bar in picture.iter("rect")]
    assert picture.get("aria-label") == (
        "Hours in the weeks from: 9 Nov 3, 16 Nov 0, 23 Nov 1.5"
    )
    assert bars == [(None, "38"), (None, "2"), ("rest", "19")]
    assert picture.find("line[@class='plan']").get("y1") == "37"
    assert "what you planned: 6 h." in " ".join(texts(page, ".//section/p"))


def test_before_the_first_whole_week_there_is_no_average(signed_in, learner):
    add(learner, 90, 11, 25)

    assert reply(signed_in) == [
        "This week",
        "1 h 30 min",
        "After your first whole week the average stands here.",
    ]


@pytest.mark.usefixtures("route")
def test_a_few_minutes_a_week_promise_no_date(signed_in, learner):
    add(learner, 30, 11, 1)

    assert "At that pace" not in reply(signed_in)


@pytest.mark.usefixtures("route")
def test_without_hours_it_says_where_to_log_them(signed_in, learner):
    page = document(signed_in.get(HISTORY))
    (words,) = reply(signed_in)

    assert words.startswith("No hours logged yet. Log them on the page of a step:")
    assert "/steps/one/#my-hours" in links(page)
    assert page.find(".//svg[@class='weeks']") is None

    add(learner, 60, 9, 1)

    assert reply(signed_in)[0].startswith("No hours logged in the last eight weeks.")


@pytest.mark.usefixtures("route")
def test_it_speaks_chinese(signed_in, learner):
    add(learner, 240, 11, 19)

    assert reply(signed_in, "/zh-hans")[:3] == [
        "平均每周",
        "4小时",
        "按1个整周计算 · 计划6小时",
    ]


def test_one_step_has_no_picture_of_all_hours(signed_in, learner):
    step = make_step(slug="one")
    StepHours.objects.add(learner, step, 60)

    page = document(signed_in.get(f"{HISTORY}?step=one"))

    assert page.find(".//section[@class='reply']") is None
