"""When life differs: three ways on with what they mean, before and after, kept as a version that can be undone."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.models import CourseProgress, State, StepProgress, StudyPlan
from accounts.plan import ways_views
from accounts.tests.plan.plans import make_planned_roadmap, solver
from accounts.tests.plan.test_keeping import keep, undo
from accounts.tests.plan.test_plan_page import course_names
from accounts.tests.pressing import OURS
from tests.document import document, texts, words

__all__ = ["solver"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("solver")]
CHANGE = "/my/plan/change/"


@pytest.fixture
def clock(monkeypatch):
    def set_day(day):
        now = datetime(*map(int, day.split("-")), 12, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)

    set_day("2026-11-30")
    return set_day


@pytest.fixture
def world(db, clock):
    return make_planned_roadmap()


@pytest.fixture
def late(signed_in, learner, world, clock):
    """50 hours at 10 a week from 30 November: done on 3 January. A week later nothing is done."""
    keep(signed_in, world.roadmap, hours=10)
    clock("2026-12-21")
    signed_in.force_login(learner)  # a session lasts two weeks
    return signed_in


def ways(page):
    rows = page.findall(".//ul[@class='what-if']/li")
    return {words(row[0]): words(row[1]) for row in rows}


def change(client, way, number=1):
    return client.post(CHANGE, {"way": way, "number": number}, headers=OURS)


def test_three_ways_say_what_they_mean(late):
    assert ways(document(late.get(CHANGE))) == {
        # The first step and most of the second were planned by 17 January: all 50 hours, in four weeks.
        "Catch up within four weeks": "13 h a week until 17 January 2027, then as before: done on 16 January 2027.",
        "Keep the end, with more hours a week": "25 h a week: done on 3 January 2027.",
        "Keep the hours a week, and move the end": "Done on 24 January 2027 instead of 3 January 2027.",
    }


def test_one_way_shows_what_moves_before_and_after(late, world):
    page = document(late.get(f"{CHANGE}?way=move-end"))

    rows = [
        [words(cell) for cell in row]
        for row in page.findall(".//table[@class='rows']/tbody/tr")
    ]
    assert rows[0] == [
        world.steps[0].name_en, "30 Nov 2026 – 13 Dec 2026", "21 Dec 2026 – 3 Jan 2027",
    ]  # fmt: skip
    assert len(rows) == 3


def test_the_plan_moves_by_a_press_only_and_undo_brings_it_back(late, learner):
    before = StudyPlan.objects.current(learner).document
    late.get(CHANGE)
    late.get(f"{CHANGE}?way=catch-up")
    assert StudyPlan.objects.for_user(learner).count() == 1

    change(late, "keep-end")
    changed = StudyPlan.objects.current(learner)
    undo(late, 2)

    assert (changed.number, "hours=25" in changed.query) == (2, True)
    assert StudyPlan.objects.current(learner).document == before


def test_catching_up_is_kept_with_its_end(late, learner):
    change(late, "catch-up")

    query = StudyPlan.objects.current(learner).query
    assert "hours=10&start=2026-12-21&more_hours=13&more_until=2027-01-17" in query
    assert "January 2027" in late.get("/my/plan/").text


def test_finished_steps_leave_and_courses_under_way_stay(late, learner, world):
    StepProgress.objects.set_state(learner, world.steps[0], State.DONE)
    CourseProgress.objects.set(learner, world.book.pk, "doing")

    change(late, "move-end")

    page = document(late.get("/my/plan/"))
    assert course_names(page) == ["A book"]
    names = texts(page, ".//ol[@class='plan-steps']/li/a")
    assert names == [step.name_en for step in world.steps[1:]]


def test_the_page_of_the_plan_says_when_things_went_differently(
    signed_in, learner, world, clock
):
    keep(signed_in, world.roadmap, hours=10)
    on_time = signed_in.get("/my/plan/").text
    StepProgress.objects.set_state(learner, world.steps[0], State.DONE)
    early = signed_in.get("/my/plan/").text
    clock("2026-12-14")
    done_in_time = signed_in.get("/my/plan/").text
    clock("2026-12-28")
    signed_in.force_login(learner)
    open_still = signed_in.get("/my/plan/").text

    said = [
        "went differently" in text
        for text in (on_time, early, done_in_time, open_still)
    ]
    assert said == [False, True, False, True]


def test_a_way_for_which_no_plan_was_worked_out_changes_nothing(
    late, learner, monkeypatch
):
    nothing = SimpleNamespace(choice=None)
    monkeypatch.setattr(ways_views, "show_plan", lambda request, asked: nothing)

    answers = [
        late.post(prefix + CHANGE, {"way": "move-end", "number": 1}, headers=OURS).text
        for prefix in ("", "/zh-hans")
    ]

    assert "No plan could be worked out for this way just now." in answers[0]
    assert "没能算出计划" in answers[1]
    assert StudyPlan.objects.for_user(learner).count() == 1


def test_what_was_changed_meanwhile_is_not_overwritten(late, learner, world):
    keep(late, world.roadmap, hours=5)

    answer = late.post(
        CHANGE, {"way": "move-end", "number": 1}, headers=OURS, follow=True
    )

    assert "Nothing was changed" in answer.text
    assert StudyPlan.objects.current(learner).number == 2


@pytest.mark.parametrize("way", ["", "nonsense", "x" * 5000])
def test_an_unknown_way_changes_nothing(late, learner, way):
    assert change(late, way).status_code == 200
    assert StudyPlan.objects.current(learner).number == 1


def test_it_is_for_learners_with_a_plan_and_in_chinese(client, signed_in, late):
    assert "4周内赶上" in late.get("/zh-hans/my/plan/change/?way=move-end").text
    undo(late, 1)
    assert late.get(CHANGE).url == "/my/plan/"
    late.logout()
    assert late.get(CHANGE).url.startswith("/accounts/login/")
