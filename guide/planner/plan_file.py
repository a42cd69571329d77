"""A whole plan as one JSON document: question, answer, weeks, and what the names in it stand for.

It is kept for learners, downloaded by anybody, and recomputed by `verify_plan`. `read_plan` raises BadDocument.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guide.planner.answer import PlanAnswer
from guide.planner.document import (
    BadDocument,
    answer_document,
    read_answer,
    read_request,
    request_document,
    write_json,
)
from guide.planner.request import PlanRequest
from guide.planner.schedule import Schedule
from guide.planner.weeks import Layout, Stretch, Week

VERSION = 1
LONGEST = 5_000_000  # characters
ENDS = ("low", "middle", "high")


@dataclass(frozen=True)
class PlanFile:
    request: PlanRequest
    answer: PlanAnswer
    schedule: Schedule | None
    # What no computation needs: names, the address of the question, the day.
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def totals(self) -> dict[str, int] | None:
        """What the answer says about itself, in hundredths of the currency and in minutes; None without a choice."""
        choice = self.answer.choice
        if choice is None:
            return None
        return {
            "money": choice.money,
            "double_minutes_of_courses": choice.double_minutes,
            "double_minutes_in_all": choice.double_time,
            "courses": len(choice.offers),
            "courses_of_unknown_price_or_length": choice.unknown,
        }


def write_plan(plan: PlanFile) -> str:
    return write_json(
        {
            "version": VERSION,
            "request": request_document(plan.request),
            "answer": answer_document(plan.answer),
            "totals": plan.totals,
            "weeks": schedule_document(plan.schedule),
            "more": plan.more,
        }
    )


def schedule_document(schedule: Schedule | None) -> dict | None:
    if schedule is None:
        return None
    return {end: layout_document(getattr(schedule, end)) for end in ENDS}


def layout_document(layout: Layout | None) -> dict | None:
    if layout is None:
        return None
    stretches = [
        [s.step, s.minutes, s.first.isoformat(), s.last.isoformat()]
        for s in layout.stretches
    ]
    weeks = [
        [week.monday.isoformat(), [list(pair) for pair in week.work]]
        for week in layout.weeks
    ]
    return {"steps": stretches, "weeks": weeks}


def read_plan(
    content: str, check: Callable[[PlanRequest], None] = lambda _request: None
) -> PlanFile:
    """Of somebody's file: everything about it may be wrong. `check` looks at the request before anything is counted."""
    document = read_document(content)
    try:
        if document["version"] != VERSION:
            raise BadDocument("This plan is of another version than 1.")
        request = read_request(document["request"])
        check(request)
        answer = read_answer(request, document["answer"])
        schedule = read_schedule(document["weeks"])
        more = document["more"]
    except BadDocument:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise BadDocument(f"This is no plan: {error!r}") from error
    if not isinstance(more, dict):
        raise BadDocument("This is no plan: “more” is no object.")
    return PlanFile(request, answer, schedule, more)


def read_document(content: str) -> dict:
    """Raises BadDocument for what is too long, too deep, no JSON, or names a thing twice."""
    if len(content) > LONGEST:
        raise BadDocument(f"This file is longer than {LONGEST:,} characters.")
    try:
        document = json.loads(
            content, object_pairs_hook=once_each, parse_constant=refuse_constant
        )
    except (ValueError, RecursionError) as error:
        if isinstance(error, BadDocument):
            raise
        raise BadDocument(f"This is no JSON: {error}") from error
    if not isinstance(document, dict):
        raise BadDocument("This is no plan: it is no object.")
    return document


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadDocument("This file names the same thing twice.")
    return found


def refuse_constant(name: str):
    raise BadDocument(f"{name} is no number that a plan may have.")


def read_schedule(document: dict | None) -> Schedule | None:
    if document is None:
        return None
    return Schedule(*(read_layout(document[end]) for end in ENDS))


def read_layout(document: dict | None) -> Layout | None:
    if document is None:
        return None
    stretches = tuple(
        Stretch(
            text(step),
            whole(minutes),
            date.fromisoformat(first),
            date.fromisoformat(last),
        )
        for step, minutes, first, last in document["steps"]
    )
    weeks = tuple(
        Week(date.fromisoformat(monday), tuple((text(k), whole(n)) for k, n in work))
        for monday, work in document["weeks"]
    )
    return Layout(stretches, weeks)


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadDocument(f"{value!r:.60} is no name.")
    return value


def whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadDocument(f"{value!r:.60} is no whole number of minutes.")
    return value
