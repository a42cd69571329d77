import pytest

from guide.models import ExchangeRate, OccupationRole, PriceIndex
from guide.tests.factory import make_role, make_salary, make_source
from guide.tests.salaries.figures import make_band, make_percentiles
from tests.document import document, links, texts, words

pytestmark = pytest.mark.django_db


def test_the_page_opens_with_the_job_of_this_guide_and_can_show_every_role(client):
    make_salary(make_role(slug="machine-learning-engineer"), mid=61000)
    make_salary(make_role(slug="other"), mid=62000)

    opening, every = (
        client.get("/salaries/").text,
        client.get("/salaries/?role=any&country=any").text,
    )

    assert ("£61K" in opening, "£62K" in opening) == (True, False)
    assert ("£61K" in every, "£62K" in every) == (True, True)


@pytest.mark.parametrize(
    "name",
    [
        "role",
        "occupation",
        "country",
        "experience",
        "year",
        "evidence",
        "currency",
        "prices",
    ],
)
def test_an_unknown_value_is_named_and_the_nearest_view_shown(client, name):
    make_salary()

    response = client.get("/salaries/", {name: "nowhere"})

    assert response.status_code == 200
    assert (
        "“nowhere” is not an option here"
        in texts(document(response), ".//p[@class='message warning']")[0]
    )
    assert "£52K" in response.text


def test_without_scripts_the_filters_lead_to_the_figures(client):
    page = document(client.get("/salaries/"))

    assert page.find(".//form[@method='get']").get("action") == "/salaries/"
    assert page.find(".//*[@id='figures']") is not None


def test_figures_alone_have_an_address_and_no_answer_asks_who_it_is_for(client):
    make_salary()
    htmx = {"HX-Request": "true"}

    part = client.get("/salaries/figures/?role=any&country=GB&year=", headers=htmx)

    assert part.text == client.get("/salaries/figures/?role=any&country=GB&year=").text
    assert part.headers["HX-Push-Url"] == "/salaries/?role=any&country=GB"
    assert "<html" not in part.text
    assert [part.text.count(f'id="{name}"') for name in ("pay-head", "figures")] == [
        1,
        1,
    ]
    assert client.get("/salaries/", headers=htmx).text == client.get("/salaries/").text


def test_the_figures_of_a_country_alone_have_an_address_too(client):
    make_salary()

    part = client.get("/salaries/united-kingdom/figures/?experience=any")

    assert (
        part.headers["HX-Push-Url"]
        == "/salaries/united-kingdom/?role=any&experience=any"
    )
    assert client.get("/salaries/atlantis/figures/").status_code == 404


@pytest.mark.parametrize(
    ("prefix", "country", "words"),
    [
        ("", "US", "Shown for the United States, because this page is in English."),
        ("/zh-hans", "CN", "按中国显示，因为本页是中文。"),
    ],
)
def test_the_country_is_that_of_the_language_said_in_words_with_a_way_to_others(
    client, prefix, country, words
):
    for code in ("US", "GB", "CN"):
        make_salary(country=code, mid=50000)

    page = document(client.get(f"{prefix}/salaries/"))

    (chosen,) = page.findall(".//select[@name='country']/option[@selected]")
    line = page.find(".//div[@class='pay-countries']")
    assert chosen.get("value") == country
    assert texts(line, "p")[0].startswith(words)
    assert f"{prefix}/salaries/?role=any&country=GB" in links(line)
    assert line.find("form") is None


def test_a_country_asked_for_can_be_kept_and_then_comes_first(client):
    for code in ("US", "GB"):
        make_salary(country=code)
    page = document(client.get("/salaries/?country=GB&currency="))

    form = page.find(".//div[@class='pay-countries']/form")
    fields = {one.get("name"): one.get("value") for one in form.findall("input")}
    client.post(
        form.get("action"),
        fields,
        headers={"Sec-Fetch-Site": "same-origin"},
        follow=True,
    )

    assert fields["country"] == "GB"
    assert fields["next"].startswith("/salaries/?")
    assert (
        '<h1 class="pay-title">What the work pays in the United Kingdom</h1>'
        in client.get("/salaries/").text
    )


def test_one_role_in_one_country_is_answered_before_the_form(client):
    role = make_role(slug="machine-learning-engineer", name_en="ML engineer")
    office = make_source(kind="official", publisher="An office")
    make_salary(role, country="US", currency="USD", mid=120000, source=office)

    text = client.get("/salaries/").text

    reply = document(client.get("/salaries/")).find(".//section[@class='reply']")
    assert texts(reply, "p") == [
        "$120K a year, before tax, average, all levels official An office, May 2025"
    ]
    assert text.index('class="reply"') < text.index('class="picks"')


def test_the_pay_of_all_jobs_is_told_apart_from_that_of_the_job(client):
    role = make_role(slug="machine-learning-engineer")
    make_salary(role, country="US", currency="USD", mid=120000)
    every = make_percentiles()
    OccupationRole.objects.create(
        role=role, occupation=every.occupation, relation="benchmark"
    )

    def said(prefix):
        page = document(client.get(f"{prefix}/salaries/?country=US"))
        return words(page.find(".//section[@class='reply']"))

    assert "half of all jobs in the country, of any kind, pay less than $" in said("")
    assert "全国各行各业合计，一半人的薪资低于" in said("/zh-hans")


@pytest.mark.parametrize(
    ("fields", "kind"),
    [({}, "median"), ({"p50": None}, "percentiles")],
)
def test_the_answer_names_the_middle_of_percentiles_a_median(client, fields, kind):
    make_percentiles(role=make_role(slug="machine-learning-engineer"), **fields)

    reply = document(client.get("/salaries/?country=US")).find(
        ".//section[@class='reply']"
    )

    assert f"a year, before tax, {kind}, all levels" in words(reply)


def test_old_figures_are_folded_and_not_drawn(client):
    make_salary(mid=61000, year=2019, as_of="2019")
    make_salary(mid=62000)

    page = document(client.get("/salaries/united-kingdom/"))

    assert texts(page, ".//table[@class='pay']//td[@class='pay__sum']") == ["£62K"]
    (fold,) = page.findall(".//details[@class='aged']")
    assert texts(fold, ".//h2") == [
        "Older than two years, undated or followed by a newer one: one figure"
    ]
    assert "£61,000" in texts(fold, ".//tbody/tr")[0]


def test_the_job_of_this_guide_leads_the_page_of_a_country(client):
    make_salary(make_role(slug="machine-learning-engineer"), mid=61000)
    make_salary(mid=62000)

    page = document(client.get("/salaries/united-kingdom/"))

    assert "£61K" in texts(page, ".//section[@class='reply']")[0]


def test_only_money_of_today_that_has_a_rate_can_be_chosen(client):
    make_salary(year=2025)
    source = make_source()
    for code, year in (("USD", 2025), ("GBP", 2025), ("HRK", 2022)):
        ExchangeRate.objects.create(
            currency=code, kind="average", period=str(year), per_usd=1, source=source
        )

    for address in ("/salaries/", "/salaries/compare/"):
        options = document(client.get(address)).findall(
            ".//select[@name='currency']/option"
        )
        assert [option.get("value") for option in options] == ["", "GBP", "USD"]
    assert "“HRK” is not an option here" in client.get("/salaries/?currency=HRK").text


def test_figures_that_stay_as_given_are_counted(client):
    make_salary(year=2025)
    make_salary(country="US", currency="USD", year=2025)
    for year, value in ((2024, 100), (2025, 110)):
        PriceIndex.objects.create(
            country="US",
            period=str(year),
            measure="index",
            value=value,
            source=make_source(publisher="A bank"),
        )

    assert (
        "1 of 2 figures stays as its source gives it"
        in client.get("/salaries/?role=any&country=any&prices=inflation").text
    )
    assert "as its source gives it, and" not in client.get("/salaries/").text


def test_chinese_lists_of_countries_are_sorted_by_pinyin(client):
    for country in ("GB", "US", "DE", "CN"):
        make_salary(country=country)

    page = document(client.get("/zh-hans/salaries/?role=any"))

    assert texts(page, ".//select[@name='country']/option")[1:] == [
        "德国",
        "美国",
        "英国",
        "中国",
    ]


def test_an_empty_choice_says_which_filter_stands_in_the_way(client):
    make_salary(make_role(slug="one"), year=2019)

    page = document(
        client.get("/salaries/?role=one&year=2019&evidence=official&country=")
    )

    ways = page.find(".//div[@class='message']")
    assert texts(ways, ".//li") == ["Without “official statistics”: 1 figure"]
    assert links(ways) == ["/salaries/?role=one&country=any&year=2019"]


def test_a_country_has_its_page_by_name_and_the_code_leads_there(client):
    make_salary()

    assert texts(document(client.get("/salaries/united-kingdom/")), ".//h1") == [
        "What the work pays in the United Kingdom"
    ]
    assert (
        client.get("/salaries/gb/").headers["Location"] == "/salaries/united-kingdom/"
    )
    assert [
        client.get(f"/salaries/{name}/").status_code for name in ("france", "atlantis")
    ] == [404, 404]


def test_chinese_readers_read_chinese(client):
    make_salary()
    make_band(country="US", currency="USD")

    text = client.get("/zh-hans/salaries/?role=any&country=any").text

    assert "5.2万英镑" in text
    assert "英国" in text
    assert "官方统计" in client.get("/zh-hans/salaries/").text or "招聘" in text


@pytest.mark.parametrize(
    "address", ["/salaries/", "/salaries/compare/", "/salaries.csv", "/salaries.json"]
)
def test_salary_pages_take_no_post(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        (
            "",
            "Shanghai, Shenzhen, Hangzhou: the official pay for this work is unknown.",
        ),
        ("/zh-hans", "上海、深圳、杭州：这类工作的官方薪资未知。"),
    ],
)
def test_of_chinese_cities_without_official_pay_the_page_says_unknown(
    client, prefix, words
):
    for code in ("CN", "GB"):
        make_salary(country=code)
    china, britain = (
        client.get(f"{prefix}/salaries/?role=any&country={code}").text
        for code in ("CN", "GB")
    )

    assert (words in china, words in britain) == (True, False)


def test_pay_of_a_week_is_shown_as_such(client):
    make_salary(country="AU", currency="AUD", mid=2208, period="week")

    page = document(client.get("/salaries/?role=any&country=AU"))

    assert "Australian dollars a week, before tax" in words(page.find(".//main"))
