"""A CV, as a file or as text: which skills it names, each with the line that says so. Nothing of it is kept."""

from typing import NamedTuple

from django import forms
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.skills.advert import PastedTextField
from accounts.skills.cv_files.bounds import LONGEST_TEXT, UnreadableFile
from accounts.skills.cv_files.process import file_text
from accounts.skills.cv_files.words import refusal_words
from accounts.skills.level_fields import level_select
from accounts.skills.standing import SkillStandings
from guide.formats import format_number
from guide.gap.implied import WORKING
from guide.matching.skills import skill_matcher
from guide.models import Skill

LONGEST_LINE = 160  # characters of a line that is shown


class CvForm(forms.Form):
    """A file or a text; the file, where both came."""

    file = forms.FileField(required=False, allow_empty_file=True)
    text = PastedTextField(required=False, strip=True)

    def __init__(self, request):
        super().__init__(request.POST, request.FILES)
        # A longer request is not read at all: then nothing of it is here.
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        self.is_cut = length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > LONGEST_TEXT:
            words = _("The text has %(length)s characters; at most %(most)s are read.")
            numbers = {
                "length": format_number(len(text)),
                "most": format_number(LONGEST_TEXT),
            }
            raise forms.ValidationError(words % numbers)
        return text

    def clean(self):
        values = super().clean()
        if self.is_cut:
            self.add_error("file", refusal_words("long file"))
        elif file := values.get("file"):
            try:
                values["text"] = file_text(file.read())
            except UnreadableFile as error:
                self.add_error("file", refusal_words(error.reason))
        elif not values.get("text") and not self.errors:
            self.add_error("text", _("Choose a file or paste the text first."))
        return values


class Proposal(NamedTuple):
    skill: Skill
    # The first that names it, cut around the name.
    line: str
    field: SafeString


def propose_levels(text: str, standings: SkillStandings) -> list[Proposal]:
    """Of each skill that the text names and of which less is said: “working” at most, years are no level."""
    by_slug, skills = standings.content.skills_by_slug, standings.content.skills
    lines: dict[str, str] = {}
    for hit in skill_matcher().find(text):
        for slug in hit.skills:
            lines.setdefault(slug, line_around(text, hit.start, hit.end))
    claims = standings.facts.claims
    found = []
    for slug, line in lines.items():
        if slug not in by_slug:
            continue
        pk = by_slug[slug]
        said = claims[pk].level if pk in claims else 0
        if said < WORKING:
            field = level_select(slug, said, WORKING)
            found.append(Proposal(skills[pk], line, field))
    return found


def line_around(text: str, start: int, end: int) -> str:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if last - first > LONGEST_LINE:
        first = max(first, start - LONGEST_LINE // 2)
        last = min(last, first + LONGEST_LINE)
    return text[first:last].strip()
