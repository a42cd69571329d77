import pytest

from guide.models import ExchangeRate, Occupation, PriceIndex
from guide.tests.factory import make_role, make_salary, make_source
from guide.tests.salaries.figures import body, make_band, make_percentiles
from tests.document import document, links, texts

pytestmark = pytest.mark.django_db


def test_three_kinds_of_evidence_stand_in_three_sections(client):
    make_percentiles()
    make_band()
    make_salary()

    page = document(client.get("/salaries/"))

    assert texts(page, ".//section[@class]/h2")[:3] == [
        "Official statistics",
        "Advertised pay",
        "Published sources",
    ]


def test_the_page_opens_with_the_job_of_this_guide_and_can_show_every_role(client):
    make_salary(make_role(slug="machine-learning-engineer"), mid=61000)
    make_salary(make_role(slug="other"), mid=62000)

    opening, every = (
        client.get("/salaries/").text,
        client.get("/salaries/?role=any").text,
    )

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
        "“nowhere” is not one of the choices here"
        in texts(document(response), ".//p[@class='message warning']")[0]
    )
    assert "£52,000" in response.text


def test_a_page_that_does_not_exist_leads_to_the_last(client):
    make_salary()

    assert "There is no page “9”: this is all." in client.get("/salaries/?page=9").text


def test_without_scripts_the_filters_lead_to_the_figures(client):
    page = document(client.get("/salaries/"))

    assert page.find(".//form[@method='get']").get("action") == "/salaries/#figures"
    assert page.find(".//*[@id='figures']") is not None


def test_htmx_gets_the_result_alone_and_a_short_address(client):
    make_salary()

    response = client.get(
        "/salaries/?role=any&country=GB&year=", headers={"HX-Request": "true"}
    )

    assert response.text.lstrip().startswith('<div id="figures">')
    assert response.headers["HX-Push-Url"] == "/salaries/?role=any&country=GB"


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
    assert (
        "“HRK” is not one of the choices here"
        in client.get("/salaries/?currency=HRK").text
    )


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
        in client.get("/salaries/?prices=inflation").text
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
    assert texts(page, ".//section[@class='evidence evidence--published']/h3") == [
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
    assert links(ways) == ["/salaries/?role=one&year=2019"]


def test_the_sections_are_reached_from_the_top(client):
    make_percentiles()
    make_salary()

    page = document(client.get("/salaries/"))

    jump = page.find(".//nav[@class='jump']")
    assert texts(jump, ".//li") == [
        "Official statistics 1",
        "Published sources 1",
        "Where am I?",
    ]
    assert all(
        page.find(f".//*[@id='{link.removeprefix('#')}']") is not None
        for link in links(jump)
    )


def test_a_figure_of_another_occupation_says_so(client):
    role = make_role(slug="mle")
    make_salary(role).occupation.role_links.update(relation="benchmark")

    assert (
        "A benchmark to compare with, not this job."
        in client.get("/salaries/?role=mle").text
    )


def test_cautions_repeats_and_age_are_said_in_words(client):
    make_band(
        cautions="repeated-ads advert-bands",
        sample_size=1415,
        distinct=1142,
        year=2022,
        as_of="2022",
    )

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
        ExchangeRate.objects.create(
            currency=code, kind="average", period="2025", per_usd=rate, source=source
        )

    (line,) = texts(
        document(client.get("/salaries/?currency=EUR")), ".//ul[@class='quotes']/li"
    )

    assert line.startswith("€58,500")
    assert "given as £52,000" in line
    assert "Converted at the average of 2025: 1 GBP = 1.125 EUR (A bank)." in line


def test_the_five_articles_stand_against_each_other_with_reasons(client):
    for mid, as_of in ((52000, "undated"), (50000, "2018")):
        make_salary(source=make_source(kind="article"), mid=mid, as_of=as_of)

    (card,) = texts(document(client.get("/salaries/")), ".//ul[@class='against']/li")

    assert "£52,000" in card
    assert "£50,000" in card
    assert "Not every article says which year it is about." in card


def test_pictures_have_a_title_and_the_table_the_same_numbers(client):
    for year in (2024, 2025):
        make_percentiles(year=year, slug=f"p-{year}", occupation=make_occupation_once())

    page = document(client.get("/salaries/"))

    assert all(
        picture.find("title") is not None
        for picture in page.findall(".//svg[@role='img']")
    )
    assert texts(page, ".//table[@class='figures years']//tr")[1].startswith(
        "2025 $10 $20 $30 $40 $50"
    )


def make_occupation_once():

    return Occupation.objects.get_or_create(slug="once", name_en="Engineer")[0]


def test_a_country_has_its_page_by_name_and_the_code_leads_there(client):
    make_salary()

    assert texts(document(client.get("/salaries/united-kingdom/")), ".//h1") == [
        "What the work pays: United Kingdom"
    ]
    assert (
        client.get("/salaries/gb/").headers["Location"] == "/salaries/united-kingdom/"
    )
    assert [
        client.get(f"/salaries/{name}/").status_code for name in ("france", "atlantis")
    ] == [404, 404]


def test_two_roles_are_compared_only_where_an_axis_fits_both(client):
    one, other = make_role(slug="one"), make_role(slug="other")
    make_band(role=one)
    make_band(role=other, high=70000)
    make_band(role=other, year=2024)

    page = document(client.get("/salaries/compare/?role=one&other_role=other"))

    assert len(page.findall(".//table")) == 1
    assert "1 figure has no partner on the other side." in texts(
        page, ".//p[@class='soft']"
    )


def test_two_countries_are_compared(client):
    role = make_role(slug="one")
    occupation = make_band(role=role).occupation
    make_band(occupation=occupation, country="IE")

    page = document(
        client.get("/salaries/compare/?role=one&country=GB&other_country=IE")
    )

    assert len(page.findall(".//tbody/tr")) == 2


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


@pytest.mark.parametrize(
    "address", ["/salaries/", "/salaries/compare/", "/salaries.csv", "/salaries.json"]
)
def test_salary_pages_take_no_post(client, address):
    assert client.post(address).status_code == 405


def test_each_occupation_of_one_country_stands_beside_that_of_the_other(client):
    role = make_role(slug="one")
    own = make_band(role=role).occupation
    proxy = make_band(role=role, country="IE").occupation
    proxy.role_links.update(relation="proxy")
    make_band(occupation=proxy)
    make_band(occupation=own, country="IE")

    page = document(
        client.get("/salaries/compare/?role=one&country=GB&other_country=IE")
    )

    jobs = [row.text.strip() for row in page.findall(".//tbody/tr/th")]
    places = ["Ireland" in row for row in texts(page, ".//tbody/tr/th")]
    assert jobs == [own.name_en, own.name_en, proxy.name_en, proxy.name_en]
    assert places == [False, True, False, True]
