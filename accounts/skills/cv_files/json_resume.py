"""The text of a JSON Resume (https://jsonresume.org/schema): only the fields that say what somebody can do."""

import json
from collections.abc import Iterator
from typing import Any

from accounts.skills.cv_files.bounds import MOST_ROWS, BoundedText, UnreadableFile

# By section: the fields of an entry that are text, and those that are lists of texts.
SECTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "work": (("position", "summary"), ("highlights",)),
    "volunteer": (("position", "summary"), ("highlights",)),
    "projects": (("name", "description"), ("highlights", "keywords")),
    "education": (("area", "studyType"), ("courses",)),
    "certificates": (("name",), ()),
    "publications": (("name", "summary"), ()),
    "skills": (("name",), ("keywords",)),
}
BASICS = ("label", "summary")


def json_resume_text(content: str) -> str:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile("broken") from error
    if not isinstance(document, dict) or not document.keys() & {"basics", *SECTIONS}:
        raise UnreadableFile("other json")
    text = BoundedText()
    for line in resume_lines(document):
        text.add(line)
    return str(text)


def resume_lines(document: dict[str, Any]) -> Iterator[str]:
    basics = document.get("basics")
    if isinstance(basics, dict):
        yield from texts_of(basics, BASICS)
    for section, (texts, lists) in SECTIONS.items():
        entries = document.get(section)
        if not isinstance(entries, list):
            continue
        if len(entries) > MOST_ROWS:
            raise UnreadableFile("many rows")
        for entry in entries:
            if isinstance(entry, dict):
                yield from entry_lines(entry, texts, lists)


def entry_lines(entry: dict[str, Any], texts, lists) -> Iterator[str]:
    yield from texts_of(entry, texts)
    for name in lists:
        values = entry.get(name)
        if isinstance(values, list):
            # A list of keywords reads as one; sentences keep their lines.
            joint = ", " if name == "keywords" else "\n"
            yield joint.join(value for value in values if isinstance(value, str))


def texts_of(entry: dict[str, Any], names) -> Iterator[str]:
    for name in names:
        value = entry.get(name)
        if isinstance(value, str) and value:
            yield value
