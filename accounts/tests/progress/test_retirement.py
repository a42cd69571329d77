"""A step that retires leaves the totals and stays in the history; its learners are told once."""

import hashlib
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import By, ProgressEvent, StepProgress
from accounts.progress.guest_cookie import (
    COOKIE_NAME,
    MAX_BYTES,
    GuestProgress,
    pack_cookie,
)
from accounts.sign_in.guest_merge import merge_guest
from accounts.tests.pressing import OURS, held, hold
from guide.models import StepSuccessor
from guide.tests.admin_pages import text_of
from guide.tests.factory import make_roadmap, make_step

pytestmark = pytest.mark.both_databases

SEEN = "/progress/retirement/"


@pytest.fixture
def step(db):
    return make_step(slug="sql", name_en="Learn SQL", name_zh="学SQL")


@pytest.fixture
def desk(client, learner, step):
    StepProgress.objects.set_state(learner, step, "done")
    client.force_login(learner)
    return client


def retire(step, day="2026-11-20"):
    step.retired_on = day
    step.save()


def notes(client, prefix=""):
    text = text_of(client.get(f"{prefix}/my/"))
    return re.findall(
        r"<li>\s*(“.*?(?:taken off the roadmaps|撤出路线图).*?)\s*</li>",
        text,
        re.DOTALL,
    )


def see(client, *slugs, headers=OURS, **fields):
    return client.post(SEEN, {"step": " ".join(slugs), **fields}, headers=headers)


def test_the_next_visit_says_what_has_left_and_the_page_stays_without_it(desk, step):
    assert notes(desk) == []
    retire(step)

    [line] = notes(desk)

    assert (
        "“Learn SQL” was taken off the roadmaps on 20 November 2026. It stays in your history."
        in line
    )
    assert '<a href="/steps/sql/">See its page</a>' in line


def test_one_press_dismisses_it_for_good(desk, step, learner):
    retire(step)
    before = list(ProgressEvent.objects.values())

    answer = see(desk, "sql", next="/my/")

    assert (answer.status_code, answer.url) == (303, "/my/")
    assert notes(desk) == []
    step.save()
    assert notes(desk) == []
    assert list(ProgressEvent.objects.values()) == before
    assert StepProgress.objects.get(user=learner).state == "done"


def test_what_retired_since_the_note_is_still_told(desk, step, learner):
    other = make_step(slug="git", name_en="Learn Git")
    StepProgress.objects.set_state(learner, other, "doing")
    retire(step)
    retire(other)

    see(desk, "sql")

    assert ["Learn Git" in line for line in notes(desk)] == [True]


def test_a_step_that_came_back_and_retires_again_is_told_again(desk, step):
    retire(step)
    see(desk, "sql")
    retire(step, None)
    assert notes(desk) == []
    retire(step, "2026-11-25")

    assert ["25 November 2026" in line for line in notes(desk)] == [True]


def test_nobody_else_is_told_and_nobody_else_is_dismissed(
    desk, step, learner, other_learner, client
):
    StepProgress.objects.set_state(other_learner, step, "skipped")
    retire(step)
    see(desk, "sql")

    desk.force_login(other_learner)

    assert len(notes(desk)) == 1


def test_who_never_began_it_is_not_told(client, step, other_learner):
    retire(step)
    assert see(client, "sql").status_code == 303
    assert COOKIE_NAME not in client.cookies

    hold(client, {step: "not-started"})
    assert notes(client) == []

    client.force_login(other_learner)
    assert notes(client) == []


def test_a_guest_is_told_once_and_keeps_the_state(client, step, rf):
    hold(client, {step: "done"})
    assert notes(client) == []
    retire(step)

    [line] = notes(client)
    assert (
        "“Learn SQL” was taken off the roadmaps on 20 November 2026. Your progress on it stays in this "
        "browser." in line
    )
    assert "已于2026年11月20日撤出路线图" in notes(client, "/zh-hans")[0]
    assert see(client, "sql", "no-such", next="/my/").url == "/my/"

    assert (notes(client), held(client, rf)) == ([], {"sql": "done"})
    retire(step, None)
    retire(step, "2026-11-25")
    assert ["25 November 2026" in line for line in notes(client)] == [True]


def test_a_full_browser_says_so_and_tells_again(client, step):
    slugs = [
        f"{number:x}{hashlib.sha256(bytes(number)).hexdigest()[:30]}"
        for number in range(200)
    ]
    full = pack_cookie(GuestProgress({"sql": "done"}))
    for count in range(1, len(slugs)):
        value = pack_cookie(
            GuestProgress({"sql": "done", **dict.fromkeys(slugs[:count], "done")})
        )
        if len(value) > MAX_BYTES - 20:
            break
        full = value
    client.cookies[COOKIE_NAME] = full
    retire(step)

    assert see(client, "sql").status_code == 413
    assert len(notes(client)) == 1


def test_who_signs_up_is_not_told_again(client, step, learner):
    retire(step)
    guest = GuestProgress({"sql": "done"}).with_retirements_seen({"sql": "2026-11-20"})

    merge_guest(guest, learner, By.SIGN_UP)

    client.force_login(learner)
    assert notes(client) == []


@pytest.mark.parametrize("slugs", [[], ["nonsense"], ["no-such", "sql", "'"]])
def test_odd_input_dismisses_only_what_it_names(desk, step, slugs):
    retire(step)

    assert see(desk, *slugs).status_code == 303
    assert len(notes(desk)) == (0 if "sql" in slugs else 1)


def test_a_press_from_elsewhere_or_by_get_dismisses_nothing(desk, step):
    retire(step)

    assert see(desk, "sql", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert desk.get(SEEN).status_code == 405
    assert len(notes(desk)) == 1


def test_it_is_said_in_chinese(desk, step):
    retire(step)

    [line] = notes(desk, "/zh-hans")

    assert "“学SQL”已于2026年11月20日撤出路线图，历史记录里仍然保留。" in line


def test_a_retired_step_leaves_the_total_and_its_successor_stands_under_way_alone(
    desk, step, learner
):
    new = make_step(slug="databases", name_en="Learn databases")
    make_roadmap([step, make_step(slug="other")], slug="way")
    StepProgress.objects.set_state(learner, step, "doing")
    assert "0 of 2 steps" in text_of(desk.get("/roadmaps/way/"))

    StepProgress.objects.set_state(
        learner, make_step(), "skipped"
    )  # the last change is another one
    retire(step)
    StepSuccessor.objects.create(old=step, new=new, kind="same")

    assert '<a href="/steps/sql/">See what replaced it</a>' in notes(desk)[0]
    assert "0 of 1 step" in text_of(desk.get("/roadmaps/way/"))
    assert '<li id="databases">' in text_of(desk.get("/my/"))
    assert '<li id="sql">' not in text_of(desk.get("/my/"))


def test_who_began_it_goes_on_and_nobody_else_begins_it(
    desk, step, client, other_learner
):
    retire(step)
    assert 'class="step-buttons done"' in text_of(desk.get("/steps/sql/"))

    client.force_login(other_learner)
    assert "step-buttons" not in text_of(client.get("/steps/sql/"))


def queries(client):
    client.get("/my/")  # what is kept for one content version is kept now
    with CaptureQueriesContext(connection) as captured:
        client.get("/my/")
    return len(captured)


def test_the_notes_cost_no_query(desk, step, learner):
    steps = [make_step() for _ in range(3)]
    for each in steps:
        StepProgress.objects.set_state(learner, each, "done")
    before = queries(desk)

    for each in steps:
        retire(each)

    assert (queries(desk), len(notes(desk))) == (before, 3)
