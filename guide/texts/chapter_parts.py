"""The parts of a chapter: its answer, the headings of its text with their anchors, the step that it leads to."""

import re
from itertools import count
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from guide.markdown import short_links
from guide.models import Chapter, Step
from guide.models.text import Text, active_language

HEADING = re.compile(r"^## +(.+?) *#*$", re.MULTILINE)
# What a heading may hold besides words: emphasis, code, and links, of which the words stay.
MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*`_]")
WORDS_A_MINUTE, SIGNS_A_MINUTE = 200, 400
SIGN = re.compile(r"[\u4e00-\u9fff]")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


class Part(NamedTuple):
    anchor: str
    name: Text


class Answer(NamedTuple):
    first: Text  # its first sentence
    rest: Text


def answer_of(chapter: Chapter) -> Answer:
    """Both empty where the chapter has none."""
    answer = chapter.answer
    first, *rest = SENTENCE_END.split(answer, maxsplit=1)
    return Answer(
        Text(first, answer.language), Text("".join(rest).strip(), answer.language)
    )


def minutes_of(chapter: Chapter) -> int:
    """How long most people read it: by words, in Chinese by signs."""
    text = f"{chapter.answer} {chapter.body} {chapter.example}"
    signs = len(SIGN.findall(text))
    words = len(SIGN.sub(" ", text).split())
    return max(1, round(words / WORDS_A_MINUTE + signs / SIGNS_A_MINUTE))


def parts_of(chapter: Chapter) -> list[Part]:
    """In the order of the page; the anchors of headings are those that `anchor_headings` writes."""
    body = chapter.body
    parts = [
        Part(anchor_of(number), Text(MARKUP.sub(r"\1", name), body.language))
        for number, name in enumerate(HEADING.findall(body), 1)
    ]
    ours = [
        ("example", gettext("An example"), chapter.example),
        ("next-step", gettext("What to do next"), chapter.next_step),
        ("others-wrote", gettext("What others wrote"), chapter.others_wrote),
    ]
    language = active_language()
    return parts + [
        Part(anchor, Text(name, language)) for anchor, name, text in ours if text
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


def step_after(chapter: Chapter) -> Step | None:
    """The first step of today that it names under what to do next. One query."""
    links = short_links(chapter.next_step_en)
    wanted = [slug for kind, slug in links if kind == "step"]
    steps = Step.objects.of_today().select_related("track").filter(slug__in=wanted)
    found = {step.slug: step for step in steps}
    return next((found[slug] for slug in wanted if slug in found), None)
