"""docs/glossary.md has a line for every model, and names no model that is gone."""

import re

import pytest
from django.apps import apps

from tests.served import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
SECTIONS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", GLOSSARY, re.MULTILINE))
WORD = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \|$", re.MULTILINE)


def words_of(section):
    rows = dict(WORD.findall(SECTIONS[section]))
    return {
        word: meaning for word, meaning in rows.items() if word not in ("word", "---")
    }


@pytest.mark.parametrize(
    ("section", "app"), [("The guide", "guide"), ("Learners", "accounts")]
)
def test_every_model_has_its_line(section, app):
    models = {model.__name__ for model in apps.get_app_config(app).get_models()}

    assert set(words_of(section)) == models


def test_every_line_says_what_the_word_means():
    meanings = [
        meaning for section in SECTIONS for meaning in words_of(section).values()
    ]

    assert len(meanings) > 60
    assert [meaning for meaning in meanings if len(meaning) < 15] == []
