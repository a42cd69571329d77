"""Two roles or two countries: a ratio in words and one picture, of one source, kind, year and level alone."""

import pytest

from guide.models import ExchangeRate
from guide.tests.factory import make_role, make_salary, make_source
from guide.tests.salaries.figures import make_band, make_percentiles
from tests.document import document, texts

pytestmark = pytest.mark.django_db
COUNTRIES = "/salaries/compare/?role=one&country=GB&other_country=IE"
ROLES = "/salaries/compare/?role=one&other_role=other"


@pytest.fixture
def role(db):
    return make_role(slug="one", name_en="One", name_zh="一号")


def test_two_countries_are_compared_in_words_and_on_one_axis(client, role):
    survey = make_source(publisher="A survey")
    occupation = make_band(role=role, source=survey, low=30000, high=60000).occupation
    make_band(occupation=occupation, country="IE", source=survey)

    page = document(client.get(COUNTRIES))

    assert texts(page, ".//p[@class='big']") == [
        "1–1.3 times as much in Ireland as in the United Kingdom"
    ]
    assert [row.split()[0] for row in texts(page, ".//tbody/tr")] == ["The", "Ireland"]


def test_two_roles_are_compared_only_where_source_kind_and_year_fit(client, role):
    other = make_role(slug="other", name_en="Other")
    survey = make_source(publisher="A survey")
    make_band(role=role, source=survey)
    make_band(role=other, source=survey, low=80000, high=120000)
    make_band(role=other, year=2024, source=survey)
    make_salary(other, mid=1)

    page = document(client.get(ROLES))

    assert texts(page, ".//p[@class='big']") == ["Other: 2 times the pay of One"]
    assert len(page.findall(".//tbody/tr")) == 2
    assert len(texts(page, ".//ul[@class='pay-list']/li")) == 2


def test_what_is_compared_is_called_by_its_evidence_and_not_adverts(client, role):
    site = make_source(kind="site", publisher="A site")
    occupation = make_salary(role, source=site).occupation
    make_salary(occupation=occupation, country="IE", source=site)

    page = document(client.get(COUNTRIES))

    assert texts(page, ".//tbody//span[@class='proof proof--empty']") == [
        "estimate",
        "estimate",
    ]
    assert "dvert" not in " ".join(texts(page, ".//tbody/tr"))


def test_a_chosen_currency_keeps_the_better_evidence_and_says_how_it_was_converted(
    client, role
):
    bank, survey = make_source(publisher="A bank"), make_source(publisher="A survey")
    for code, rate in (("USD", 1), ("GBP", "0.8")):
        ExchangeRate.objects.create(
            currency=code, kind="average", period="2025", per_usd=rate, source=bank
        )
    occupation = make_band(role=role, currency="USD", source=survey).occupation
    make_band(occupation=occupation, country="US", currency="USD", source=survey)
    site = make_source(kind="site")
    make_salary(occupation=occupation, source=site)
    make_salary(occupation=occupation, country="US", source=site)

    page = document(
        client.get(
            "/salaries/compare/?role=one&country=GB&other_country=US&currency=GBP"
        )
    )

    assert texts(page, ".//tbody//td[@class='pay__sum']")[:2] == ["£32–48K", "£32–48K"]
    assert "Converted at the average of 2025: 1 USD = 0.8 GBP (A bank)." in " ".join(
        texts(page, ".//ol[@class='pay-notes']/li")
    )


def test_figures_of_2018_are_folded(client, role):
    site = make_source(kind="site")
    occupation = make_salary(role, source=site, year=2018, as_of="2018").occupation
    make_salary(
        occupation=occupation, country="IE", source=site, year=2018, as_of="2018"
    )

    page = document(client.get(COUNTRIES))

    assert page.findall(".//tbody/tr") == []
    assert texts(page, ".//details[@class='aged']//h2") == ["Older pairs"]


def test_nothing_fair_is_said_and_nothing_is_forced(client, role):
    make_percentiles(role=role, country="GB", currency="GBP")
    make_salary(role, country="IE")

    text = client.get(COUNTRIES).text

    assert "No current figures can be compared fairly" in text


def test_without_two_sides_it_asks_for_them(client, role):
    words = "Choose a role, and a second role or a second country."

    assert words in client.get("/salaries/compare/").text


def test_chinese_readers_compare_in_chinese(client, role):
    survey = make_source(publisher="A survey")
    occupation = make_band(role=role, source=survey).occupation
    make_band(
        occupation=occupation, country="IE", source=survey, high=120000, low=80000
    )

    page = document(client.get(f"/zh-hans{COUNTRIES}"))

    assert texts(page, ".//h1") == ["一号：英国与爱尔兰"]
    assert texts(page, ".//p[@class='big']") == ["爱尔兰是英国的2倍"]
