"""A plan as a file, for anybody to check."""

import json

import pytest

from accounts.models import StudyPlan
from accounts.tests.plan.plans import make_planned_roadmap, plan_address, solver
from accounts.tests.plan.test_keeping import keep
from guide.planner.verification import verify_text

__all__ = ["solver"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("solver")]


@pytest.fixture
def world(db):
    return make_planned_roadmap()


def file_address(roadmap, **fields):
    return plan_address(roadmap, **fields).replace("/my/plan/", "/my/plan/file/")


def test_it_holds_question_answer_and_names_and_its_check_holds(client, world):
    answer = client.get(file_address(world.roadmap, hours=10, latest="2027-06-01"))

    document = json.loads(answer.content)
    assert document["answer"]["verdict"] == "best"
    assert document["answer"]["courses"] == sorted([world.free.slug, world.other.slug])
    assert document["more"]["courses"][world.free.slug]["title"] == "Free lectures"
    assert "attachment" in answer.headers["Content-Disposition"]
    findings = verify_text(answer.content.decode())
    assert [found.what for found in findings if not found.holds] == []
    assert findings[-1].words == "proved here: best possible"


def test_an_impossible_question_is_checked_too(client, world):
    text = client.get(file_address(world.roadmap, budget=1, out=world.free.slug)).text

    assert [(f.holds, f.words) for f in verify_text(text)] == [
        (True, "proved here: no choice keeps all wishes")
    ]


def test_a_learner_gets_the_plan_that_is_kept_byte_for_byte(signed_in, learner, world):
    keep(signed_in, world.roadmap, hours=10)

    found = signed_in.get("/my/plan/file/")

    assert found.text == StudyPlan.objects.current(learner).document


def test_without_a_question_there_is_no_file(client, world):
    assert client.get("/my/plan/file/").status_code == 302
