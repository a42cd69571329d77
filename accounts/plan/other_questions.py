"""Questions beside the one that was asked: what would make it possible, and what if; each is a link."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.plan.course_rows import quoted_name
from accounts.plan.shown_plan import ShownPlan, month_words, weeks_apart
from accounts.plan.wishes import HOUR, PlanWishes
from guide import dates
from guide.planner.relaxations import Relaxations
from guide.planner.schedule import last_day_of, middle_work
from guide.planner.weeks import at_minutes_a_week
from guide.roadmaps.pace import OFFERED_HOURS
from web.choices import MOST_HOURS


class OtherQuestion(NamedTuple):
    words: str
    more: str
    query: str


def relaxations(plan: ShownPlan) -> list[OtherQuestion]:
    """The least change of each wish that makes an impossible question possible."""
    found = plan.answer.relaxations
    return list(relaxed(plan, found)) if found else []


def relaxed(plan: ShownPlan, found: Relaxations) -> Iterator[OtherQuestion]:
    wishes = plan.wishes
    if found.budget is not None:
        words = _("A budget of %(amount)s would do.")
        amount = plan.money_words(found.budget)
        asked = wishes.but(budget=found.budget)
        yield OtherQuestion(words % {"amount": amount}, "", asked.query)
    if found.hours_a_week is not None and found.hours_a_week <= MOST_HOURS:
        words = _("%(n)s hours a week would do.") % {"n": found.hours_a_week}
        yield OtherQuestion(words, "", at_hours(plan, found.hours_a_week).query)
    if found.time is not None and (day := day_after_minutes(plan, found.time)):
        words = _("Done by %(day)s would do.") % {"day": dates.long_date(day)}
        yield OtherQuestion(words, "", wishes.but(latest=day).query)
    if found.given_up:
        yield given_up(plan, found.given_up)


def given_up(plan: ShownPlan, steps: frozenset[str]) -> OtherQuestion:
    words = ngettext(
        "Without a course for one step it would be possible; you learn it by its project.",
        "Without courses for %(n)s steps it would be possible; you learn them by their projects.",
        len(steps),
    )
    names = [
        quoted_name(plan.steps[step.key])
        for step in plan.request.question.steps
        if step.key in steps and step.key in plan.steps
    ]
    asked = without_courses(plan.wishes, steps)
    return OtherQuestion(words % {"n": len(steps)}, " ".join(names), asked.query)


def without_courses(wishes: PlanWishes, steps: frozenset[str]) -> PlanWishes:
    return wishes.but(given_up=tuple(sorted({*wishes.given_up, *steps})))


def at_hours(plan: ShownPlan, hours: int) -> PlanWishes:
    """Weekdays keep their shares."""
    wishes = plan.wishes.but(hours=hours)
    if not wishes.weekdays:
        return wishes
    calendar = at_minutes_a_week(plan.request.calendar, hours * HOUR)
    return wishes.but(weekdays=calendar.minutes)


def day_after_minutes(plan: ShownPlan, minutes: int) -> date | None:
    return last_day_of(plan.request.calendar, [("", minutes)])


def what_if(plan: ShownPlan) -> list[OtherQuestion]:
    """Other hours a week, and no pauses: when the same courses would be done."""
    if plan.middle_day is None:
        return []
    now = plan.wishes.minutes_a_week
    others = [
        (_("%(n)s h a week") % {"n": hours}, at_hours(plan, hours))
        for hours in OFFERED_HOURS
        if hours * HOUR != now
    ]
    if plan.wishes.pauses:
        others.append((_("no pauses"), plan.wishes.but(pauses=())))
    work = middle_work(plan.choice)
    found = (
        (words, asked, last_day_of(asked.calendar, work)) for words, asked in others
    )
    return [
        OtherQuestion(words, later_words(plan.middle_day, day), asked.query)
        for words, asked, day in found
        if day
    ]


def later_words(before: date, after: date) -> str:
    words = _("%(month)s, %(difference)s")
    difference = weeks_apart(before, after)
    return words % {"month": month_words(after), "difference": difference}
