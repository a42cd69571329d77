"""The parts of a chapter: the headings of its text with their anchors, and the step that it leads to."""

import re
from itertools import count
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from guide.markdown import short_links
from guide.models import Chapter, Step
from guide.models.text import Text

HEADING = re.compile(r"^## +(.+?) *#*$", re.MULTILINE)
# What a heading may hold besides words: emphasis, code, and links, of which the words stay.
MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*`_]")


class Part(NamedTuple):
    anchor: str
    name: Text


def parts_of(chapter: Chapter) -> list[Part]:
    """In the order of the text; the anchors are those that `anchor_headings` writes."""
    body = chapter.body
    return [
        Part(anchor_of(number), Text(MARKUP.sub(r"\1", name), body.language))
        for number, name in enumerate(HEADING.findall(body), 1)
    ]


def anchor_of(number: int) -> str:
    return f"part-{number}"


def anchor_headings(pieces: list[SafeString]) -> list[SafeString]:
    """Pieces of one text as HTML, its headings numbered through."""
    numbers = count(1)
    return [
        mark_safe(  # noqa: S308  of HTML that is clean only an attribute of ours is new
            re.sub("<h2>", lambda _: f'<h2 id="{anchor_of(next(numbers))}">', piece)
        )
        for piece in pieces
    ]


def next_step_of(chapter: Chapter) -> Step | None:
    """The last step of today that the text links to: what to do after reading. One query."""
    named = [slug for kind, slug in short_links(chapter.body_en) if kind == "step"]
    steps = Step.objects.of_today().select_related("track").filter(slug__in=named)
    found = {step.slug: step for step in steps}
    return next((found[slug] for slug in reversed(named) if slug in found), None)
