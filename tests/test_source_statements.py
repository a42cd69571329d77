"""What the career guides said stays on their source pages, in both languages, and nowhere else is it talked about."""

import json
import os
import re

import pytest
from django.db.models import Count

from guide.cache import clear_caches
from guide.markdown import short_link_address
from guide.models import Chapter, Citation, Skill, Source
from tests.document import document, words
from tests.in_process import database_of
from tests.served import ROOT

# Statements that a guide makes, as often as a page of ours rests on them; skills that it names; facts that it gives.
KEPT = {
    "article-000": (321, 20, 18),
    "article-001": (319, 32, 15),
    "article-002": (337, 30, 12),
    "article-003": (586, 43, 11),
    "article-004": (247, 27, 5),
}
TALK = re.compile(r"article 0|(?:five|of 5) articles|文章0|[五5]篇文章", re.IGNORECASE)
PAGES = [
    "/", "/roles/machine-learning-engineer/", "/roles/compare/", "/skills/", "/steps/java-and-csharp/", "/roadmaps/",
    "/salaries/", "/salaries/united-kingdom/", "/salaries/all/", "/salaries/contradictions/", "/market/",
    "/industries/", "/courses/", "/courses/udemy-machine-learning-a-z/",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(databases, tmp_path_factory, django_db_blocker):
    """The real content; these tests only read it."""
    folder = tmp_path_factory.mktemp("statements")
    environment = os.environ | {
        "CAREERPATH_LOCAL": "1",
        "VAR_DIR": str(folder),
        "DATABASE_URL": databases.new_sqlite(folder / "careerpath.sqlite3", "prepared"),
    }
    with django_db_blocker.unblock(), database_of(environment):
        clear_caches()
        yield
    clear_caches()


def links_under(page, heading):
    """How many links there are in the section of that heading."""
    sections = [
        part
        for part in page.iter("section")
        if part.find("h2") is not None and part.find("h2").text.strip() == heading
    ]
    return len(sections[0].findall(".//a"))


@pytest.mark.parametrize("source", KEPT)
@pytest.mark.parametrize(
    ("prefix", "headings"),
    [
        ("", ("What it says, and where we use it", "Skills it names or describes")),
        ("/zh-hans", ("说了什么，用在本站哪里", "提到的技能")),
    ],
)
def test_every_statement_can_be_found_from_its_source(
    site, client, source, prefix, headings
):
    page = document(client.get(f"{prefix}/sources/{source}/"))

    said, named = (links_under(page, heading) for heading in headings)
    facts = len(page.findall(".//ul[@class='quotes']/li[@id]"))

    assert all(
        found >= kept
        for found, kept in zip((said, named, facts), KEPT[source], strict=True)
    ), (said, named, facts)


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_no_other_page_talks_of_articles(site, client, prefix):
    skills = [skill.get_absolute_url() for skill in Skill.objects.published()]
    talking = {
        address: found[0]
        for address in PAGES + skills[::6]
        if (found := TALK.search(client.get(prefix + address).text))
    }

    assert talking == {}


@pytest.mark.parametrize("kind", ["role", "skill", "step", "chapter", "course"])
def test_what_a_career_guide_said_stands_on_no_page_that_cites_it(site, client, kind):
    """The record with the most statements of the guides, by its kind."""
    said = Citation.objects.filter(subject=kind, source__in=Source.objects.articles())
    most = said.exclude(passage_en="").values("subject_slug").annotate(n=Count("pk"))
    slug = most.order_by("-n", "subject_slug")[0]["subject_slug"]
    page = words(document(client.get(short_link_address(kind, slug))).find(".//main"))

    passages = said.filter(subject_slug=slug).values_list("passage_en", flat=True)

    assert [passage for passage in passages if passage and passage in page] == []


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_every_chapter_answers_shows_and_leads_on_and_says_little_of_others(
    site, client, prefix
):
    for chapter in Chapter.objects.published():
        page = document(client.get(prefix + chapter.get_absolute_url()))
        main = page.find(".//main")
        order = [
            part.get("id") or part.get("class")
            for part in main.iter("h1", "section", "article", "details")
            if part.tag != "details" or part.get("id")
        ]
        wanted = ["prose", "example", "next-step"]
        others = main.findall(".//details[@id='others-wrote']")
        said = sum(len(words(part)) for part in others)
        read = main.findall(".//article") + main.findall(".//section[@id='next-step']")

        assert order[:2] == [None, "reply"], chapter.slug
        assert [part for part in order if part in wanted] == wanted, chapter.slug
        assert main.findall(".//section[@id='next-step']//a[@href]"), chapter.slug
        assert len(others) <= 1, chapter.slug
        assert said * 10 <= sum(len(words(part)) for part in read), chapter.slug


def test_no_text_outside_the_sources_talks_of_articles():
    """Facts that a career guide gives stand on its own page, whose source page may speak of it."""
    talking = []
    for file in sorted((ROOT / "fixtures").glob("*.json")):
        for row in json.loads(file.read_text(encoding="utf-8")):
            fields, model = row["fields"], row["model"]
            of_a_guide = model == "guide.fact" and fields["source"][0] in KEPT
            if model.startswith(("guide.source", "guide.citation")) or of_a_guide:
                continue
            talking += [
                f"{model} {fields.get('slug')} {name}: {found[0]}"
                for name, text in fields.items()
                if isinstance(text, str) and (found := TALK.search(text))
            ]

    assert talking == []
