"""The parts of the history."""

from typing import NamedTuple

from django.contrib.messages import get_messages

from accounts.history.change_rows import change_html
from accounts.history.entries import (
    HistoryPage,
    StepHistories,
    history_page,
    step_histories,
)
from accounts.history.event_rows import BY_DAY, OF_STEP, OTHERS
from accounts.history.logged_hours import LoggedHours
from accounts.history.study_pace import StudyPace
from accounts.models import StepHours
from accounts.progress.map_rows import path_of_key
from accounts.progress.roadmap_progress import PathKey
from accounts.progress.visitor import progress_of
from accounts.visitor_parts.my_path import ShownHours, key_in_hand, shown_hours
from web.kept_pages.editions import current_edition
from web.kept_pages.parts import Unkept


def history_of(request, page) -> HistoryPage:
    """What a page shows: the changes of its `step`, or of all that the order `by` says."""
    if not hasattr(request, "_history"):
        query, step = OTHERS if page["by"] == "other" else BY_DAY, page["step"]
        request._history = history_page(
            request.user,
            OF_STEP if step else query,
            request.GET.get("page"),
            step.pk if step else None,
        )
    return request._history


class PaceOfStudy(NamedTuple):
    hours: ShownHours
    planned: int | None
    key: PathKey | None

    @property
    def context(self) -> dict:
        hours = self.hours
        logged = LoggedHours(hours.minutes, dict(hours.by_day), hours.today)
        return {"pace": StudyPace(logged, self.planned, path_of_key(self.key))}


def pace_of_study(request, _page) -> PaceOfStudy:
    planned = request.choices.hours_a_week
    return PaceOfStudy(shown_hours(request), planned, key_in_hand(request))


class Above(NamedTuple):
    above: tuple


def messages_above(request, page) -> Above | Unkept:
    """Messages that no entry of the page shows: the page does not hold their entry any more, or they are of none."""
    said = list(get_messages(request))
    if not said:
        return Above(())
    entries = () if is_by_step(page) else history_of(request, page).entries
    places = {entry.place for entry in entries}
    return Unkept(Above(tuple(each for each in said if each.extra_tags not in places)))


def is_by_step(page) -> bool:
    return page["by"] == "step" and not page["step"]


class ShownChanges(NamedTuple):
    history: HistoryPage
    has_subject: bool
    messages: tuple
    address: str

    @property
    def context(self) -> dict:
        """The entries of each day as HTML."""
        edition = current_edition()
        days = [
            (
                day.date,
                [
                    change_html(edition, entry, self.messages, self.has_subject)
                    for entry in day.entries
                ],
            )
            for day in self.history.days
        ]
        return {"days": days, "page": self.history.page, "address": self.address}


def shown_changes(request, page) -> Unkept:
    found, messages = history_of(request, page), tuple(get_messages(request))
    has_subject = page["step"] is None
    return Unkept(ShownChanges(found, has_subject, messages, request.get_full_path()))


class ChangedSteps(NamedTuple):
    steps: StepHistories

    @property
    def context(self) -> dict:
        return {"steps": self.steps, "page": self.steps.page}


def changed_steps(request, _page) -> Unkept:
    number = request.GET.get("page")
    return Unkept(
        ChangedSteps(step_histories(request.user, progress_of(request), number))
    )


class TimeZone(NamedTuple):
    zone: str


def time_zone(request, _page) -> TimeZone:
    return TimeZone(request.user.time_zone)


class TimeOnStep(NamedTuple):
    minutes: int


def time_on_step(request, page) -> TimeOnStep:
    hours = StepHours.objects.for_user(request.user).filter(step=page["step"])
    return TimeOnStep(hours.values_list("minutes", flat=True).first() or 0)
