"""The fields in which levels are said: one select a skill, whose values hold what the page showed and what is chosen.

The page is quick with a hundred of them: the options of a select are the same for all skills at one level.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.journal.kinds.skill import level_words
from accounts.models import SkillClaim
from guide.models.fields import Level

PREFIX = "skill-"
# In the order of the select.
LEVELS = (SkillClaim.NOTHING, SkillClaim.NONE, *Level.values)


def level_select(slug: str, shown: int, chosen: int | None = None) -> SafeString:
    """`shown`: what is said so far; `chosen`: what stands in the field, where that is another level."""
    options = level_options(get_language(), shown, shown if chosen is None else chosen)
    return format_html(
        '<select id="{0}{1}" name="{0}{1}">{2}</select>', PREFIX, slug, options
    )


@cache
def level_options(language: str, shown: int, chosen: int) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}_{}"{}>{}</option>',
        (
            (shown, level, SELECTED if level == chosen else "", option_words(level))
            for level in LEVELS
        ),
    )


SELECTED = SafeString(" selected")


def option_words(level: int) -> str:
    return _("not said") if level == SkillClaim.NOTHING else level_words(level)


class LevelsForm(forms.Form):
    """What was sent of such fields. One that none of our pages has is refused; a skill that is gone is left out."""

    next = forms.CharField(required=False)

    def __init__(self, data, skills: Mapping[str, int]):
        """`skills`: primary keys by slug."""
        super().__init__(data)
        self.skills = skills

    def clean(self):
        cleaned = super().clean()
        allowed = {f"{shown}_{level}" for shown in LEVELS for level in LEVELS}
        for name, value in self.data.items():
            if name.startswith(PREFIX) and value not in allowed:
                raise forms.ValidationError(_("That is no level of a skill."))
        return cleaned

    @property
    def pairs(self) -> Iterable[tuple[int, int, int]]:
        """Skill, the level shown, and the level chosen."""
        for name, value in self.data.items():
            skill = self.skills.get(name.removeprefix(PREFIX))
            if name.startswith(PREFIX) and skill:
                shown, _sign, level = value.partition("_")
                yield skill, int(shown), int(level)

    @property
    def changed(self) -> dict[int, int]:
        """By skill, the levels that differ from what the page showed."""
        return {skill: level for skill, shown, level in self.pairs if level != shown}

    @property
    def shown(self) -> dict[int, int]:
        return {skill: shown for skill, shown, _level in self.pairs}
