"""Where the work is, and the figures on the market."""

import pytest
from django.db import IntegrityError

from guide.tests.factory import (
    make_citation,
    make_employer,
    make_fact,
    make_industry,
    make_source,
)
from tests.document import document, foreign, links, texts, words

pytestmark = pytest.mark.django_db


def get(client, address):
    return document(client.get(address))


def test_a_source_that_is_a_draft_is_named_without_a_link(client):
    fact = make_fact()
    fact.source.published = False
    fact.source.save()

    (row,) = get(client, "/market/").findall(".//tr")

    assert links(row) == []
    assert "A publisher" in words(row)


def test_industries_and_employers_are_listed_by_name_with_anchors(client):
    make_industry(name_en="Retail", slug="retail", body_en="Forecasts.")
    make_industry(name_en="Health", examples_en="Scans, triage")
    make_employer(name_en="Bank", slug="bank", kind_en="finance", body_en="Fraud.")

    page = get(client, "/industries/")

    assert texts(page, ".//summary") == ["Health", "Retail", "Bank finance"]
    assert words(page.find(".//details/div[@id='retail']")) == "Forecasts."
    assert "Scans, triage" in texts(page, ".//details/div")
    assert words(page.find(".//details/div[@id='employer-bank']")) == "Fraud."


def test_an_employer_and_an_industry_may_have_the_same_slug(client):
    make_industry(slug="startups")
    make_employer(slug="startups")
    source = make_source(slug="article")
    make_citation(make_industry(slug="banks"), source)
    make_citation(make_employer(slug="banks"), source)

    page = get(client, "/industries/")
    cited = links(get(client, "/sources/article/"), "What it says, and where we use it")

    ids = sorted(
        part.get("id") for part in page.findall(".//div[@class='entries']/details/div")
    )
    assert ids == ["banks", "employer-banks", "employer-startups", "startups"]
    assert cited == ["/industries/#banks", "/industries/#employer-banks"]


def test_an_empty_kind_has_no_heading(client):
    make_industry()

    assert texts(get(client, "/industries/"), ".//main//h2") == ["Industries"]


@pytest.mark.parametrize(
    ("address", "make", "empty"),
    [
        ("/market/", make_fact, "No figure is published yet."),
        ("/industries/", make_industry, "No industry is published yet."),
    ],
)
def test_drafts_are_left_out_and_an_empty_page_says_so(client, address, make, empty):
    make(published=False)
    make_employer(published=False)

    page = get(client, address)

    assert texts(page, ".//main/p") == [empty]
    assert page.findall(".//main//details") == []


def test_chinese_readers_read_chinese(client):
    make_industry(name_zh="零售", body_zh="预测。")

    assert texts(get(client, "/zh-hans/industries/"), ".//h3") == ["零售"]


@pytest.mark.parametrize(("prefix", "place"), [("", "No. 4"), ("/zh-hans", "第4名")])
def test_a_place_in_a_ranking_is_said_to_be_one(client, prefix, place):
    make_fact(value=4, unit="rank")

    page = get(client, f"{prefix}/market/")

    assert texts(page, ".//td[@class='num']") == [place]


def test_texts_without_translation_are_marked_as_english(client):
    make_employer(name_en="Bank", name_zh="", kind_en="finance", body_en="Fraud.")

    assert foreign(get(client, "/zh-hans/industries/")) == {
        "Bank": "en",
        "finance": "en",
        "Fraud.": "en",
    }


@pytest.mark.parametrize(
    ("prefix", "groups"),
    [
        ("", ["Employers elsewhere", "Employers in mainland China"]),
        ("/zh-hans", ["中国大陆的雇主", "其他地方的雇主"]),
    ],
)
def test_employers_of_the_readers_own_part_of_the_world_come_first(
    client, prefix, groups
):
    make_employer(name_en="Baidu", name_zh="百度", country="CN")
    make_employer(name_en="Amazon", name_zh="亚马逊", country="US")

    assert texts(get(client, f"{prefix}/industries/"), ".//main//h2") == groups


def test_an_employer_says_where_how_beginners_come_in_and_who_says_so(client):
    source = make_source(slug="paper", publisher="A paper")
    make_employer(
        slug="bank", country="GB", where_en="London.", juniors_en="By internship.",
        url="https://example.org/jobs", source=source,
    )  # fmt: skip

    page = get(client, "/industries/")
    entry = page.find(".//div[@id='employer-bank']")
    cited = links(get(client, "/sources/paper/"), "Employers for which we used it")

    assert texts(entry, "h4") == ["Where", "How beginners come in"]
    assert words(entry).endswith(
        "London. How beginners come in By internship. Its openings"
        " A paper, August 2025 · our own knowledge, not checked on its site"
    )
    assert links(entry) == ["https://example.org/jobs", "/sources/paper/"]
    assert cited == ["/industries/#employer-bank"]


def test_what_is_said_of_beginners_needs_a_source():
    with pytest.raises(IntegrityError):
        make_employer(juniors_en="By internship.", source=None)


def test_what_a_career_guide_says_of_the_market_stands_on_its_own_page(client):
    fact = make_fact()
    fact.source = make_source(slug="guide", kind="article")
    fact.save()

    assert get(client, "/market/").findall(f".//*[@id='{fact.slug}']") == []
    assert get(client, "/sources/guide/").findall(f".//li[@id='{fact.slug}']") != []


@pytest.mark.parametrize("address", ["/market/", "/industries/"])
def test_pages_of_the_market_take_no_post(client, address):
    make_source()

    assert client.post(address).status_code == 405
