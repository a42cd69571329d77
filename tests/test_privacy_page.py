"""The page on privacy is what editors wrote, with the days that the program keeps to."""

import json
import re

import pytest

from guide.models import SitePage
from guide.texts.figures import figures_in
from guide.texts.kept_times import KEPT
from tests.document import document, texts, words
from tests.served import ROOT

pytestmark = pytest.mark.django_db
[WRITTEN] = json.loads((ROOT / "fixtures/13_site_pages.json").read_text())
# Where it is kept to: cookies, sessions, reports, missed searches, counts of addresses and imports, and the operator.
DAYS = {
    "addresses": 2, "backups": 30, "choices": 400, "decided-reports": 180, "devices": 400, "drafts": 14,
    "imports": 30, "missed-searches": 30, "open-reports": 365, "progress": 400, "theme": 400,
}  # fmt: skip


@pytest.fixture
def privacy(settings):
    settings.CONTACT = "hello@careerpath.example"
    return SitePage.objects.create(**WRITTEN["fields"])


def test_the_days_are_those_that_the_program_keeps_to(settings):
    assert {name: kept().days for name, kept in KEPT.items()} == DAYS
    settings.BACKUP_DAYS = 8
    assert KEPT["backups"]().days == 8


@pytest.mark.parametrize("name", ["body_en", "body_zh"])
def test_the_text_names_all_of_them_and_types_none(name):
    text = WRITTEN["fields"][name]

    assert {key for figure in figures_in(text) for key in figure.keys} == set(DAYS)
    assert (
        re.findall(r"\d+|\bdays\b|weeks\b|months?\b|years?\b|周(?!小时)|年", text) == []
    )


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("", "Each is deleted after 45 days, so"),
        ("/zh-hans", "每份备份保留45天后删除，"),
    ],
)
def test_it_says_for_how_long_backups_keep_what_was_deleted(
    client, privacy, settings, prefix, said
):
    settings.BACKUP_DAYS = 45

    page = document(client.get(f"{prefix}/privacy/"))

    assert said in words(page)
    assert "{kept" not in words(page)
    links = [link.get("href") for link in page.findall(".//article//a")]
    assert links[-2:] == [f"{prefix}/my/data/", "mailto:hello@careerpath.example"]


def test_what_an_editor_changes_stands_on_the_page_and_a_draft_does_not(
    client, privacy
):
    privacy.name_en, privacy.body_en = "What we keep", "Nothing, for {kept:theme}."
    privacy.save()

    page = document(client.get("/privacy/"))
    assert texts(page, ".//h1") == ["What we keep"]
    assert texts(page, ".//article/p") == ["Nothing, for 400 days."]

    privacy.published = False
    privacy.save()
    page = document(client.get("/privacy/"))
    assert texts(page, ".//h1") == ["Privacy"]
    assert texts(page, ".//article/p") == ["Nothing has been published yet."]
