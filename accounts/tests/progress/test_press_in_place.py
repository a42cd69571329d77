"""A press that htmx sends is answered with every row that changed."""

import pytest
from django.test import Client

from accounts.models import State, StepProgress
from accounts.tests.pressing import HTMX, address, hold, press_in_place
from guide.tests.factory import make_roadmap, make_step

pytestmark = pytest.mark.both_databases


def rows_in(response, roadmap):
    return [
        step.slug
        for step in roadmap.steps.order_by("stops__order")
        if f'id="{step.slug}"' in response.text
    ]


def test_the_answer_holds_every_row_that_changed_and_the_card(signed_in, learner):
    roadmap = make_roadmap(4)
    first, second, *_ = steps = [stop.step for stop in roadmap.stops.in_order()]

    response = press_in_place(signed_in, first, "done", roadmap)

    assert rows_in(response, roadmap) == [
        first.slug,
        second.slug,
    ]  # the second one is next now
    # the two rows, the heading of their stage and what it is for, what is left, how long it takes, and the whole
    assert response.text.count('hx-swap-oob="true"') == 7
    assert "<strong>1 of 4 steps</strong>" in response.text
    assert f'action="/progress/steps/{first.slug}/?seen=done"' in response.text
    assert '<button name="undo" value="not-started"' in response.text

    response = press_in_place(signed_in, steps[3], "doing", roadmap)

    assert rows_in(response, roadmap) == [
        first.slug,
        steps[3].slug,
    ]  # the first one has lost its undo
    assert response.text.count('name="undo"') == 1


def test_a_guest_gets_the_same_answer_as_a_learner(client, learner, rf):
    roadmap = make_roadmap(3)
    first, second, third = [stop.step for stop in roadmap.stops.in_order()]
    guest, member = Client(), Client()
    member.force_login(learner)
    hold(guest, {third: State.KNOWN})
    StepProgress.objects.set_state(learner, third, State.KNOWN)

    answers = [
        press_in_place(visitor, first, "skipped", roadmap)
        for visitor in (guest, member)
    ]

    assert [rows_in(answer, roadmap)[:2] for answer in answers] == [
        [first.slug, second.slug]
    ] * 2
    assert ["<strong>1 of 3 steps</strong>" in answer.text for answer in answers] == [
        True,
        True,
    ]


def test_the_first_press_of_a_guest_is_answered_in_place_too(client, db):
    roadmap = make_roadmap(2)
    step = roadmap.steps.first()

    response = client.post(
        address(step),
        {"state": "done", "roadmap": roadmap.slug, "next": "/"},
        headers=HTMX,
        follow=True,
    )

    assert (response.status_code, rows_in(response, roadmap)[0]) == (200, step.slug)
    assert "Saved in this browser only." in response.text
    # The new row leads back to the same page, also where scripts fail by then.
    assert '<input type="hidden" name="next" value="/">' in response.text


def test_on_its_own_page_a_step_gets_its_buttons(signed_in):
    step = make_step()

    response = press_in_place(signed_in, step, "done")

    assert response.text.startswith(
        f'<div hx-swap-oob="true" id="{step.slug}" class="step-buttons done">'
    )
    assert response.text.count("hx-swap-oob") == 1


def test_an_answer_in_place_speaks_chinese(signed_in):
    roadmap = make_roadmap(1)
    step = roadmap.steps.get()

    response = signed_in.post(
        address(step, "/zh-hans"),
        {"state": "done", "roadmap": roadmap.slug},
        headers=HTMX,
    )

    assert step.name_zh in response.text
    assert f'href="/zh-hans/steps/{step.slug}/?route={roadmap.slug}"' in response.text
