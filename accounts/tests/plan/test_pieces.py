"""What is kept of a page of a plan: only what is proved, only so many, and as long as the day is the same."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import Learner
from accounts.plan import answers, pieces, views
from accounts.tests.plan.plans import make_planned_roadmap, plan_address, solver
from guide.models import ContentVersion

__all__ = ["solver"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("solver")]


@pytest.fixture
def world(db):
    return make_planned_roadmap()


@pytest.fixture
def rendered(monkeypatch):
    """How often an answer was rendered."""
    made = []
    make = pieces.plan_context
    monkeypatch.setattr(
        pieces, "plan_context", lambda *asked: made.append(1) or make(*asked)
    )
    return made


def test_the_same_question_is_rendered_once_and_others_anew(
    signed_in, learner, world, rendered
):
    client = Client()
    address = plan_address(world.roadmap)
    pages = [client.get(address).content for _ in range(2)]
    assert (pages[0] == pages[1], len(rendered)) == (True, 1)

    Learner.objects.set_fields(learner, roadmap_id=world.roadmap.pk)
    others = (
        f"/zh-hans{address}",
        f"{address}&weeks=all",
        plan_address(world.roadmap, hours=9),
    )
    for number, other in enumerate(others, 2):
        client.get(other)
        assert len(rendered) == number
    # The learner asks the same as the guest, and may keep the plan.
    assert "Use this plan" in signed_in.get(address).text
    assert len(rendered) == 4


def test_on_another_day_and_of_other_content_it_is_rendered_anew(
    client, world, rendered, monkeypatch
):
    address = plan_address(world.roadmap)
    client.get(address)
    monkeypatch.setattr(pieces, "day_of_visitor", lambda _request: date(2027, 1, 1))
    client.get(address)
    assert len(rendered) == 2

    ContentVersion.objects.update(number=7_000_000)
    client.get(address)
    assert len(rendered) == 3


def test_an_edit_that_comes_between_leaves_nothing_old_under_the_new_version(
    client, world, rendered, monkeypatch
):
    ask = views.ask_for_plan

    def ask_and_edit(request, wishes):
        asked = ask(request, wishes)
        ContentVersion.objects.update(number=8_000_000)
        ContentVersion.expire_current()
        return asked

    monkeypatch.setattr(views, "ask_for_plan", ask_and_edit)
    client.get(plan_address(world.roadmap))
    monkeypatch.undo()

    assert [key for key in pieces.KEPT.rows if 8_000_000 in key] == []


def test_what_is_not_proved_and_a_preview_are_not_kept(
    client, world, rendered, monkeypatch
):
    monkeypatch.setattr(answers, "may_solve", lambda _request: False)
    for _ in range(2):
        client.get(plan_address(world.roadmap))
    assert (len(rendered), len(pieces.KEPT.rows)) == (2, 0)

    monkeypatch.undo()
    monkeypatch.setattr(ContentVersion, "previewed_results", dict)
    client.get(plan_address(world.roadmap))
    assert len(pieces.KEPT.rows) == 0


def test_they_are_bounded_in_number(client, world, monkeypatch):
    monkeypatch.setattr(pieces, "MOST_KEPT", 2)

    for hours in range(1, 5):
        client.get(plan_address(world.roadmap, hours=hours))

    assert len(pieces.KEPT.rows) == 2
