"""Money against hours: every choice than which none is both cheaper and shorter."""

import pytest

from accounts.plan import answers
from accounts.tests.plan.plans import make_planned_roadmap, plan_address, solver
from accounts.tests.plan.test_plan_page import course_names
from tests.document import document, links, words

__all__ = ["solver"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("solver")]


@pytest.fixture
def world(db):
    return make_planned_roadmap()


def exchange_address(roadmap, **fields):
    return plan_address(roadmap, **fields).replace("/my/plan/", "/my/plan/exchange/")


def rows(page):
    table = page.find(".//table[@class='rows']")
    return [[words(cell) for cell in row] for row in table.findall("./tbody/tr")]


def test_each_row_says_what_more_money_saves(client, world):
    page = document(client.get(exchange_address(world.roadmap)))

    assert rows(page) == [
        ["$0", "30 h", "2 courses", ""],
        ["$40", "8 h", "1 course", "$40 more save 22 h"],
    ]
    assert "nothing lies between two rows" in words(page)


def test_a_row_leads_to_its_plan(client, world):
    page = document(client.get(exchange_address(world.roadmap)))
    link = next(link for link in links(page) if "budget=40" in link)

    assert course_names(document(client.get(link))) == ["A book"]


def test_it_is_kept_and_a_busy_machine_is_said(client, world, solver, monkeypatch):
    client.get(exchange_address(world.roadmap))
    client.get(exchange_address(world.roadmap))
    assert solver.asked == 1

    monkeypatch.setattr(answers, "may_solve", lambda request: False)
    busy = client.get(exchange_address(world.roadmap, hours=3))
    assert "The machine is busy. Ask again in a minute." in busy.text


def test_where_nothing_is_possible_there_is_nothing_to_compare(client, world):
    answer = client.get(
        exchange_address(world.roadmap, out=f"{world.free.slug}&out={world.book.slug}")
    )

    assert "there is nothing to compare" in answer.text


def test_in_chinese_and_without_a_question(client, world):
    page = document(
        client.get(f"/zh-hans{exchange_address(world.roadmap, currency='USD')}")
    )

    assert rows(page)[1][3] == "多花40美元可省22小时"
    assert client.get("/my/plan/exchange/").url == "/my/plan/"
