"""After a split each part says what the old step was, until the learner says something of the part itself."""

import pytest
from django.utils import timezone

from accounts.journal.undo import undo
from accounts.models import ProgressEvent, StepProgress
from accounts.tests.pressing import hold, press, press_in_place
from guide.models import StepSuccessor
from guide.tests.admin_pages import text_of
from guide.tests.factory import make_roadmap, make_step

pytestmark = pytest.mark.both_databases

LOOK = "You did this as “Learn SQL”. See what is missing"


@pytest.fixture
def steps(db):
    names = {"sql": "Learn SQL", "tables": "Tables", "joins": "Joins"}
    return [
        make_step(slug=slug, name_en=name, name_zh=f"学{slug}")
        for slug, name in names.items()
    ]


@pytest.fixture
def roadmap(steps):
    return make_roadmap(steps[1:], slug="way")


@pytest.fixture
def desk(client, learner, steps):
    StepProgress.objects.set_state(learner, steps[0], "done")
    client.force_login(learner)
    return client


def become(old, *parts, kind="split"):
    for part in parts:
        StepSuccessor.objects.create(old=old, new=part, kind=kind)
    old.retired_on = timezone.localdate()
    old.save()


def split(steps):
    become(steps[0], *steps[1:])


def looks(client, path="/roadmaps/way/"):
    return text_of(client.get(path)).count(LOOK)


def test_both_parts_say_what_the_old_step_was_on_the_map_and_on_their_pages(
    desk, steps, roadmap
):
    split(steps)

    assert [
        looks(desk),
        looks(desk, "/steps/tables/"),
        looks(desk, "/steps/joins/"),
    ] == [2, 1, 1]
    assert "0 of 2 steps" in text_of(desk.get("/roadmaps/way/"))
    assert "原步骤“学sql”已完成，看看还缺什么" in text_of(
        desk.get("/zh-hans/steps/joins/")
    )


def test_to_say_no_to_what_the_merged_step_brought_along_is_a_change_with_its_undo(
    desk, steps, roadmap
):
    become(steps[0], steps[1], kind="same")

    press(desk, steps[1], "not-started")
    event = ProgressEvent.objects.get(step=steps[1])
    assert (event.before, event.after) == ("done", "not-started")
    assert "0 of 2 steps" in text_of(desk.get("/roadmaps/way/"))
    undo(event, seen="not-started")

    assert "1 of 2 steps" in text_of(desk.get("/roadmaps/way/"))


def test_a_press_on_a_part_settles_that_part(desk, steps, roadmap):
    split(steps)

    answer = press_in_place(desk, steps[2], "done", roadmap)

    assert (LOOK in text_of(answer), looks(desk), looks(desk, "/steps/tables/")) == (
        False,
        1,
        1,
    )


def test_to_undo_the_press_asks_again(desk, steps, roadmap):
    split(steps)
    press(desk, steps[1], "done")

    press(desk, steps[1], state="", undo="not-started")

    assert looks(desk) == 2


def test_to_say_not_started_settles_it_too(desk, steps, roadmap, learner):
    split(steps)
    press(desk, steps[1], "doing")
    press(desk, steps[1], "not-started")

    assert looks(desk) == 1


def test_what_was_said_of_the_old_step_stays_as_it_was(desk, steps, roadmap, learner):
    before = list(StepProgress.objects.values()), list(ProgressEvent.objects.values())
    split(steps)
    desk.get("/roadmaps/way/")

    assert (
        list(StepProgress.objects.values()),
        list(ProgressEvent.objects.values()),
    ) == before


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("doing", "You started this as “Learn SQL”. See what is missing"),
        ("known", "You knew this as “Learn SQL”. See what is missing"),
        ("skipped", "You skipped this as “Learn SQL”. See if you need it now"),
        ("not-started", ""),
    ],
)
def test_guests_are_told_in_the_words_of_the_state(
    client, steps, roadmap, state, words
):
    hold(client, {steps[0]: state})
    split(steps)

    page = text_of(client.get("/roadmaps/way/"))

    assert page.count("as “Learn SQL”. See ") == (2 if words else 0)
    assert words in page


def test_visitors_without_progress_see_nothing_of_it(client, steps, roadmap):
    split(steps)

    assert looks(client) == 0


def test_a_part_that_is_split_again_or_renamed_still_tells(desk, steps, roadmap):
    split(steps)
    again, renamed = make_step(slug="again"), make_step(slug="renamed")
    become(steps[1], again)
    become(steps[2], renamed, kind="same")

    assert [looks(desk, "/steps/again/"), looks(desk, "/steps/renamed/")] == [1, 1]


def test_a_step_that_is_back_on_the_roadmaps_speaks_for_itself(desk, steps, roadmap):
    split(steps)
    steps[0].retired_on = None
    steps[0].save()

    assert looks(desk) == 0
