"""`manage.py verify_plan`: a plan is recomputed from its own file, and a file that is none is refused in words."""

import json
import time
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from guide.planner.answer import answer_request
from guide.planner.plan_file import PlanFile, write_plan
from guide.planner.question import PlanQuestion
from guide.planner.request import PlanRequest
from guide.planner.schedule import schedule_choice
from guide.planner.verification import NOT_PROVED, verify_text
from guide.planner.weeks import Calendar, spread_evenly
from guide.tests.planner.questions import course, step

QUESTION = PlanQuestion(
    steps=(step("a"), step("b", needs=["a"]), step("c")),
    offers=(
        course("both", "a", "b", hours=(8, 8), price=4000),
        course("first", "a", hours=(20, 20)),
        course("second", "b", hours=(10, 10)),
    ),
)
CALENDAR = Calendar(date(2026, 11, 30), spread_evenly(600))


def plan_text(question=QUESTION):
    request = PlanRequest(question, CALENDAR)
    answer = answer_request(request)
    schedule = answer.choice and schedule_choice(CALENDAR, answer.choice)
    return write_plan(PlanFile(request, answer, schedule))


def verify(tmp_path, text, **options):
    """What the command says, and with what it ends."""
    path, out = tmp_path / "plan.json", StringIO()
    path.write_text(text)
    try:
        call_command("verify_plan", str(path), stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def changed(change):
    document = json.loads(plan_text())
    change(document)
    return json.dumps(document)


def test_a_plan_that_holds_is_proved_without_the_solver(tmp_path):
    said, error = verify(tmp_path, plan_text())

    assert error == ""
    assert [line.split(":")[0] for line in said.splitlines()] == [
        "ok    coverage", "ok    wishes", "ok    hours and money", "ok    weeks", "ok    order", "ok    verdict",
    ]  # fmt: skip
    assert "proved here: best possible" in said


def test_where_the_proof_would_take_too_long_it_says_so(tmp_path):
    said, error = verify(tmp_path, plan_text(), seconds=0.0)

    assert error == ""
    assert NOT_PROVED in said


LIES = {
    "coverage": lambda d: d["answer"].update(courses=["first"], reasons=[]),
    "hours and money": lambda d: d["totals"].update(money=1),
    "verdict": lambda d: d["answer"].update(courses=["both"], reasons=[]),
    "weeks": lambda d: d["weeks"]["middle"]["weeks"][0][1][0].__setitem__(1, 5),
    "order": lambda d: d["weeks"]["middle"]["steps"].reverse(),
    "wishes": lambda d: d["request"]["question"].update(left_out=["first"]),
}


@pytest.mark.parametrize("what", LIES)
def test_what_does_not_hold_is_named(tmp_path, what):
    said, error = verify(tmp_path, changed(LIES[what]))

    assert error == "This plan does not hold."
    assert f"WRONG {what}" in said


def test_a_plan_that_claims_to_be_impossible_and_is_not_is_found_out(tmp_path):
    impossible = plan_text(QUESTION.but(budget=0, left_out=frozenset(["first"])))
    document = json.loads(impossible)
    document["request"]["question"]["budget"] = 4000

    said, error = verify(tmp_path, json.dumps(document))

    assert json.loads(impossible)["answer"]["verdict"] == "impossible"
    assert "WRONG verdict" in said
    assert error


def minutes(value):
    return changed(lambda d: d["request"]["question"]["steps"][0].update(low=value))


HOSTILE = {
    "nothing": "",
    "no JSON": "{",
    "a list": "[]",
    "another version": '{"version": 2}',
    "twice the same": '{"version": 1, "version": 1}',
    "NaN": '{"version": NaN}',
    "deep": "[" * 100_000,
    "many digits": '{"version": 1' + "0" * 10_000 + "}",
    "too long": " " * 5_000_001,
    "half a minute": minutes(0.5),
    "less than nothing": minutes(-5),
    "a text for minutes": minutes("5"),
    "beyond every life": minutes(10**9),
    "the year 9999": changed(lambda d: d["request"].update(latest="9999-12-31")),
    "a day that is none": changed(lambda d: d["request"].update(latest="2026-02-30")),
    "no such course": changed(lambda d: d["answer"].update(courses=["nowhere"])),
    "another goal": changed(lambda d: d["request"]["question"].update(goals=["fame"])),
    "an unknown field": changed(lambda d: d["request"]["question"].update(fame=1)),
    "a pause that goes back": changed(
        lambda d: d["request"]["calendar"].update(
            pauses=[{"first": "2027-01-02", "last": "2027-01-01"}]
        )
    ),
    "a price that is a list": changed(
        lambda d: d["request"]["question"]["offers"][0].update(price=[1])
    ),
    "the same course twice": changed(
        lambda d: d["request"]["question"]["offers"].append(
            d["request"]["question"]["offers"][0]
        )
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_quickly(tmp_path, what):
    began = time.process_time()
    said, error = verify(tmp_path, HOSTILE[what])

    assert (said, len(error) > 10, "Traceback" in error) == ("", True, False)
    assert time.process_time() - began < 2


def test_bytes_that_are_no_text_and_a_missing_file_are_refused(tmp_path):
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    for name in ("bytes.json", "nowhere.json"):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("verify_plan", str(tmp_path / name))


def test_the_same_plan_is_the_same_bytes():
    assert plan_text() == plan_text()
    assert verify_text(plan_text())
