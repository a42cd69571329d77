"""“I can do all of these” on a stage of a roadmap: one press, one undo, for guests and learners."""

from datetime import date

import pytest

from accounts.models import ProgressEvent, State, StepProgress, Sweep
from accounts.progress.guest_cookie import COOKIE_NAME
from accounts.tests.history.entries import HISTORY, plain
from accounts.tests.history.entries import rows as history_rows
from accounts.tests.pressing import HTMX, OURS, held, hold, post, press, press_in_place
from accounts.tests.progress.stages import (
    STATES,
    SWEPT,
    add_stage,
    kept,
    press_stage,
    presses,
    states,
)
from accounts.tests.writing import counted
from guide.models import Stage, StepSuccessor, Stop
from guide.tests.factory import make_roadmap, make_step
from tests.document import document, words

pytestmark = pytest.mark.both_databases


UNDO = 12


PRESS = 9  # session and user; the turn twice; states before and after; the sweep; rows and their events


@pytest.fixture
def roadmap(db):
    """Five steps in the first stage, two in the second."""
    roadmap = make_roadmap(5, slug="way", name_en="My way")
    add_stage(roadmap, [make_step(), make_step()])
    return roadmap


@pytest.fixture
def steps(roadmap):
    return [stop.step for stop in roadmap.stops.in_order()]


@pytest.fixture
def begun(learner, steps):
    for step, state in zip(steps, STATES, strict=False):
        if state != State.NOT_STARTED:
            StepProgress.objects.set_state(learner, step, state)
    return steps[:5]


def test_what_is_not_started_becomes_known_and_nothing_else(signed_in, learner, begun):
    response = press_stage(signed_in)

    assert response.status_code == 303
    assert response.url == "/roadmaps/way/?open=1#stage-1"
    assert states(begun) == SWEPT
    sweep = Sweep.objects.get(user=learner, kind="stage", roadmap__slug="way")
    assert sweep.stage == "first"
    events = ProgressEvent.objects.filter(sweep=sweep)
    assert {(event.step_id, event.before, event.after, event.by) for event in events} == {
        (begun[place].pk, "not-started", "known", "stage") for place in (0, 2)
    }  # fmt: skip


def test_the_page_follows_and_offers_the_undo_where_the_button_was(signed_in, begun):
    page = "/roadmaps/way/"
    assert presses(signed_in.get(page)) == [
        "I can do the other 2 – First",
        "I can do all 2 – Second",
    ]

    response = signed_in.get(press_stage(signed_in).url)

    stage = document(response).find(".//details[@class='stage']")
    assert "open" in stage.attrib
    assert "3 of 5" in words(stage.find("summary"))
    assert "2 steps marked as known Undo – First" in words(stage)
    assert "3 steps left" in words(document(response))
    assert presses(response) == ["Undo – First", "I can do all 2 – Second"]


def test_one_undo_brings_back_what_the_press_changed(signed_in, begun):
    press_stage(signed_in)

    response = press_stage(signed_in, "undo")

    assert response.url == "/roadmaps/way/?open=1#stage-1"
    assert states(begun) == STATES
    assert presses(signed_in.get(response.url))[0] == "I can do the other 2 – First"


def test_an_undo_leaves_what_was_pressed_since(signed_in, begun):
    press_stage(signed_in)
    press(signed_in, begun[0], "done")

    press_stage(signed_in, "undo")

    assert states(begun) == [State.DONE, *STATES[1:]]


def test_twice_is_once_and_undone_twice_is_undone_once(signed_in, begun):
    for _ in range(2):
        assert press_stage(signed_in).status_code == 303
    assert Sweep.objects.count() == 1
    for _ in range(2):
        assert press_stage(signed_in, "undo").status_code == 303

    assert states(begun) == STATES
    assert ProgressEvent.objects.filter(by="undo").count() == 2


def test_an_old_page_cannot_undo_an_earlier_press_of_the_stage(signed_in, begun):
    """The last one is undone already; the one before it has been left as it was for good."""
    press_stage(signed_in)
    press(signed_in, begun[0], "not-started")
    press_stage(signed_in)
    for _ in range(2):
        press_stage(signed_in, "undo")

    assert states(begun) == [State.NOT_STARTED, State.DOING, State.KNOWN, *STATES[3:]]


def test_where_nothing_is_left_there_is_no_button(signed_in, learner, steps):
    for step in steps:
        StepProgress.objects.set_state(learner, step, State.SKIPPED)

    assert presses(signed_in.get("/roadmaps/way/?open=all")) == []
    assert press_stage(signed_in).status_code == 303
    assert not Sweep.objects.exists()


def test_a_newcomer_reads_it_on_the_open_stage_and_unfolds_the_others(client, roadmap):
    first, whole = "I can do all 5 – First", "I can do all 2 – Second"

    assert presses(client.get("/roadmaps/way/")) == [first]
    assert presses(client.get("/roadmaps/way/?open=2")) == [first, whole]
    assert presses(client.get("/roadmaps/way/?open=x")) == [first]


def test_steps_that_left_or_became_others_stay_as_they_are(signed_in, steps):
    StepSuccessor.objects.create(old=steps[0], new=make_step(), kind="same")
    steps[1].retired_on = date(2026, 11, 1)
    steps[1].save()

    press_stage(signed_in)

    assert states(steps[:3]) == [State.NOT_STARTED, State.NOT_STARTED, State.KNOWN]


def test_what_came_along_from_an_older_step_is_not_overwritten(
    signed_in, learner, steps
):
    old = make_step()
    StepSuccessor.objects.create(old=old, new=steps[0], kind="same")
    StepProgress.objects.set_state(learner, old, State.DOING)

    press_stage(signed_in)

    assert states(steps[:2]) == [State.NOT_STARTED, State.KNOWN]


def test_the_undo_of_one_belongs_to_nobody_else(client, learner, other_learner, begun):
    client.force_login(learner)
    press_stage(client)
    client.force_login(other_learner)

    assert press_stage(client, "undo").status_code == 303
    assert states(begun) == SWEPT
    assert presses(client.get("/roadmaps/way/")) == ["I can do all 5 – First"]


# Refusals


@pytest.mark.parametrize("who", ["guest", "learner"])
@pytest.mark.parametrize(
    "address",
    ["way/nowhere", "nowhere/first", "other/second", "draft/first", f"way/{'x' * 300}"],
)
def test_a_stage_that_is_not_there_is_404(client, learner, roadmap, who, address):
    make_roadmap(1, slug="other")
    make_roadmap(1, slug="draft", published=False)
    if who == "learner":
        client.force_login(learner)

    response = post(client, f"/progress/stages/{address}/", {"stage": "known"})
    assert (response.status_code, Sweep.objects.count()) == (404, 0)


@pytest.mark.parametrize(
    "sent", [{}, {"stage": ""}, {"stage": "done"}, {"stage": "\x00"}, {"undo": "known"}]
)
def test_what_no_button_sends_is_not_understood(signed_in, begun, sent):
    response = signed_in.post("/progress/stages/way/first/", sent, headers=OURS)
    assert (response.status_code, states(begun)) == (422, STATES)


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_it_is_only_posted(signed_in, begun, method):
    response = getattr(signed_in, method)("/progress/stages/way/first/", headers=OURS)
    assert (response.status_code, states(begun)) == (405, STATES)


def test_another_site_cannot_press_it(signed_in, begun):
    response = press_stage(signed_in, headers={"Sec-Fetch-Site": "cross-site"})
    assert (response.status_code, states(begun)) == (403, STATES)


# Guests


def test_a_guest_presses_and_undoes_it_once(client, rf, steps):
    hold(client, dict(zip(steps, STATES, strict=False)))

    assert press_stage(client).url == "/roadmaps/way/?open=1#stage-1"
    assert kept(client, rf, steps[:5]) == SWEPT
    assert presses(client.get("/roadmaps/way/"))[0] == "Undo – First"
    press_stage(client)
    assert presses(client.get("/roadmaps/way/"))[0] == "Undo – First"
    for _ in range(2):
        press_stage(client, "undo")
        assert kept(client, rf, steps[:5]) == STATES


def test_the_one_undo_of_a_guest_is_that_of_the_last_press(client, rf, steps):
    press_stage(client)
    press_stage(client, code="second")

    press_stage(client, "undo")
    assert kept(client, rf, steps) == [State.KNOWN] * 7
    press(client, steps[5], "done")
    press_stage(client, "undo", code="second")
    assert kept(client, rf, steps) == [State.KNOWN] * 5 + [State.DONE, State.KNOWN]


def test_a_browser_without_cookies_is_told_so(client, roadmap):
    address = "/progress/stages/way/first/?probed=1"
    response = client.post(address, {"stage": "known"}, headers=OURS)
    assert (response.status_code, COOKIE_NAME in client.cookies) == (409, False)


def test_what_a_guest_marked_comes_along_to_the_account(client, learner, rf, steps):
    press_stage(client)

    found = held(client, rf)
    by_pk = {step.pk: found[step.slug] for step in steps[:5]}
    assert StepProgress.objects.merge(learner, by_pk, "merge") == 5
    assert states(steps) == [State.KNOWN] * 5 + [State.NOT_STARTED] * 2


# In place, in Chinese, in the history


@pytest.mark.parametrize("value", ["known", "undo"])
def test_in_place_the_rows_the_stage_and_the_totals_come_back(signed_in, begun, value):
    if value == "undo":
        press_stage(signed_in)

    response = press_stage(signed_in, value, headers=HTMX)

    for part in ("head-1", "stage-1", "left", "window", "overview"):
        assert f'id="{part}"' in response.text
    rows = [f'id="{step.slug}"' in response.text for step in begun]
    assert rows[:3] == [True, False, True]
    assert 'id="stage-2"' not in response.text


def test_in_place_the_next_press_takes_the_undo_away(signed_in, begun, roadmap):
    press_stage(signed_in)

    response = press_in_place(signed_in, begun[1], "done", roadmap)

    assert 'id="stage-1"' in response.text
    assert 'name="stage"' not in response.text


def test_it_speaks_chinese(signed_in, learner, begun):
    page = "/zh-hans/roadmaps/way/"
    assert presses(signed_in.get(page))[0] == "其余2步我也会了 – 第一"

    response = press_stage(signed_in, prefix="/zh-hans")

    assert response.url == f"{page}?open=1#stage-1"
    assert presses(signed_in.get(page))[0] == "撤销 – 第一"
    text = plain(signed_in.get("/zh-hans/my/history/").text)
    assert "阶段“第一”：2个步骤标为已掌握" in text


def test_the_history_names_the_stage_and_undoes_it(signed_in, begun):
    press_stage(signed_in)
    (row, *_) = history_rows(signed_in.get(HISTORY))
    assert row.startswith(
        "My way Stage “First”: 2 steps marked as known can be undone until"
    )

    event = ProgressEvent.objects.filter(by="stage").first()
    response = signed_in.post(f"{HISTORY}{event.pk}/undo/", headers=OURS, follow=True)

    assert "Undone: the steps of “First” are back to not started." in plain(
        response.text
    )
    rows = history_rows(response)
    assert rows[0].startswith("My way Stage “First”: undone")
    assert states(begun) == STATES


def test_the_history_outlives_the_stage(signed_in, begun):
    press_stage(signed_in)
    Stop.objects.filter(stage__code="first").delete()
    Stage.objects.filter(code="first").delete()

    (row, *_) = history_rows(signed_in.get(HISTORY))
    assert row.startswith("My way Stage “My way”: 2 steps marked as known")


@pytest.mark.parametrize("number", [3, 30])
def test_it_costs_the_same_queries_however_long_the_stage(signed_in, settings, number):
    make_roadmap(number, slug="way")
    for value in ("known", "undo"):  # warm
        press_stage(signed_in, value)

    with counted(settings) as queries:
        press_stage(signed_in, headers=HTMX)

    assert StepProgress.objects.filter(state="known").count() == number
    assert len(queries) == PRESS
    with counted(settings) as undone:
        press_stage(signed_in, "undo", headers=HTMX)
    assert len(undone) == UNDO
