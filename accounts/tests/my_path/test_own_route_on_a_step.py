"""The way up from a step leads to the roadmap that the visitor follows."""

import pytest

from accounts.tests.pressing import hold
from guide.tests.factory import make_roadmap, make_step
from tests.document import document, links


@pytest.fixture
def step(db):
    step = make_step(slug="sql")
    make_roadmap([step], slug="first", order=1)
    make_roadmap([step], slug="second", order=2)
    make_roadmap([make_step()], slug="elsewhere", order=3)
    return step


def way_up(client, prefix=""):
    return links(
        document(client.get(f"{prefix}/steps/sql/")).find(".//p[@class='crumbs']")
    )[1:]


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize(
    ("followed", "shown"), [("second", "second"), ("elsewhere", "first"), ("", "first")]
)
def test_it_is_the_route_in_hand_where_that_calls_at_the_step(
    client, step, prefix, followed, shown
):
    hold(client, {step: "doing"}, followed)

    assert way_up(client, prefix) == [f"{prefix}/roadmaps/{shown}/#sql"]


def test_a_stranger_sees_the_first(client, step):
    assert way_up(client) == ["/roadmaps/first/#sql"]
