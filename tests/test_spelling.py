"""Texts and interface are in American English with curly quotes; slugs, names, quotations and code are left alone."""

import json
import re

import pytest
from babel.messages.pofile import read_po

from guide.sync.spelling import british_words
from tests.served import ROOT

# Fields of names that both languages show as they are
NAMES = ("title", "publisher", "author", "instructors", "institution")
STRAIGHT = re.compile(r"['\"]")
NOT_READ = re.compile(r"```.*?```|`[^`]*`|(?<=\])\([^)]*\)|<[^>]*>", re.DOTALL)
# Questions of Django’s own admin
OF_DJANGO = re.compile(r"(?:Are you sure you want to d|D)elet(?:e|ing) the ")
MESSAGES = ROOT / "careerpath/locale/zh_Hans/LC_MESSAGES/django.po"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Colour the neighbouring nodes grey.", ["Colour", "neighbouring", "grey"]),
        ("We organise, analysed and visualised it.", ["organise", "analysed", "visualised"]),
        ("An open licence, 10 per cent of the programme.", ["licence", "per cent", "programme"]),
        ("Tokenisation and re-labelled centres", ["Tokenisation", "labelled", "centres"]),
        ("Learnt maths whilst practising", ["Learnt", "maths", "whilst", "practising"]),
        ("Color, neighbors, gray, analyze, analyses, license, percent, program.", []),
        ("Exercise, advise, promise, precise, revise, four hours, our tour, pour.", []),
        ("Generalization, modeling, labeled, centers, meter, practice, dialogue.", []),
        ("`colour` and [text](step:explore-visualise) at https://x.example/colour", []),
        ("He wrote “an open licence”.", []),
    ],
)  # fmt: skip
def test_british_words_are_found_where_they_are_ours(text, found):
    assert list(british_words(text)) == found


def test_the_texts_are_in_american_english():
    found = [
        (row["model"], row["fields"].get("slug"), name, word)
        for file in sorted((ROOT / "fixtures").glob("*.json"))
        for row in json.loads(file.read_text())
        for name, text in row["fields"].items()
        if name.endswith("_en") and isinstance(text, str)
        for word in british_words(text)
    ]

    assert found == []


@pytest.fixture(scope="module")
def interface():
    """Every message of the interface, plurals too."""
    with MESSAGES.open("rb") as file:
        messages = [message.id for message in read_po(file)]
    return [
        text
        for each in messages
        for text in ([each] if isinstance(each, str) else each)
    ]


def test_the_interface_is_in_american_english(interface):
    assert len(interface) > 1000
    assert [(text, word) for text in interface for word in british_words(text)] == []


def test_quotes_of_english_texts_are_curly():
    assert [
        (row["model"], row["fields"].get("slug"), name)
        for file in sorted((ROOT / "fixtures").glob("*.json"))
        for row in json.loads(file.read_text())
        for name, text in row["fields"].items()
        if isinstance(text, str)
        and (name.endswith("_en") or name in NAMES)
        and STRAIGHT.search(NOT_READ.sub("", text))
    ] == []


def test_quotes_of_the_interface_are_curly(interface):
    assert [
        text
        for text in interface
        if STRAIGHT.search(NOT_READ.sub("", text)) and not OF_DJANGO.match(text)
    ] == []
