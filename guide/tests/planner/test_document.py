"""A plan as JSON comes back as it was; what is no plan is refused in words."""

import json
from datetime import date

import pytest
from hypothesis import given, settings

from guide.planner.answer import answer_request
from guide.planner.document import (
    BadDocument,
    answer_document,
    read_answer,
    read_request,
    request_document,
    request_text,
    write_json,
)
from guide.planner.request import PlanRequest
from guide.planner.weeks import Calendar, Pause, spread_evenly
from guide.tests.planner.questions import questions
from guide.tests.planner.test_solver import TWO_WAYS
from tests.examples import scaled_count

CALENDAR = Calendar(
    date(2026, 11, 30),
    spread_evenly(480),
    (Pause(date(2026, 12, 21), date(2027, 1, 10)),),
)


@pytest.mark.hypothesis
@settings(max_examples=scaled_count(20))
@given(questions())
def test_question_and_answer_come_back_as_they_were(question):
    request = PlanRequest(question.but(time=None), CALENDAR, date(2027, 5, 1))
    answer = answer_request(request)
    written = write_json(request_document(request))

    again = read_request(json.loads(written))

    assert again == request
    assert write_json(request_document(again)) == written == request_text(request)
    assert read_answer(again, json.loads(write_json(answer_document(answer)))) == answer


GOOD = request_document(PlanRequest(TWO_WAYS, CALENDAR))


@pytest.mark.parametrize(
    "broken",
    [
        {},
        [],
        {**GOOD, "latest": "yesterday"},
        {**GOOD, "question": {**GOOD["question"], "goals": ["fame"]}},
        {**GOOD, "question": {**GOOD["question"], "more": 1}},
        {**GOOD, "calendar": {**GOOD["calendar"], "minutes": [0] * 7}},
        {**GOOD, "calendar": {**GOOD["calendar"], "pauses": [{"first": "2026-12-01"}]}},
    ],
)
def test_what_is_no_question_is_refused(broken):
    with pytest.raises(BadDocument, match="no question of a plan"):
        read_request(broken)
