"""What every chapter has: the answer first, an example, what to do next, and little about what others wrote."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from guide.markdown import short_links
from guide.texts.chapter_parts import SENTENCE_END

CARRIED = ("answer", "example", "next_step")
READ = ("answer", "body", "example", "next_step", "others_wrote")
MOST_SENTENCES = 2  # of an answer
WORDS = (400, 900)  # English ones, of all that is read
OTHERS_SHARE = 10  # of so many words, one may be about what others wrote
WORD = re.compile(r"[A-Za-z0-9'’/+#.-]*[A-Za-z0-9]")
TARGET = re.compile(r"\]\([^)]*\)")


def chapter_faults(values: Mapping[str, Any]) -> Iterator[str]:
    """`values`: the columns of a chapter, by name."""
    lacking = [
        f"{name}_{language}"
        for name in CARRIED
        for language in ("en", "zh")
        if not values[f"{name}_{language}"]
    ]
    if lacking:
        yield f"lacks {', '.join(lacking)}"
    for language in ("en", "zh"):
        yield from language_faults(values, language)
    words = {name: count_words(values[f"{name}_en"]) for name in READ}
    low, high = WORDS
    total = sum(words.values())
    if not low <= total <= high:
        yield f"{total} words, allowed {low} to {high}"
    if words["others_wrote"] * OTHERS_SHARE > total:
        yield f"{words['others_wrote']} of {total} words about what others wrote"


def language_faults(values: Mapping[str, Any], language: str) -> Iterator[str]:
    sentences = SENTENCE_END.split(values[f"answer_{language}"].strip())
    if len(list(filter(None, sentences))) > MOST_SENTENCES:
        yield f"answer_{language} has more than {MOST_SENTENCES} sentences"
    next_step = values[f"next_step_{language}"]
    if next_step and not list(short_links(next_step)):
        yield f"next_step_{language} leads to no page of ours"
    example = values[f"example_{language}"]
    if example and not re.search(r"\d", example):
        yield f"example_{language} has no figure"


def count_words(text: str) -> int:
    """The words of a text in Markdown, without where its links lead."""
    return len(WORD.findall(TARGET.sub("]", text)))
