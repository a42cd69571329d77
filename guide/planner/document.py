"""Requests and answers as JSON: what travels to the solver's process, what is kept, and what anybody can download.

Everything is written in one order, so that equal plans are equal bytes. `read_request` raises BadDocument.
"""

import json
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from guide.planner.answer import PlanAnswer
from guide.planner.choice import choose
from guide.planner.exchange import Exchange
from guide.planner.question import Offer, PlannedStep, PlanQuestion
from guide.planner.reasons import Reason
from guide.planner.relaxations import Relaxations
from guide.planner.request import PlanRequest
from guide.planner.weeks import Calendar, Pause

VERSION = 1


class BadDocument(ValueError):
    """What is no plan of a version that is known."""


PLAIN = {str, int, bool, type(None)}


def plain(value: Any) -> Any:
    """Sets in order, dates in ISO form, records as what they hold; the rest as JSON has it."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if is_dataclass(value):
        names = field_names(value.__class__)
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return value


@cache
def field_names(record: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


def write_json(document: dict) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, allow_nan=False)


def request_document(request: PlanRequest) -> dict:
    return plain(
        {
            "question": request.question,
            "calendar": request.calendar,
            "latest": request.latest,
        }
    )


@lru_cache(8)
def request_text(request: PlanRequest) -> str:
    """Its document as JSON: what asks for an answer needs it twice."""
    question = request.question
    text = write_json(
        request_document(replace(request, question=question.but(steps=(), offers=())))
    )
    for name in (
        "steps",
        "offers",
    ):  # before its courses are there it has no other key of such a name
        rows = rows_text(getattr(question, name))
        text = text.replace(f'"{name}": []', f'"{name}": {rows}', 1)
    return text


@lru_cache(16)
def rows_text(rows: tuple[PlannedStep, ...] | tuple[Offer, ...]) -> str:
    """Most questions are about the same steps and courses."""
    return json.dumps(plain(rows), ensure_ascii=False, sort_keys=True)


def read_request(document: dict) -> PlanRequest:
    try:
        asked = document["question"]
        calendar = document["calendar"]
        latest = document["latest"]
        return PlanRequest(
            question=PlanQuestion(
                **{
                    **asked,
                    "steps": tuple(read_step(each) for each in asked["steps"]),
                    "offers": tuple(read_offer(each) for each in asked["offers"]),
                    "goals": tuple(asked["goals"]),
                    **{name: frozenset(asked[name]) for name in SETS},
                }
            ),
            calendar=Calendar(
                start=date.fromisoformat(calendar["start"]),
                minutes=tuple(calendar["minutes"]),
                pauses=tuple(read_pause(each) for each in calendar["pauses"]),
                first_minutes=tuple(calendar["first_minutes"]),
                first_until=read_day(calendar["first_until"]),
            ),
            latest=read_day(latest),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadDocument(f"This is no question of a plan: {error}") from error


SETS = ("pinned", "left_out", "given_up")


def read_step(row: dict) -> PlannedStep:
    return PlannedStep(**{**row, "needs": tuple(row["needs"])})


def read_offer(row: dict) -> Offer:
    sets = {name: frozenset(row[name]) for name in ("steps", "recommended_for")}
    return Offer(**{**row, **sets})


def read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_pause(row: dict) -> Pause:
    return Pause(date.fromisoformat(row["first"]), date.fromisoformat(row["last"]))


def answer_document(answer: PlanAnswer) -> dict:
    reasons = [
        {name: getattr(reason, name) for name in field_names(Reason)}
        | {"offer": reason.offer.key}
        for reason in answer.reasons
    ]
    return plain(
        {
            "verdict": answer.verdict,
            "courses": None if answer.choice is None else list(answer.choice.keys),
            "gap": answer.gap,
            "reasons": reasons,
            "relaxations": answer.relaxations and asdict(answer.relaxations),
        }
    )


def read_answer(request: PlanRequest, document: dict) -> PlanAnswer:
    try:
        courses = document["courses"]
        choice = None if courses is None else choose(request.asked, courses)
        relaxed = document["relaxations"]
        return PlanAnswer(
            verdict=document["verdict"],
            choice=choice,
            gap=document["gap"],
            reasons=tuple(read_reason(request, row) for row in document["reasons"]),
            relaxations=relaxed and read_relaxations(relaxed),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadDocument(f"This is no answer of a plan: {error}") from error


def read_reason(request: PlanRequest, row: dict) -> Reason:
    offers = request.question.offer_by_key
    lists = ("alone_for", "irreplaceable_for", "instead")
    return Reason(
        **{
            **row,
            "offer": offers[row["offer"]],
            **{name: tuple(row[name]) for name in lists},
        }
    )


def read_relaxations(row: dict) -> Relaxations:
    given_up = row["given_up"]
    return Relaxations(
        **{**row, "given_up": None if given_up is None else frozenset(given_up)}
    )


def exchange_document(exchange: Exchange) -> dict:
    return {
        "points": [list(point.keys) for point in exchange.points],
        "is_whole": exchange.is_whole,
    }


def read_exchange(request: PlanRequest, document: dict) -> Exchange:
    points = tuple(choose(request.asked, keys) for keys in document["points"])
    return Exchange(points, document["is_whole"])
