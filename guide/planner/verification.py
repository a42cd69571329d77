"""A plan recomputed from its own file: coverage, order, hours and money, and whether it is the best one.

Without the solver: the proof is a plain search. What the file says is believed nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from guide.planner.answer import BEST, IMPOSSIBLE
from guide.planner.choice import Choice
from guide.planner.document import BadDocument
from guide.planner.exhaustive import SECONDS, TooLong, best_by_trying
from guide.planner.plan_file import PlanFile, read_document, read_plan
from guide.planner.question import Offer, PlannedStep
from guide.planner.request import PlanRequest
from guide.planner.schedule import schedule_choice

MOST_STEPS, MOST_COURSES, MOST_PAUSES = 300, 3000, 100
MOST_MINUTES = 60 * 24 * 1000
MOST_MONEY = 10**12
YEARS = range(2000, 2150)
NOT_PROVED = "recomputed, optimality not proved here"


@dataclass(frozen=True)
class Finding:
    what: str
    holds: bool
    words: str


def verify_text(text: str, seconds: float = SECONDS) -> list[Finding]:
    """Raises BadDocument for a file that is none, or beyond what a plan may be."""
    totals = read_document(text).get("totals")
    plan = read_plan(text, refuse_beyond_bounds)
    return list(verify_plan(plan, totals, seconds))


def verify_plan(plan: PlanFile, totals, seconds: float) -> Iterator[Finding]:
    choice = plan.answer.choice
    if choice is not None:
        yield check_coverage(choice)
        yield check_wishes(choice)
        yield check_totals(plan.totals or {}, totals)
        yield check_weeks(plan, choice)
        yield check_order(plan)
    yield check_verdict(plan, seconds)


def check_coverage(choice: Choice) -> Finding:
    missing = sorted(choice.uncovered)
    words = f"not covered: {', '.join(missing)}" if missing else "every step is covered"
    return Finding("coverage", not missing, words)


def check_wishes(choice: Choice) -> Finding:
    usable = {offer.key for offer in choice.question.usable}
    unwanted = sorted(set(choice.keys) - usable)
    if unwanted:
        return Finding("wishes", False, f"not wanted: {', '.join(unwanted)}")
    words = "budget, finish and pinned courses are kept"
    return Finding("wishes", choice.is_allowed, words)


def check_totals(found: dict[str, int], totals) -> Finding:
    holds = totals == found
    words = ", ".join(f"{name} {value}" for name, value in found.items())
    return Finding("hours and money", holds, words)


def check_weeks(plan: PlanFile, choice: Choice) -> Finding:
    found = schedule_choice(plan.request.calendar, choice)
    words = "laid anew, each week is the same"
    return Finding("weeks", found == plan.schedule, words)


def check_order(plan: PlanFile) -> Finding:
    """What comes before stands before, wherever the plan lays both."""
    layout = plan.schedule.middle if plan.schedule else None
    order = [stretch.step for stretch in layout.stretches] if layout else []
    place = {step: number for number, step in enumerate(order)}
    late = [
        step.key
        for step in plan.request.question.steps
        for need in step.needs
        if place.get(need, -1) > place.get(step.key, len(order))
    ]
    words = f"too early: {', '.join(late)}" if late else "prerequisites come first"
    return Finding("order", not late, words)


def check_verdict(plan: PlanFile, seconds: float) -> Finding:
    said = plan.answer.verdict
    if said not in (BEST, IMPOSSIBLE):
        return Finding("verdict", True, f"the plan claims no proof ({said})")
    try:
        best = best_by_trying(plan.request.asked, seconds)
    except TooLong:
        return Finding("verdict", True, NOT_PROVED)
    if said == IMPOSSIBLE:
        words = "proved here: no choice keeps all wishes"
        return Finding("verdict", best is None, words)
    choice = plan.answer.choice
    holds = best is not None and choice is not None and best.values == choice.values
    return Finding("verdict", holds, "proved here: best possible")


def refuse_beyond_bounds(request: PlanRequest) -> None:
    question, calendar = request.question, request.calendar
    if len(question.steps) > MOST_STEPS or len(question.offers) > MOST_COURSES:
        raise BadDocument(
            f"A plan has at most {MOST_STEPS} steps and {MOST_COURSES} courses."
        )
    days = [
        calendar.start,
        *(day for p in calendar.pauses for day in (p.first, p.last)),
    ]
    days += [day for day in (request.latest, calendar.first_until) if day]
    if any(day.year not in YEARS for day in days) or len(calendar.pauses) > MOST_PAUSES:
        raise BadDocument(
            f"A plan has days from {YEARS[0]} to {YEARS[-1]} and at most {MOST_PAUSES} pauses."
        )
    numbers = [*calendar.minutes, *calendar.first_minutes, question.minutes_a_week]
    numbers += [value for step in question.steps for value in step_numbers(step)]
    for offer in question.offers:
        numbers += offer_numbers(offer)
        refuse_unless_whole(offer.price, MOST_MONEY)
    refuse_unless_whole(question.budget, MOST_MONEY)
    for number in numbers:
        refuse_unless_whole(number, MOST_MINUTES)
    keys = [step.key for step in question.steps], [o.key for o in question.offers]
    for names in keys:
        if not all(isinstance(name, str) for name in names) or len({*names}) < len(
            names
        ):
            raise BadDocument("Each step and course of a plan has a name of its own.")


def step_numbers(step: PlannedStep) -> list:
    return [step.low, step.high]


def offer_numbers(offer: Offer) -> list:
    return [offer.low, offer.high]


def refuse_unless_whole(value, most: int) -> None:
    if value is not None and (
        not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most
    ):
        raise BadDocument(f"{value!r:.60} is no whole number from 0 to {most:,}.")
