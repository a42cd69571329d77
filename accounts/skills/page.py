"""What “My skills” shows: the gap to a role, the nearest roles, what one can do and why, and what is left to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.journal.entries import RECENT
from accounts.models import State, Sweep
from accounts.models.sweep import CLAIMED_BY
from accounts.preferences.choices import hours_at_hand
from accounts.preferences.learner_settings import followed_roadmap
from accounts.progress.counting import ProgressCount, count_progress
from accounts.progress.guest_cookie import guest_progress
from accounts.progress.map_rows import rendered_map
from accounts.progress.visitor import progress_of
from accounts.skills.facts import standings_of
from accounts.skills.level_fields import level_select
from accounts.skills.rendered import RowPieces, row_pieces
from accounts.skills.standing import SkillStandings, Standing
from guide.cache import cached_per_version
from guide.gap.closing import Closing, Teaching
from guide.gap.content import gap_content
from guide.gap.role_gap import Money, RoleGap, money_of, nearest_roles
from guide.models import Category, Skill, Step
from guide.roadmaps.pace import StudyWindow, study_window
from guide.roadmaps.roadmap_map import LineMap, line_map
from guide.salaries.figure import Figure
from guide.salaries.pay_answer import answer_pay
from guide.salaries.pay_glance import country_at_hand, units_at_hand
from guide.skills.demand import FIRST_ROLE
from web.access import is_signed_in


class SkillField(NamedTuple):
    skill: Skill
    field: SafeString


class NearRole(NamedTuple):
    gap: RoleGap
    pay: Figure | None


class CategoryFields(NamedTuple):
    category: Category
    fields: list[SkillField]


@dataclass(frozen=True)
class Remainder:
    """What is left of the roadmap in hand, if the steps that are offered as known are."""

    map: LineMap
    count: ProgressCount
    offered: int  # steps
    money: Money
    window: StudyWindow | None


@dataclass(frozen=True)
class SkillsPage:
    request: object
    role: str  # its slug

    @cached_property
    def standings(self) -> SkillStandings:
        return standings_of(self.request)

    @cached_property
    def gap(self) -> RoleGap:
        content = self.standings.content
        return RoleGap(content.roles[self.role], content, self.standings.levels)

    @cached_property
    def nearest(self) -> list[NearRole]:
        chosen = self.request.choices
        country, currency = country_at_hand(chosen.country), chosen.currency or ""
        pay = best_pay_by_role(country, currency, get_language())
        return [
            NearRole(gap, pay.get(gap.role.slug))
            for gap in nearest_roles(self.standings.content, self.standings.levels)
        ]

    @cached_property
    def pieces(self) -> RowPieces:
        """Of the content of this page, also where an editor has changed it since the page began."""
        pieces, content = row_pieces(get_language()), self.standings.content
        return pieces if pieces.content is content else RowPieces(content)

    @property
    def window(self) -> StudyWindow | None:
        closed, hours = self.gap.closed, hours_at_hand(self.request)
        if not closed.steps:
            return None
        return study_window(closed.hours_low, closed.hours_high, hours)

    @property
    def rows(self) -> list[Standing]:
        """The skills of which something is said or shown."""
        return self.standings.spoken_of

    @cached_property
    def other_fields(self) -> list[CategoryFields]:
        """The skills of which nothing is said, by category."""
        spoken_of = {standing.skill for standing in self.rows}
        others = (
            skill
            for skill in self.standings.content.skills.values()
            if skill.pk not in spoken_of
        )
        return fields_by_category(
            SkillField(skill, level_select(skill.slug, 0)) for skill in others
        )

    @cached_property
    def offered_steps(self) -> list[Step]:
        """Steps of the roadmap in hand, or of all, that teach nothing that is not there."""
        steps = self.standings.content.steps
        offered = self.standings.known_steps
        if self.map:
            on_it = {stop.step_id for stop in self.map.stops}
            offered = [step for step in offered if step in on_it]
        return [steps[step] for step in offered]

    @cached_property
    def map(self) -> LineMap | None:
        slug = followed_roadmap(self.request)
        return line_map(slug) if slug else None

    @cached_property
    def remainder(self) -> Remainder | None:
        if self.map is None:
            return None
        progress = progress_of(self.request)
        offered = [step.pk for step in self.offered_steps]
        states = {**progress.states, **dict.fromkeys(offered, State.KNOWN)}
        count = count_progress(rendered_map(self.map).stops, states)
        left = steps_left(self.map, states)
        costs = self.standings.content.costs
        return Remainder(
            self.map,
            count,
            len(offered),
            money_of((as_closing(step) for step in left), costs),
            study_window(
                *count.hours_left, hours_at_hand(self.request, self.map.roadmap)
            ),
        )

    @cached_property
    def last_change(self) -> Sweep | None:
        """What one press said of skills within the last hour, and can be taken back."""
        if not is_signed_in(self.request):
            return None
        return (
            Sweep.objects.for_user(self.request.user)
            .filter(kind__in=CLAIMED_BY, undone_at=None, at__gt=timezone.now() - RECENT)
            .select_related("background")
            .order_by("-at", "-pk")
            .first()
        )

    @property
    def guest_can_undo(self) -> bool:
        if is_signed_in(self.request):
            return False
        guest = guest_progress(self.request)
        return bool(guest.claims_before or guest.swept)


def fields_by_category(fields: Iterable[SkillField]) -> list[CategoryFields]:
    """`fields` in the order of the guide."""
    return [
        CategoryFields(category, list(of_category))
        for category, of_category in groupby(
            fields, key=lambda field: field.skill.category
        )
    ]


def steps_left(line_map: LineMap, states) -> list[Step]:
    over = {State.DONE, State.KNOWN, State.SKIPPED}
    return [
        stop.step
        for stop in line_map.stops
        if stop.is_for_everybody and states.get(stop.step_id) not in over
    ]


def as_closing(step: Step) -> Closing:
    return Closing(Teaching(step.pk, step.hours_low, step.hours_high, {}), {})


@cached_per_version(most=100)
def best_pay_by_role(
    country: str, currency: str, language: str
) -> dict[str, Figure | None]:
    """The best-proven figure of each role; of the role itself, not of the nearest job."""
    units = units_at_hand(currency)
    answers = {slug: answer_pay(slug, country, units) for slug in gap_content().roles}
    return {
        slug: None if answer.is_nearest else answer.best
        for slug, answer in answers.items()
    }


def own_role(request) -> str:
    """The slug of the role of the roadmap in hand, else of the first role of the guide."""
    slug = followed_roadmap(request)
    roles = standings_of(request).content.roles
    found = line_map(slug).roadmap.role.slug if slug else FIRST_ROLE
    return found if found in roles else next(iter(roles), "")
