"""The page of all figures: which it shows, and that each says who gives it and when."""

import pytest

from guide.tests.factory import make_role, make_salary, make_source
from tests.document import document, foreign, items, links, texts, words

pytestmark = pytest.mark.django_db


def get(client, address):
    return document(client.get(address))


def total(page):
    return texts(page, ".//p[@role='status']/b")


@pytest.fixture
def figures(db):
    """Two published figures and one advertised, of two roles and two countries."""
    engineer, analyst = make_role(slug="mle", name_en="Engineer"), make_role(slug="analyst")
    make_salary(engineer, mid=52000, year=2025, experience="senior")
    make_salary(analyst, mid=90000, country="US", currency="USD", year=2026)
    make_salary(analyst, kind="advertised", mid=None, low=40000, high=60000, year=2026)


def test_each_figure_names_its_kind_place_source_and_date(client):
    source = make_source(slug="survey", publisher="A survey")
    figure = make_salary(mid=52000, source=source, as_of="2025-05")

    page = get(client, "/salaries/")

    assert items(page, "United Kingdom") == [
        f"£52,000 a year, average, United Kingdom, {figure.occupation.name_en} · A survey, May 2025"
    ]
    assert links(page, "United Kingdom") == ["/sources/survey/"]


def test_figures_of_different_countries_are_never_mixed(client, figures):
    page = get(client, "/salaries/?evidence=published")

    assert [len(items(page, country)) for country in ("United Kingdom", "United States")] == [1, 1]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("?role=mle", 1),
        ("?role=any", 3),
        ("?country=GB", 2),
        ("?year=2026", 2),
        ("?experience=senior", 1),
        ("?evidence=advertised", 1),
        ("?role=analyst&country=GB", 1),
        ("?role=mle&country=US", 0),
    ],
)
def test_each_filter_narrows_the_figures(client, figures, query, count):
    assert total(get(client, f"/salaries/{query}")) == [f"{count} figure" if count == 1 else f"{count} figures"]


@pytest.mark.parametrize("name", ["role", "country", "year", "experience", "evidence", "currency", "prices"])
def test_a_value_that_is_not_known_is_named_and_left_out(client, figures, name):
    page = get(client, f"/salaries/?{name}=nonsense")

    assert texts(page, ".//p[@class='message warning']") == [
        "“nonsense” is not one of the choices here, so it was left out."
    ]
    assert total(page) == ["3 figures"]


def test_a_page_that_is_not_there_leads_to_the_nearest_with_a_word(client, figures):
    page = get(client, "/salaries/?page=99")

    assert texts(page, ".//p[@class='message warning']") == ["There is no page “99”. Pages go from 1 to 1."]
    assert total(page) == ["3 figures"]


def test_no_figure_that_fits_and_no_figure_at_all_are_said(client):
    page = get(client, "/salaries/")

    assert total(page) == ["0 figures"]
    assert "No figure fits all of this. Show all figures" in texts(page, ".//p[@class='message']")


def test_drafts_are_neither_shown_nor_offered(client):
    make_salary(make_role(slug="draft", published=False), country="FR", currency="EUR", published=False)

    page = get(client, "/salaries/")

    assert total(page) == ["0 figures"]
    assert {"draft", "FR"} & {option.get("value") for option in page.iter("option")} == set()


def test_a_figure_whose_source_is_a_draft_is_not_shown(client):
    make_salary(source=make_source(published=False))

    assert total(get(client, "/salaries/")) == ["0 figures"]


def test_a_country_has_an_address_of_its_own_and_its_code_leads_there(client, figures):
    assert total(get(client, "/salaries/united-kingdom/")) == ["2 figures"]
    assert client.get("/salaries/GB/").url == "/salaries/united-kingdom/"
    assert [client.get(f"/salaries/{place}/").status_code for place in ("france", "atlantis")] == [404, 404]


def test_chinese_readers_read_chinese(client):
    make_salary(occupation=make_salary(country="US", currency="USD").occupation, passage_zh="来自调查。")

    page = get(client, "/zh-hans/salaries/?country=GB")

    assert items(page, "英国")[0].startswith("52,000英镑 每年，平均数，英国，")
    assert "2025年5月" in items(page, "英国")[0]


def test_names_without_translation_are_marked_as_english(client):
    occupation = make_salary().occupation
    occupation.name_en, occupation.name_zh = "Engineer", ""
    occupation.save()

    page = get(client, "/zh-hans/salaries/")

    assert foreign(page)["Engineer"] == "en"
    assert "Engineer" in words(page)


@pytest.mark.parametrize("address", ["/salaries/", "/salaries/united-kingdom/", "/salaries/compare/"])
def test_pages_of_salaries_take_no_post(client, figures, address):
    assert client.post(address).status_code == 405
