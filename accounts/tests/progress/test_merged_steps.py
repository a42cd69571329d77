"""A step that older ones became shows the furthest of what was said of them all, until it is spoken of itself."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from accounts.journal.undo import undo
from accounts.models import By, ProgressEvent, State, StepProgress, Sweep
from accounts.my_path.reset import roadmap_reset
from accounts.my_path.roadmaps import roadmaps_by_slug
from accounts.progress.guest_cookie import COOKIE_NAME, GuestProgress, guest_progress
from accounts.progress.visitor import (
    progress_of_cookie,
    progress_of_user,
    set_step_state,
)
from accounts.sign_in.guest_merge import further_states, merge_guest
from accounts.tests.pressing import hold, press
from guide.models import ContentVersion, StepSuccessor
from guide.tests.factory import make_roadmap, make_step

pytestmark = pytest.mark.both_databases


@pytest.fixture
def steps(db):
    return make_step(slug="old"), make_step(slug="new")


@pytest.fixture
def desk(client, learner):
    client.force_login(learner)
    return client


def merge(old, new):
    StepSuccessor.objects.create(old=old, new=new, kind="same")
    old.retired_on = timezone.localdate()
    old.save()
    ContentVersion.expire_current()


def shown(user, step):
    return progress_of_user(user).of(step.pk)


@pytest.fixture
def merged(steps, learner):
    """Both were begun, and the old one got further."""
    old, new = steps
    StepProgress.objects.set_state(learner, old, State.DONE)
    StepProgress.objects.set_state(learner, new, State.DOING)
    merge(old, new)
    return new


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("of_old", "of_new"),
    [("done", "doing"), ("skipped", "known"), ("known", "not-started")],
)
def test_the_further_state_counts_whichever_was_said_first(
    steps, learner, of_old, of_new, order
):
    for step, state in list(zip(steps, [of_old, of_new], strict=True))[::order]:
        StepProgress.objects.set_state(learner, step, state)
    before = (
        list(StepProgress.objects.order_by("pk").values()),
        ProgressEvent.objects.count(),
    )

    merge(*steps)

    assert shown(learner, steps[1]) == max(of_old, of_new, key=State.values.index)
    assert (
        list(StepProgress.objects.order_by("pk").values()),
        ProgressEvent.objects.count(),
    ) == before


@pytest.mark.parametrize("state", ["doing", "not-started", "skipped"])
def test_a_press_since_holds_for_good_and_its_undo_brings_back_what_was_shown(
    desk, merged, learner, state
):
    press(desk, merged, state)

    event = ProgressEvent.objects.order_by("pk").last()
    assert (event.before, event.after, shown(learner, merged)) == ("done", state, state)
    merged.save()  # another version of the content changes nothing of it
    assert shown(learner, merged) == state
    undo(event, seen=state)
    assert shown(learner, merged) == "done"


def test_the_undo_beside_the_step_says_what_was_shown(desk, merged, learner):
    press(desk, merged, "skipped")

    assert progress_of_user(learner).undo == (merged.pk, State.DONE)


def test_to_say_again_what_is_shown_is_no_change_and_offers_no_undo(
    desk, merged, learner
):
    before = ProgressEvent.objects.count()

    press(desk, merged, "done")

    assert (shown(learner, merged), ProgressEvent.objects.count()) == ("done", before)
    assert progress_of_user(learner).undo is None


def test_a_second_merge_into_the_same_step_is_heard_again(desk, merged, learner):
    press(desk, merged, "skipped")
    other = make_step()
    StepProgress.objects.set_state(learner, other, State.KNOWN)

    merge(other, merged)

    assert shown(learner, merged) == "known"


def test_an_older_change_taken_back_goes_where_its_button_said(merged, learner):
    change = ProgressEvent.objects.get(step=merged)

    undo(change, seen="doing")

    assert (
        shown(learner, merged) == "done"
    )  # nothing had been said before it, so what came along is back


def test_a_reset_goes_back_to_the_start_and_its_undo_to_what_was_shown(merged, learner):
    make_roadmap([merged], slug="way")
    ContentVersion.expire_current()
    roadmap_reset(learner, roadmaps_by_slug()["way"], progress_of_user(learner)).do(
        learner
    )
    assert shown(learner, merged) == "not-started"

    Sweep.objects.get().undo()

    assert shown(learner, merged) == "done"


def test_a_guest_has_the_same_and_takes_it_along_to_an_account(
    client, steps, rf, learner, other_learner
):
    hold(client, dict(zip(steps, ["done", "doing"], strict=True)))
    merge(*steps)
    assert state_in(client, rf, steps[1]) == "done"

    press(client, steps[1], "not-started")

    assert state_in(client, rf, steps[1]) == "not-started"
    merge_guest(guest_in(client, rf), learner, By.SIGN_UP)
    assert shown(learner, steps[1]) == "not-started"
    assert shown(learner, steps[0]) == "done"
    press(client, steps[1], state="", undo="done")
    assert state_in(client, rf, steps[1]) == "done"
    merge_guest(guest_in(client, rf), other_learner, By.SIGN_UP)
    assert shown(other_learner, steps[1]) == "done"


def guest_in(client, rf):
    request = rf.get("/")
    request.COOKIES[COOKIE_NAME] = client.cookies[COOKIE_NAME].value
    return guest_progress(request)


def state_in(client, rf, step):
    return progress_of_cookie(guest_in(client, rf)).of(step.pk)


def test_a_browser_that_is_less_far_than_what_came_along_takes_nothing_back(
    steps, learner
):
    old, new = steps
    StepProgress.objects.set_state(learner, old, State.DONE)
    merge(old, new)
    guest = GuestProgress({"new": State.DOING})

    assert further_states(learner, guest) == {}
    merge_guest(guest, learner, By.MERGE)
    assert shown(learner, new) == "done"


def test_an_update_of_the_site_takes_nobodys_last_word_back(steps, learner):
    old, new = steps
    StepProgress.objects.set_state(learner, old, State.DONE)
    merge(old, new)
    StepProgress.objects.set_state(
        learner, new, State.DOING
    )  # as it was saved before steps were settled

    import_module("accounts.migrations.0005_settled").settle(
        apps, SimpleNamespace(connection=connection)
    )

    assert shown(learner, new) == "doing"


def test_two_tabs_that_press_a_merged_step_both_leave_their_event(merged, learner):
    set_step_state(learner, merged, State.SKIPPED)
    set_step_state(learner, merged, State.KNOWN)

    assert list(ProgressEvent.objects.order_by("pk").values_list("before", "after"))[
        -2:
    ] == [
        ("done", "skipped"),
        ("skipped", "known"),
    ]
