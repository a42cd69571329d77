"""Where the work is, and the figures on the market."""

from decimal import Decimal

import pytest

from guide.tests.factory import (
    make_citation,
    make_employer,
    make_fact,
    make_industry,
    make_source,
)
from tests.document import document, foreign, items, links, texts, words

pytestmark = pytest.mark.django_db


def get(client, address):
    return document(client.get(address))


def test_each_figure_names_its_period_place_source_and_date(client):
    fact = make_fact(
        subject_en="Jobs",
        metric_en="growth",
        value=Decimal("26.5"),
        period="2023-2033",
        country="US",
    )
    fact.source.slug, fact.source.publisher = "bls", "BLS"
    fact.source.save()

    page = get(client, "/market/")

    assert items(page, "Jobs") == ["26.5% growth, 2023–2033, United States BLS, 2025"]
    assert links(page, "Jobs") == ["/sources/bls/"]
    assert page.find(f".//li[@id='{fact.slug}']") is not None


def test_a_statement_in_words_stands_beside_figures_and_may_be_explained(client):
    make_fact(
        value=None,
        unit="",
        value_text_en="much faster than average",
        body_en="For *all* jobs.",
    )

    assert items(get(client, "/market/"), "Jobs") == [
        "much faster than average growth A publisher, 2025 For all jobs."
    ]


def test_contradicting_sources_stand_side_by_side(client):
    make_fact(value=20)
    make_fact(value=36)

    assert {item.split()[0] for item in items(get(client, "/market/"), "Jobs")} == {
        "20%",
        "36%",
    }


def test_figures_are_grouped_by_subject(client):
    make_fact(subject_en="Wages")
    make_fact(subject_en="Jobs")
    make_fact(subject_en="Wages")
    make_fact(subject_en="Drafts", published=False)

    page = get(client, "/market/")

    assert texts(page, ".//main//h2") == ["Jobs", "Wages"]
    assert len(items(page, "Wages")) == 2


def test_a_source_that_is_a_draft_is_named_without_a_link(client):
    fact = make_fact()
    fact.source.published = False
    fact.source.save()

    assert links(get(client, "/market/"), "Jobs") == []
    assert "A publisher" in items(get(client, "/market/"), "Jobs")[0]


def test_industries_and_employers_are_listed_by_name_with_anchors(client):
    make_industry(name_en="Retail", slug="retail", body_en="Forecasts.")
    make_industry(name_en="Health", examples_en="Scans, triage")
    make_employer(name_en="Bank", slug="bank", kind_en="finance", body_en="Fraud.")

    page = get(client, "/industries/")

    assert texts(page, ".//h3") == ["Health", "Retail", "Bank finance"]
    assert words(page.find(".//section[@id='retail']/div")) == "Forecasts."
    assert "Scans, triage" in texts(page, ".//section/p")
    assert page.find(".//section[@id='employer-bank']") is not None


def test_an_employer_and_an_industry_may_have_the_same_slug(client):
    make_industry(slug="startups")
    make_employer(slug="startups")
    source = make_source(slug="article")
    make_citation(make_industry(slug="banks"), source)
    make_citation(make_employer(slug="banks"), source)

    page = get(client, "/industries/")
    cited = links(
        get(client, "/sources/article/"), "What it says, and where you find it here"
    )

    ids = sorted(
        part.get("id") for part in page.findall(".//div[@class='entries']/section")
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
    assert texts(page, ".//main//h2") == []


def test_chinese_readers_read_chinese(client):
    make_fact(
        subject_zh="岗位", metric_zh="增长", value=20, country="CN", as_of="2025-05"
    )
    make_industry(name_zh="零售", body_zh="预测。")

    assert items(get(client, "/zh-hans/market/"), "岗位")[0].startswith("20% 增长")
    assert "2025年5月" in items(get(client, "/zh-hans/market/"), "岗位")[0]
    assert texts(get(client, "/zh-hans/industries/"), ".//h3") == ["零售"]


def test_texts_without_translation_are_marked_as_english(client):
    make_fact(subject_en="Jobs", metric_en="growth", body_en="Note.")
    make_employer(name_en="Bank", name_zh="", kind_en="finance", body_en="Fraud.")

    assert foreign(get(client, "/zh-hans/market/")) == {
        "Jobs": "en",
        "growth": "en",
        "Note.": "en",
    }
    assert foreign(get(client, "/zh-hans/industries/")) == {
        "Bank": "en",
        "finance": "en",
        "Fraud.": "en",
    }


@pytest.mark.parametrize("address", ["/market/", "/industries/"])
def test_pages_of_the_market_take_no_post(client, address):
    make_source()

    assert client.post(address).status_code == 405
