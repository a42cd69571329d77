"""How pages of the guide show progress."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import State, StepProgress
from accounts.progress.guest_cookie import COOKIE_NAME
from accounts.tests.pressing import hold
from guide.models import StepSuccessor, Stop
from guide.tests.factory import make_roadmap, make_step
from tests.document import document, words

pytestmark = pytest.mark.both_databases


def row(response, step):
    """The row of a step on the map."""
    return next(
        part for part in response.text.split("<li") if f'id="{step.slug}"' in part
    )


@pytest.fixture
def roadmap(db):
    return make_roadmap(4)


@pytest.fixture
def page(roadmap):
    return f"/roadmaps/{roadmap.slug}/"


@pytest.fixture
def steps(roadmap):
    return [stop.step for stop in roadmap.stops.in_order()]


def test_without_cookies_the_page_is_public_and_the_same_for_everybody(page, steps):
    answers = [
        Client().get(page),
        Client().get(page, headers={"User-Agent": "another"}),
    ]

    assert answers[0].content == answers[1].content
    assert [answer.headers["Cache-Control"] for answer in answers] == [
        "public, max-age=0, must-revalidate"
    ] * 2
    assert "csrfmiddlewaretoken" not in answers[0].text
    assert "Set-Cookie" not in answers[0].headers
    assert 'class="stop not-started next"' in row(answers[0], steps[0])


def test_each_row_is_a_form_that_says_its_address_once(client, page, roadmap, steps):
    response = client.get(page)

    assert response.text.count('<form id="progress" method="post"') == 1
    assert [
        (
            form.get("action"),
            {field.get("name"): field.get("value") for field in form.iter("input")},
            [
                (button.get("name"), button.get("value"))
                for button in form.iter("button")
            ],
        )
        for form in document(response).iter("form")
        if form.get("class") == "state"
    ] == [
        (
            f"/progress/steps/{step.slug}/?seen=not-started",
            {"next": page, "roadmap": roadmap.slug},
            [("state", value) for value in ("done", "known", "skipped", "doing")],
        )
        for step in steps
    ]
    assert "formaction=" not in row(response, steps[0])


def test_what_not_everybody_takes_is_counted_beside_the_total(
    client, page, roadmap, steps
):
    Stop.objects.filter(step=steps[3]).update(need=Stop.Need.IF_MISSING)
    roadmap.save()
    hold(client, {steps[0]: State.DONE, steps[1]: State.SKIPPED, steps[3]: State.KNOWN})

    text = words(document(client.get(page)))

    assert (
        "1 of 3 steps · 1 skipped · 1 more that not everybody takes · 10–20 h left"
        in text
    )


def test_where_all_is_skipped_it_is_not_nothing_of_nothing(client, page, steps):
    hold(client, dict.fromkeys(steps, State.SKIPPED))

    text = words(document(client.get(page)))

    assert "0 of 4 steps · 4 skipped" in text
    assert "Nothing is left on this route: you skip the rest." in text


def test_the_bar_measures_what_its_words_count_and_has_a_name(client, page, steps):
    hold(client, {steps[0]: State.DONE})

    bar = document(client.get(page)).find(".//progress")

    assert dict(bar.attrib) == {"value": "1", "max": "4", "aria-label": "Steps done"}


def test_every_state_is_in_words(client, page, steps):
    hold(
        client,
        dict(
            zip(
                steps,
                [State.DONE, State.DOING, State.SKIPPED, State.KNOWN],
                strict=True,
            )
        ),
    )

    response = client.get(page)

    words = [f">{word}</summary>" in row(response, step) for step, word in
             zip(steps, ["Done", "Under way", "Skipped", "Known already"], strict=True)]  # fmt: skip
    assert words == [True] * 4
    assert [f'class="stop {state}"' in row(response, step) for step, state in
            zip(steps, ["done", "doing", "skipped", "known"], strict=True)] == [True] * 4  # fmt: skip


def test_a_learner_sees_the_same_as_a_guest_and_has_a_token(learner, page, steps):
    guest, member = Client(), Client()
    member.force_login(learner)
    hold(guest, {steps[1]: State.DONE})
    StepProgress.objects.merge(learner, {steps[1].pk: State.DONE}, "merge")

    shown = [visitor.get(page) for visitor in (guest, member)]

    assert row(shown[0], steps[1]) == row(shown[1], steps[1])
    assert ["csrfmiddlewaretoken" in answer.text for answer in shown] == [False, True]
    assert shown[1].headers["Cache-Control"] == "private, no-store"


def test_people_who_look_in_turn_see_their_own(learner, other_learner, page, steps):
    StepProgress.objects.set_state(learner, steps[0], State.DONE)
    StepProgress.objects.set_state(other_learner, steps[0], State.SKIPPED)
    visitors = [Client(), Client()]
    visitors[0].force_login(learner)
    visitors[1].force_login(other_learner)

    seen = [row(visitor.get(page), steps[0]) for visitor in [*visitors, *visitors]]

    assert ['class="stop done"' in html for html in seen] == [True, False, True, False]
    assert 'class="stop not-started next"' in row(Client().get(page), steps[0])


@pytest.mark.parametrize("touched", [1, 4])
def test_the_page_of_a_learner_costs_three_queries(
    client, learner, settings, page, steps, touched
):
    settings.CONTENT_VERSION_SECONDS = 60
    client.force_login(learner)
    for step in steps[:touched]:
        StepProgress.objects.set_state(learner, step, State.DONE)
    client.get(page)

    with CaptureQueriesContext(connection) as queries:
        client.get(page)

    assert len(queries) == 3  # session, user, progress


def test_an_edited_step_is_shown_anew(client, page, steps):
    hold(client, {steps[0]: State.DONE})
    client.get(page)
    steps[0].name_en = "A better name"
    steps[0].save()

    assert "A better name" in row(client.get(page), steps[0])


def test_progress_follows_a_renamed_step(client, learner, roadmap, page):
    old, new = make_step(retired_on="2026-11-01"), make_step()
    Stop.objects.create(roadmap=roadmap, stage=roadmap.stages.get(), step=new, order=9)
    StepSuccessor.objects.create(old=old, new=new, kind="same")
    StepProgress.objects.set_state(learner, old, State.DONE)
    client.force_login(learner)

    assert 'class="stop done"' in row(client.get(page), new)


def test_a_part_of_a_split_step_does_not_take_it_over(
    client, learner, roadmap, page, steps
):
    old = make_step(retired_on="2026-11-01")
    StepSuccessor.objects.create(old=old, new=steps[2], kind="split")
    StepProgress.objects.set_state(learner, old, State.DONE)
    client.force_login(learner)

    assert 'class="stop not-started"' in row(client.get(page), steps[2])


def test_an_undo_stands_beside_the_last_press_only(client, learner, page, steps):
    for step in steps[:2]:
        StepProgress.objects.set_state(learner, step, State.DONE)
    client.force_login(learner)

    response = client.get(page)

    assert ['name="undo"' in row(response, step) for step in steps] == [
        False,
        True,
        False,
        False,
    ]


def test_the_step_page_has_its_buttons(client, steps):
    hold(client, {steps[0]: State.DOING})

    text = client.get(f"/steps/{steps[0].slug}/").text

    assert f'<div id="{steps[0].slug}" class="step-buttons doing">' in text
    assert re.search(r'name="state" value="done"\s*>Mark as done</button>', text)
    assert text.count('<form id="progress"') == 1


@pytest.mark.parametrize("path", ["", "/zh-hans"])
def test_my_path_appears_with_the_first_progress(client, learner, steps, path):
    link = f'href="{path}/my/"'
    assert link not in client.get(f"{path}/roadmaps/").text

    hold(client, {steps[0]: State.DOING})
    assert link in client.get(f"{path}/roadmaps/").text

    member = Client()
    member.force_login(learner)
    assert link in member.get(f"{path}/roadmaps/").text


@pytest.mark.parametrize("value", ["nonsense", "x" * 5000, "1.x:y:z"])
def test_a_broken_cookie_is_a_plain_page_with_a_notice_and_no_tick(
    client, page, steps, value
):
    client.cookies[COOKIE_NAME] = value

    for address in (page, f"/steps/{steps[0].slug}/"):
        response = client.get(address)
        assert (response.status_code, "could not be read" in response.text) == (
            200,
            True,
        )
        assert "stop done" not in response.text


def test_a_cookie_that_names_steps_which_are_gone_is_no_error(client, page, steps):
    gone = make_step()
    hold(client, {gone: State.DONE, steps[0]: State.DONE})
    gone.delete()

    assert "<strong>1 of 4 steps</strong>" in client.get(page).text


def test_failed_presses_have_words_in_both_languages(client, page):
    for prefix in ("", "/zh-hans"):
        text = client.get(prefix + page).text
        for status in ("0", "401", "403", "404", "409", "413", "422", "429", "503", ""):
            assert f'<template data-status="{status}">' in text
