"""“Where am I?”: what is typed is read as it is meant, converted in words or refused in words, and kept nowhere."""

import re

import pytest

from guide.models import ExchangeRate, PriceIndex, PriceLevel
from guide.tests.factory import make_source
from guide.tests.salaries.figures import make_band, make_percentiles
from tests.document import document, texts

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def rates(db):
    """A pound was 1.25 dollars in 2025; the dollar of 2025 buys what 0.8 bought in 2020."""
    bank = make_source(publisher="A bank")
    for code, rate in (
        ("USD", 1),
        ("GBP", "0.8"),
        ("EUR", "0.9"),
        ("CNY", 7),
        ("JPY", 150),
        ("CAD", "1.4"),
    ):
        ExchangeRate.objects.create(
            currency=code, kind="average", period="2025", per_usd=rate, source=bank
        )
    ExchangeRate.objects.create(
        currency="GBP", kind="average", period="2020", per_usd=1, source=bank
    )
    ExchangeRate.objects.create(
        currency="USD", kind="average", period="2020", per_usd=1, source=bank
    )
    for year, value in ((2020, 80), (2025, 100)):
        PriceIndex.objects.create(
            country="US", period=str(year), measure="index", value=value, source=bank
        )
    PriceLevel.objects.create(country="GB", year=2025, factor="0.7", source=bank)


def place(client, amount, figure="p", headers=HERE, path="/salaries/place/", **fields):
    return client.post(
        path, {"amount": amount, "figure": figure, **fields}, headers=headers
    )


def answer_of(response):
    """The sentence of the answer, and what it says of currency and rate."""
    page = document(response)
    (answer,) = texts(page, ".//p[@class='answer']")
    return answer, texts(page, ".//*[@id='place']/p[@class='soft']")[0]


def complaint_of(response):
    assert response.status_code == 422
    (words,) = texts(document(response), ".//p[@class='message warning']")
    return words


WIDE = {"p10": 40_000, "p25": 50_000, "p50": 60_000, "p75": 70_000, "p90": 80_000}
RATE = "Converted at the average of 2025: 1 GBP = 1.25 USD (A bank)."


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("£52k", "USD"),
        ("52000", "GBP"),
        ("52,000.00", "GBP"),
        ("52k GBP", "EUR"),
        ("￡５２０００", "USD"),
        ("5.2万英镑", "CNY"),
    ],
)
def test_a_sign_or_else_the_chosen_currency_counts_and_is_converted_at_the_rate_of_the_figure(
    client, rates, typed, chosen
):
    make_percentiles(slug="p", **WIDE)

    answer, currency = answer_of(place(client, typed, paid_in=chosen))

    assert answer == (
        "£52,000 a year is $65,000: between the 50th and the 75th percentile of the official figures of 2025."
    )
    assert currency == f"Read as British pounds. {RATE}"


def test_a_chinese_reader_is_answered_in_chinese(client, rates):
    make_percentiles(slug="p", **WIDE)

    response = place(client, "30万", paid_in="CNY", path="/zh-hans/salaries/place/")
    answer, currency = answer_of(response)

    said = texts(document(response), ".//*[@id='place']/p")[-1]
    assert re.search(r"\. |: ", said) is None
    assert said.count("。") == 2
    assert (
        answer
        == "300,000元（每年）合42,857美元：介于2025年官方统计的第10与第25百分位数之间。"
    )
    assert currency == "按人民币理解。按2025年平均汇率换算：1元=0.1429美元（A bank）。"


def test_pay_in_the_unit_of_the_figure_is_not_converted(client, rates):
    make_percentiles(slug="p", **WIDE)

    assert answer_of(place(client, "$65k", paid_in="GBP")) == (
        "$65,000 a year: between the 50th and the 75th percentile of the official figures of 2025.",
        "Read as US dollars.",
    )


@pytest.mark.parametrize(
    ("country", "chosen", "currency"),
    [
        ("CA", "GBP", "Canadian dollars"),
        ("US", "CAD", "Canadian dollars"),
        ("US", "GBP", "US dollars"),
        ("GB", "EUR", "US dollars"),
    ],
)
def test_a_dollar_sign_is_the_chosen_dollar_or_that_of_the_country(
    client, rates, country, chosen, currency
):
    make_percentiles(slug="p", country=country, **WIDE)

    assert f"Read as {currency}." in answer_of(place(client, "$65k", paid_in=chosen))[1]


@pytest.mark.parametrize(
    ("country", "chosen", "currency"),
    [
        ("US", "JPY", "Japanese yen"),
        ("CN", "USD", "Chinese yuan"),
        ("JP", "USD", "Japanese yen"),
    ],
)
def test_a_yen_or_yuan_sign_is_decided_by_the_chosen_currency_or_the_country(
    client, rates, country, chosen, currency
):
    make_percentiles(slug="p", country=country, **WIDE)

    assert (
        f"Read as {currency}."
        in answer_of(place(client, "￥500,000", paid_in=chosen))[1]
    )


@pytest.mark.parametrize(
    ("typed", "meanings"),
    [("¥300000", "CNY or JPY"), ("400k kr", "SEK or NOK or DKK or ISK or CZK")],
)
def test_a_sign_of_several_currencies_is_asked_about(client, rates, typed, meanings):
    make_percentiles(slug="p", **WIDE)

    assert complaint_of(place(client, typed, paid_in="USD")) == (
        f"That sign can mean {meanings}. Choose the currency beside it."
    )


def test_pay_without_a_rate_is_refused_in_words(client, rates):
    make_percentiles(slug="p", **WIDE)

    assert complaint_of(place(client, "52000 CHF", paid_in="USD")) == (
        "No rate between CHF and USD is known here, so your pay cannot be placed. Write it in USD."
    )


def test_pay_of_another_period_is_refused_in_words(client, rates):
    make_percentiles(slug="p", **WIDE)

    assert complaint_of(place(client, "$5k a month", paid_in="USD")) == (
        "You entered pay for a month, but the figures are for a year. Enter it for a year."
    )


def test_pay_of_today_meets_inflated_figures_at_the_newest_rate(client, rates):
    make_percentiles(slug="p", year=2020, **WIDE)

    answer, currency = answer_of(
        place(client, "£52k", prices="inflation", paid_in="GBP")
    )

    assert answer.startswith(
        "£52,000 a year is $65,000: between the 25th and the 50th percentile"
    )
    assert RATE in currency


def test_pay_meets_purchasing_power_at_the_prices_of_the_country(client, rates):
    make_percentiles(slug="p", country="GB", currency="GBP", **WIDE)

    answer, currency = answer_of(place(client, "£52.5k", prices="power", paid_in="GBP"))

    assert answer.startswith(
        "£52,500 a year is 75,000 international dollars: between the 25th and the 50th"
    )
    assert "0.7 GBP bought one international dollar in 2025" in currency


def test_a_currency_that_is_none_is_named(client, rates):
    make_percentiles(slug="p", **WIDE)

    assert "“XXX” is not an option here" in complaint_of(
        place(client, "5", paid_in="XXX")
    )


def test_the_field_beside_the_amount_says_the_currency_of_the_page(client, rates):
    make_percentiles(slug="p")
    make_band(country="GB")

    def preset(address):
        page = document(client.get(address))
        return [
            one.get("value")
            for one in page.findall(".//select[@name='paid_in']/option[@selected]")
        ]

    asked = ["/salaries/?role=any&currency=EUR", "/salaries/?role=any&country=GB"]
    assert [preset(address) for address in asked] == [["EUR"], ["GBP"]]
    assert preset("/salaries/?role=any") == ["USD"]
    assert preset("/zh-hans/salaries/?role=any") == ["CNY"]


def test_my_pay_is_placed_kept_nowhere_and_answered_no_store(client):
    make_percentiles(slug="p")

    response = client.post(
        "/salaries/place/", {"amount": "$25", "figure": "p"}, headers=HERE
    )

    assert (
        "between the 25th and the 50th percentile of the official figures of 2025"
        in response.text
    )
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies


def test_my_pay_is_placed_in_a_chinese_sentence(client):
    make_percentiles(slug="p")

    response = client.post(
        "/zh-hans/salaries/place/", {"amount": "25", "figure": "p"}, headers=HERE
    )

    (answer,) = texts(document(response), ".//p[@class='answer']")
    assert answer == "25美元（每年）：介于2025年官方统计的第25与第50百分位数之间。"


def test_the_answer_leads_back_to_the_figures_of_the_choice(client):
    make_percentiles(slug="p", country="GB")
    (back,) = document(client.get("/salaries/united-kingdom/?year=2025")).findall(
        ".//input[@name='back']"
    )
    assert back.get("value") == "role=any&year=2025&country=GB"

    typed = {"amount": "25", "figure": "p", "back": f"{back.get('value')}&other=1"}
    page = document(client.post("/zh-hans/salaries/place/", typed, headers=HERE))

    way = page.find(".//p[@class='crumbs']/a").get("href")
    assert way == "/zh-hans/salaries/?role=any&country=GB&year=2025"
    assert page.find(".//input[@name='back']").get("value") == typed["back"]


def test_my_pay_is_placed_in_place(client):
    make_percentiles(slug="p")

    response = client.post(
        "/salaries/place/",
        {"amount": "25", "figure": "p"},
        headers={**HERE, "HX-Request": "true"},
    )

    assert response.text.strip().splitlines()[-1].endswith("</div>")
    assert "<html" not in response.text


@pytest.mark.parametrize("amount", ["", "much", "-5", "NaN", "9" * 30, "1e99"])
def test_an_amount_that_is_none_is_refused_in_words(client, amount):
    make_percentiles(slug="p")

    response = client.post(
        "/salaries/place/", {"amount": amount, "figure": "p"}, headers=HERE
    )

    assert response.status_code == 422
    assert texts(document(response), ".//p[@class='message warning']")


def test_other_sites_cannot_place_and_nobody_can_by_address(client):
    make_percentiles(slug="p")

    assert (
        client.post(
            "/salaries/place/", {}, headers={"Sec-Fetch-Site": "cross-site"}
        ).status_code
        == 403
    )
    assert client.get("/salaries/place/?amount=5").status_code == 405
    assert (
        client.post(
            "/salaries/place/", {"amount": "5", "figure": "q"}, headers=HERE
        ).status_code
        == 404
    )
