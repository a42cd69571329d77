"""The parts of “My path”. What they say of the guide is read when a part is made, not at each visit."""

from datetime import date
from typing import NamedTuple

from accounts.history.logged_hours import LoggedHours
from accounts.history.study_days import StudyDays
from accounts.history.study_log import StudyLog, study_log
from accounts.journal.guest_drafts import drafts_of
from accounts.my_path.at_hand import (
    CurrentWork,
    courses_in_states,
    current_step,
    current_work,
    found_steps,
    steps_at_hand,
    unfinished_courses,
)
from accounts.my_path.roadmaps import RoadmapTotal, roadmap_totals, roadmaps_by_slug
from accounts.preferences.learner_settings import followed_roadmap
from accounts.progress.content_index import content_index
from accounts.progress.counting import ProgressCount
from accounts.progress.map_rows import path_of_key
from accounts.progress.roadmap_progress import PathKey, RoadmapProgress
from accounts.progress.route_parts import path_on
from accounts.progress.visitor import progress_of
from guide.roadmaps.roadmap_map import line_map


def path_in_hand(request) -> RoadmapProgress | None:
    slug = followed_roadmap(request)
    return path_on(request, line_map(slug)) if slug else None


def key_in_hand(request) -> PathKey | None:
    path = path_in_hand(request)
    return path.key if path else None


def study_log_of(request) -> StudyLog | None:
    """What an account keeps beside states: days, and hours spent; one query a page."""
    if not progress_of(request).signed_in:
        return None
    if not hasattr(request, "_study_log"):
        request._study_log = study_log(request.user)
    return request._study_log


class HeadValues(NamedTuple):
    has_path: bool
    is_begun: bool
    is_unreadable: bool
    is_signed_in: bool
    retired: tuple[int, ...]  # steps whose retirement the visitor has not seen
    waits: bool  # something that was written without an account

    @property
    def context(self) -> dict:
        """The retired steps, each with whether others follow it."""
        index = content_index()
        steps = [(index.retired[pk], pk in index.followed) for pk in self.retired]
        return {**self._asdict(), "unseen_retirements": steps}


def head_values(request, _page) -> HeadValues:
    progress = progress_of(request)
    return HeadValues(
        path_in_hand(request) is not None,
        bool(progress.states),
        progress.unreadable,
        progress.signed_in,
        progress.unseen_retirements,
        not progress.signed_in and bool(drafts_of(request)),
    )


class ShownHours(NamedTuple):
    """LoggedHours as values that can be compared."""

    minutes: int
    by_day: tuple[tuple[date, int], ...]
    today: date


def shown_hours(request) -> ShownHours | None:
    log = study_log_of(request)
    return log and ShownHours(
        log.hours.minutes, tuple(sorted(log.hours.by_day.items())), log.hours.today
    )


class NowValues(NamedTuple):
    key: PathKey | None
    work: CurrentWork
    hours: ShownHours | None
    hours_a_week: int | None

    @property
    def context(self) -> dict:
        hours = self.hours
        logged = hours and LoggedHours(hours.minutes, dict(hours.by_day), hours.today)
        return {**self._asdict(), "path": path_of_key(self.key), "logged": logged}


def now_values(request, _page) -> NowValues:
    return NowValues(
        key_in_hand(request),
        current_work(request, path_in_hand(request)),
        shown_hours(request),
        request.choices.hours_a_week,
    )


class WholeValues(NamedTuple):
    key: PathKey | None

    @property
    def context(self) -> dict:
        return {"path": path_of_key(self.key)}


def whole_values(request, _page) -> WholeValues:
    return WholeValues(key_in_hand(request))


class StepsValues(NamedTuple):
    doing: frozenset[int]
    pressed: int | None
    is_on_path: bool

    @property
    def context(self) -> dict:
        return {**self._asdict(), **found_steps(self.doing, self.pressed)}


def steps_values(request, _page) -> StepsValues:
    path = path_in_hand(request)
    at_hand = steps_at_hand(progress_of(request), path)
    return StepsValues(*at_hand, current_step(path) is not None)


class DaysValues(NamedTuple):
    days: StudyDays | None

    @property
    def context(self) -> dict:
        return {"map": self.days}


def days_values(request, _page) -> DaysValues:
    log = study_log_of(request)
    return DaysValues(log and log.days.without_empty_start())


class CoursesValues(NamedTuple):
    states: tuple[tuple[int, str], ...]

    @property
    def context(self) -> dict:
        return {"courses": courses_in_states(dict(self.states))}


def courses_values(request, _page) -> CoursesValues:
    states = unfinished_courses(request, path_in_hand(request))
    return CoursesValues(tuple(sorted(states.items())))


class RoutesValues(NamedTuple):
    totals: tuple[tuple[str, ProgressCount, bool], ...]
    has_path: bool
    is_begun: bool
    is_signed_in: bool

    @property
    def context(self) -> dict:
        known = roadmaps_by_slug()
        routes = [
            RoadmapTotal(known[slug].roadmap, *rest) for slug, *rest in self.totals
        ]
        return {**self._asdict(), "routes": routes}


def routes_values(request, _page) -> RoutesValues:
    progress = progress_of(request)
    totals = roadmap_totals(progress, followed_roadmap(request))
    return RoutesValues(
        tuple((each.roadmap.slug, each.count, each.is_in_hand) for each in totals),
        path_in_hand(request) is not None,
        bool(progress.states),
        progress.signed_in,
    )
