import csv
import io
import json
import re
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from guide.models import ExchangeRate, Occupation, PriceIndex, PriceLevel
from guide.pay.conversion import Wish
from guide.pay.explorer import Choice, figures_of
from guide.pay.sections import Advertised, Bars, pages_needed, sections_of
from guide.tests.factory import make_role, make_salary, make_source
from tests.document import document, links, texts

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
PERCENTILES = {"kind": "percentiles", "mid": None, "p10": 10, "p25": 20, "p50": 30, "p75": 40, "p90": 50}


def make_percentiles(**fields):
    source = fields.pop("source", None) or make_source(kind="official", publisher="An office")
    return make_salary(source=source, **{**PERCENTILES, "country": "US", "currency": "USD", **fields})


def make_band(**fields):
    return make_salary(**{"kind": "advertised", "mid": None, "low": 40000, "high": 60000, **fields})


def body(response):
    return b"".join(response.streaming_content).decode()


def test_three_kinds_of_evidence_stand_in_three_sections(client):
    make_percentiles()
    make_band()
    make_salary()

    page = document(client.get("/salaries/"))

    assert texts(page, ".//section[@class]/h2")[:3] == ["Official statistics", "Advertised pay", "Published sources"]


def test_the_page_opens_with_the_job_of_this_guide_and_can_show_every_role(client):
    make_salary(make_role(slug="machine-learning-engineer"), mid=61000)
    make_salary(make_role(slug="other"), mid=62000)

    opening, every = client.get("/salaries/").text, client.get("/salaries/?role=any").text

    assert ("£61,000" in opening, "£62,000" in opening) == (True, False)
    assert ("£61,000" in every, "£62,000" in every) == (True, True)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("country=FR", "€45,000"),
        ("experience=senior", "£99,000"),
        ("year=2019", "£33,000"),
        ("evidence=advertised", "£40,000"),
    ],
)
def test_every_filter_narrows_the_figures(client, query, kept):
    make_salary(country="FR", currency="EUR", mid=45000)
    make_salary(experience="senior", mid=99000)
    make_salary(year=2019, mid=33000)
    make_band()

    text = client.get(f"/salaries/?role=any&{query}").text

    assert kept in text
    assert "<b>1 figure</b>" in text


@pytest.mark.parametrize(
    "name", ["role", "occupation", "country", "experience", "year", "evidence", "currency", "prices"]
)
def test_an_unknown_value_is_named_and_the_nearest_view_shown(client, name):
    make_salary()

    response = client.get("/salaries/", {name: "nowhere"})

    assert response.status_code == 200
    assert "“nowhere” is not one of the choices here" in texts(document(response), ".//p[@class='message warning']")[0]
    assert "£52,000" in response.text


def test_a_page_that_does_not_exist_leads_to_the_last(client):
    make_salary()

    assert "There is no page “9”." in client.get("/salaries/?page=9").text


def test_htmx_gets_the_result_alone_and_a_short_address(client):
    make_salary()

    response = client.get("/salaries/?role=any&country=GB&year=", headers={"HX-Request": "true"})

    assert response.text.lstrip().startswith('<div id="figures">')
    assert response.headers["HX-Push-Url"] == "/salaries/?role=any&country=GB"


def test_a_figure_of_another_occupation_says_so(client):
    role = make_role(slug="mle")
    make_salary(role).occupation.role_links.update(relation="benchmark")

    assert "Benchmark for comparison." in client.get("/salaries/?role=mle").text


def test_cautions_repeats_and_age_are_said_in_words(client):
    make_band(cautions="repeated-ads advert-bands", sample_size=1415, distinct=1142, year=2022, as_of="2022")

    page = document(client.get("/salaries/"))
    text = " ".join(texts(page, ".//table[@class='ranges']"))

    assert "1,415 adverts, 1,142 different entries" in text
    assert "Advertised bands, not what people earn." in text
    assert "The same adverts were counted many times." in text
    assert "Old: more than 24 months." in text


def test_a_converted_figure_shows_both_amounts_and_the_rate(client):
    make_salary(year=2025)
    source = make_source(publisher="A bank")
    for code, rate in (("USD", 1), ("GBP", "0.8"), ("EUR", "0.9")):
        ExchangeRate.objects.create(currency=code, kind="average", period="2025", per_usd=rate, source=source)

    (line,) = texts(document(client.get("/salaries/?currency=EUR")), ".//ul[@class='quotes']/li")

    assert line.startswith("€58,500")
    assert "given as £52,000" in line
    assert "Converted at the average of 2025: 1 GBP = 1.125 EUR (A bank)." in line


def test_the_five_articles_stand_against_each_other_with_reasons(client):
    for mid, as_of in ((52000, "undated"), (50000, "2018")):
        make_salary(source=make_source(kind="article"), mid=mid, as_of=as_of)

    (card,) = texts(document(client.get("/salaries/")), ".//ul[@class='against']/li")

    assert "£52,000" in card
    assert "£50,000" in card
    assert "Not every article says of which year it speaks." in card


def test_pictures_have_a_title_and_the_table_the_same_numbers(client):
    for year in (2024, 2025):
        make_percentiles(year=year, slug=f"p-{year}", occupation=make_occupation_once())

    page = document(client.get("/salaries/"))

    assert all(picture.find("title") is not None for picture in page.findall(".//svg[@role='img']"))
    assert texts(page, ".//table[@class='figures years']//tr")[1].startswith("2025$10$20$30$40$50")


def make_occupation_once():

    return Occupation.objects.get_or_create(slug="once", name_en="Engineer")[0]


def test_a_country_has_its_page_by_name_and_the_code_leads_there(client):
    make_salary()

    assert texts(document(client.get("/salaries/united-kingdom/")), ".//h1") == ["What the work pays in United Kingdom"]
    assert client.get("/salaries/gb/").headers["Location"] == "/salaries/united-kingdom/"
    assert [client.get(f"/salaries/{name}/").status_code for name in ("france", "atlantis")] == [404, 404]


def test_two_roles_are_compared_only_where_an_axis_fits_both(client):
    one, other = make_role(slug="one"), make_role(slug="other")
    make_band(role=one)
    make_band(role=other, high=70000)
    make_band(role=other, year=2024)

    page = document(client.get("/salaries/compare/?role=one&other_role=other"))

    assert len(page.findall(".//table")) == 1
    assert "1 figure has no partner on the other side." in texts(page, ".//p[@class='soft']")


def test_two_countries_are_compared(client):
    role = make_role(slug="one")
    occupation = make_band(role=role).occupation
    make_band(occupation=occupation, country="IE")

    page = document(client.get("/salaries/compare/?role=one&country=GB&other_country=IE"))

    assert len(page.findall(".//tbody/tr")) == 2


def test_my_pay_is_placed_kept_nowhere_and_answered_no_store(client):
    make_percentiles(slug="p")

    response = client.post("/salaries/place/", {"amount": "£25", "figure": "p"}, headers=HERE)

    assert "between the 25th and the 50th percentile of the official figures of 2025" in response.text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies


def test_my_pay_is_placed_in_place(client):
    make_percentiles(slug="p")

    response = client.post("/salaries/place/", {"amount": "25", "figure": "p"}, headers={**HERE, "HX-Request": "true"})

    assert response.text.strip().splitlines()[-1].endswith("</div>")
    assert "<html" not in response.text


@pytest.mark.parametrize("amount", ["", "much", "-5", "NaN", "9" * 30, "1e99"])
def test_an_amount_that_is_none_is_refused_in_words(client, amount):
    make_percentiles(slug="p")

    response = client.post("/salaries/place/", {"amount": amount, "figure": "p"}, headers=HERE)

    assert response.status_code == 422
    assert texts(document(response), ".//p[@class='message warning']")


def test_other_sites_cannot_place_and_nobody_can_by_address(client):
    make_percentiles(slug="p")

    assert client.post("/salaries/place/", {}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.get("/salaries/place/?amount=5").status_code == 405
    assert client.post("/salaries/place/", {"amount": "5", "figure": "q"}, headers=HERE).status_code == 404


def test_drafts_do_not_show_in_page_or_file(client):
    make_salary(published=False, mid=77777)
    make_salary(source=make_source(published=False), mid=77777)

    assert "77,777" not in client.get("/salaries/").text
    assert "77777" not in body(client.get("/salaries.csv"))


def test_chinese_readers_read_chinese(client):
    make_salary()
    make_band(country="US", currency="USD")

    text = client.get("/zh-hans/salaries/").text

    assert "52,000英镑" in text
    assert "英国" in text
    assert "官方统计" in client.get("/zh-hans/salaries/").text or "招聘" in text


@pytest.mark.parametrize("address", ["/salaries/", "/salaries/compare/", "/salaries.csv", "/salaries.json"])
def test_salary_pages_take_no_post(client, address):
    assert client.post(address).status_code == 405


def make_market():
    """A few figures of every kind, place, currency, year and unit that may not be mixed."""
    bank = make_source(publisher="A bank")
    for year, (code, rate) in product((2024, 2025), (("USD", 1), ("GBP", "0.8"), ("EUR", "0.9"))):
        ExchangeRate.objects.create(currency=code, kind="average", period=str(year), per_usd=rate, source=bank)
    PriceLevel.objects.create(country="GB", year=2024, factor="0.7", source=bank)
    for year, value in ((2024, 100), (2025, 110)):
        PriceIndex.objects.create(country="US", period=str(year), measure="index", value=value, source=bank)
    role = make_role(slug="machine-learning-engineer")
    for year, (country, currency) in product((2024, 2025), (("US", "USD"), ("GB", "GBP"), ("GB", "USD"))):
        make_percentiles(role=role, country=country, currency=currency, year=year)
        for city, experience in (("", "any"), ("", "senior"), ("London", "any")):
            make_band(role=role, country=country, currency=currency, year=year, city=city, experience=experience)
        make_salary(role, country=country, currency=currency, year=year, passage_en="=1+1", period="month")


CHOICES = {
    "role": ["any", "machine-learning-engineer"],
    "country": ["", "US", "GB"],
    "experience": ["", "any", "senior"],
    "year": ["", "2024", "2025"],
    "evidence": ["", "official", "advertised", "published"],
    "currency": ["", "USD", "EUR"],
    "prices": ["", "power", "inflation"],
}


@example_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CHOICES.items()}))
def test_no_combination_mixes_figures_and_page_and_files_agree(client, market, query):
    wish = Wish(query["currency"], query["prices"])
    choice = Choice(
        "" if query["role"] == "any" else query["role"], "", query["country"], query["experience"],
        int(query["year"] or 0) or None, query["evidence"],
    )  # fmt: skip
    [figures] = figures_of(wish, choice)
    sections = [section for page in range(1, pages_needed(figures) + 1) for section in sections_of(figures, page)]

    for section in sections:
        for bars in [*section.newest, *axes_of(section)]:
            assert {figure.salary.evidence for figure in bars.figures} == {section.evidence}
            assert len({what_may_not_mix(figure) for figure in bars.figures}) == 1
    on_page = sorted(figure.salary.slug for section in sections for figure in section.figures)
    rows = list(csv.DictReader(io.StringIO(body(client.get("/salaries.csv", query)).removeprefix("\ufeff"))))
    entries = json.loads(body(client.get("/salaries.json", query)))["figures"]
    assert on_page == sorted(row["slug"] for row in rows) == sorted(entry["slug"] for entry in entries)
    shown = {figure.salary.slug: {n: float(v) for n, v in figure.amounts.items()} for figure in figures}
    assert shown == {entry["slug"]: entry["shown"] for entry in entries}
    assert not [value for row in rows for value in row.values() if value.startswith(("=", "+", "-", "@"))]
    total = re.search(r"<b>(\d+) figure", client.get("/salaries/", query).text)
    assert int(total[1]) == len(entries)


def what_may_not_mix(figure):
    salary = figure.salary
    return salary.kind, figure.unit, salary.period, salary.place_level, salary.year


def axes_of(section) -> list[Bars]:
    return [block for block in section.blocks if isinstance(block, Advertised)]


@pytest.fixture
def market(db):
    make_market()


@pytest.mark.parametrize(
    "address",
    [
        "/salaries/",
        "/salaries/united-kingdom/",
        "/salaries/?role=any&currency=EUR&prices=inflation",
        "/salaries/compare/?role=machine-learning-engineer&country=US&other_country=GB&currency=EUR&prices=inflation",
    ],
)
def test_no_view_costs_more_than_six_queries_even_cold(client, market, settings, address):
    settings.CONTENT_VERSION_SECONDS = 60  # as a server reads it: at most once a second
    with CaptureQueriesContext(connection) as captured:
        client.get(address)

    assert len(captured) <= 6, "\n".join(query["sql"] for query in captured)


def test_the_files_are_linked_with_the_choice_of_the_page(client, market):
    page = document(client.get("/salaries/?country=GB&currency=EUR"))

    query = "role=any&country=GB&currency=EUR"
    assert links(page.find(".//p[@class='files soft']")) == [f"/salaries.{kind}?{query}" for kind in ("csv", "json")]
