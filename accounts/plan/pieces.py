"""The answer of a plan as a page shows it: rendered once, and kept while the same is asked and the day is the same."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import NamedTuple

from django.template.loader import render_to_string

from accounts.plan.answers import PROVED, seconds_left
from accounts.plan.asked_plan import show_plan
from accounts.plan.asking import AskedPlan, ask_for_plan
from accounts.plan.forms import PlanForm
from accounts.plan.other_questions import relaxations, what_if, without_courses
from accounts.plan.presets import day_of_visitor
from accounts.plan.shown_plan import ShownPlan
from guide.cache import CACHES
from guide.models import ContentVersion
from guide.models.text import active_language

# The second question of a page is asked only while so much is left for its answer.
LEAST_SECONDS = 1.0
MOST_KEPT = 100  # of some fifty kilobytes each


class PlanPieces(NamedTuple):
    """Safe HTML."""

    reply: str
    question: str  # of what was asked without a mistake
    rest: str  # the weeks, the courses and what else may be asked
    has_plan: bool


class KeptPieces:
    """Those asked for last."""

    def __init__(self) -> None:
        self.rows: OrderedDict[tuple, PlanPieces] = OrderedDict()
        self.guard = Lock()

    def get(self, key: tuple) -> PlanPieces | None:
        with self.guard:
            if key in self.rows:
                self.rows.move_to_end(key)
            return self.rows.get(key)

    def keep(self, key: tuple, pieces: PlanPieces) -> None:
        with self.guard:
            self.rows[key] = pieces
            while len(self.rows) > MOST_KEPT:
                self.rows.popitem(last=False)

    def cache_clear(self) -> None:
        with self.guard:
            self.rows.clear()


KEPT = KeptPieces()
CACHES.append(KEPT)


def plan_pieces(
    request, version: int, asked: AskedPlan, form: PlanForm, are_all_weeks_shown: bool
) -> PlanPieces:
    """Kept only where all that it says is proved and nothing was wrong, and never of a preview.

    `version` is that of the content, read before the question was: what is kept is newer than its version, never older.
    """
    key = pieces_key(request, version, asked, are_all_weeks_shown)
    if kept := KEPT.get(key):
        return kept
    context = plan_context(request, asked)
    context["are_all_weeks_shown"] = are_all_weeks_shown
    pieces = PlanPieces(
        render_to_string("accounts/plan/_answer.html", context),
        render_to_string("accounts/plan/_ask.html", {"form": form, "plan": asked}),
        render_to_string("accounts/plan/_answer_rest.html", context),
        bool(context["plan"].choice),
    )
    is_wrong = form.errors or form.notes
    is_preview = ContentVersion.previewed_results() is not None
    if is_settled(context) and not is_wrong and not is_preview:
        KEPT.keep(key, pieces)
    return pieces


def pieces_key(
    request, version: int, asked: AskedPlan, are_all_weeks_shown: bool
) -> tuple:
    """All that the pieces are made of."""
    return (
        version,
        ContentVersion.previewed_results() is not None,
        active_language(),
        day_of_visitor(request),
        asked.wishes.query,
        asked.started,
        asked.finished,
        are_all_weeks_shown,
        asked.request,
    )


def is_settled(context: Mapping) -> bool:
    shown, possible = context["plan"], context["possible"]
    found = shown.answer.relaxations
    if found and found.given_up and not possible:
        return False
    answers = [shown.answer, *([possible.answer] if possible else [])]
    return all(answer.verdict in PROVED for answer in answers)


def plan_context(request, asked: AskedPlan) -> dict:
    shown = show_plan(request, asked)
    return {
        "plan": shown,
        "relaxations": relaxations(shown),
        "possible": possible_plan(request, asked, shown),
        "what_if": what_if(shown) if shown.choice else [],
    }


def possible_plan(request, asked: AskedPlan, shown: ShownPlan) -> ShownPlan | None:
    """Of an impossible question: the plan without courses for the fewest steps."""
    found = shown.answer.relaxations
    if not found or not found.given_up or seconds_left(request) < LEAST_SECONDS:
        return None
    wishes = without_courses(asked.wishes, found.given_up)
    possible = show_plan(request, ask_for_plan(request, wishes))
    return possible if possible.choice else None
