"""Texts and interface are in American English; slugs, names, quotations and code are left alone."""

import json

import pytest
from babel.messages.pofile import read_po

from guide.sync.spelling import british_words
from tests.served import ROOT

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


def test_the_interface_is_in_american_english():
    with MESSAGES.open("rb") as file:
        messages = [message.id for message in read_po(file)]
    texts = [
        text
        for each in messages
        for text in ([each] if isinstance(each, str) else each)
    ]

    assert len(texts) > 1000
    assert [(text, word) for text in texts for word in british_words(text)] == []
