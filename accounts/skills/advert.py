"""An advert beside what a visitor can do and what their roadmap teaches."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.preferences.learner_settings import followed_roadmap
from accounts.skills.facts import standings_of
from accounts.skills.standing import SkillStandings
from guide.formats import format_number
from guide.gap.implied import WORKING
from guide.matching.advert import (
    LONGEST_ADVERT,
    Advert,
    MarkedPiece,
    NamedSkill,
    marked_lines,
    read_advert,
)
from guide.roadmaps.roadmap_map import LineMap, line_map

HAVE, ROUTE, TAUGHT, NONE = "have", "route", "taught", "none"
# For those who do not see how a word is marked.
MARK_WORDS = {
    HAVE: gettext_lazy("you have it"),
    ROUTE: gettext_lazy("your roadmap covers it"),
    TAUGHT: gettext_lazy("a step teaches it"),
    NONE: gettext_lazy("no step teaches it"),
}


class PastedTextField(forms.CharField):
    """What was copied from anywhere may hold a NUL."""

    def to_python(self, value):
        return super().to_python((value or "").replace("\0", " "))


class AdvertForm(forms.Form):
    text = PastedTextField(
        strip=True, error_messages={"required": gettext_lazy("Paste the text first.")}
    )

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > LONGEST_ADVERT:
            words = _(
                "The text has %(length)s characters; at most %(most)s are read. Leave out what is not about the job."
            )
            numbers = {"length": format_number(len(text)), "most": format_number(LONGEST_ADVERT)}  # fmt: skip
            raise forms.ValidationError(words % numbers)
        return text


@dataclass(frozen=True)
class OwnAdvert:
    advert: Advert
    standings: SkillStandings
    # The roadmap that the visitor follows, if any.
    map: LineMap | None

    @cached_property
    def route_steps(self) -> set[int]:
        return {stop.step_id for stop in self.map.stops} if self.map else set()

    def mark_of(self, named: NamedSkill) -> str:
        if self.standings.levels.get(named.skill.pk, 0) >= WORKING:
            return HAVE
        if any(step.pk in self.route_steps for step in named.steps):
            return ROUTE
        return TAUGHT if named.steps else NONE

    def marked_as(self, *marks: str) -> list[NamedSkill]:
        return [named for named in self.advert.skills if self.mark_of(named) in marks]

    @cached_property
    def have(self) -> list[tuple[NamedSkill, int]]:
        """With the level."""
        return [
            (named, self.standings.levels[named.skill.pk])
            for named in self.marked_as(HAVE)
        ]

    @cached_property
    def on_route(self) -> list[tuple[NamedSkill, list]]:
        """With the steps on the roadmap that teach it."""
        return [
            (named, [step for step in named.steps if step.pk in self.route_steps][:2])
            for named in self.marked_as(ROUTE)
        ]

    @cached_property
    def elsewhere(self) -> list[NamedSkill]:
        return self.marked_as(TAUGHT)

    @cached_property
    def nowhere(self) -> list[NamedSkill]:
        return self.marked_as(NONE)

    @property
    def knows_visitor(self) -> bool:
        return not self.standings.facts.is_empty

    @property
    def lines(self) -> list[list[tuple[MarkedPiece, str]]]:
        """Each piece with the words of its mark."""
        marks = {named.skill.slug: self.mark_of(named) for named in self.advert.skills}
        lines = marked_lines(self.advert.text, self.advert.hits, marks, NONE)
        return [
            [(piece, MARK_WORDS.get(piece.mark, "")) for piece in line]
            for line in lines
        ]


def read_own_advert(request, text: str) -> OwnAdvert:
    slug = followed_roadmap(request)
    return OwnAdvert(
        read_advert(text), standings_of(request), line_map(slug) if slug else None
    )
