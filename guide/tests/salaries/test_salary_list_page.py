"""The page of all figures: each kind of evidence in its section, with every remark that limits a figure."""

import pytest

from guide.models import ExchangeRate, Occupation, Salary
from guide.salaries.formats import choice_label, choice_label_in
from guide.tests.factory import make_role, make_salary, make_source
from guide.tests.salaries.figures import body, make_band, make_percentiles
from tests.document import document, links, texts, words

pytestmark = pytest.mark.django_db


def test_three_kinds_of_evidence_stand_in_three_sections(client):
    make_percentiles()
    make_band()
    make_salary()

    page = document(client.get("/salaries/all/"))

    assert texts(page, ".//section[@class]/h2")[:3] == [
        "Official statistics",
        "Advertised pay",
        "Published sources",
    ]


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

    text = client.get(f"/salaries/all/?role=any&{query}").text

    assert kept in text
    assert "<b>1 figure</b>" in text


def test_a_page_that_does_not_exist_leads_to_the_last(client):
    make_salary()

    assert (
        "There is no page “9”: this is all." in client.get("/salaries/all/?page=9").text
    )


def test_the_sections_are_reached_from_the_top(client):
    make_percentiles()
    make_salary()

    page = document(client.get("/salaries/all/"))

    jump = page.find(".//nav[@class='jump']")
    assert texts(jump, ".//li") == [
        "Official statistics 1",
        "Published sources 1",
    ]
    assert all(
        page.find(f".//*[@id='{link.removeprefix('#')}']") is not None
        for link in links(jump)
    )


def test_several_blocks_of_a_kind_are_folded_and_one_alone_is_open(client):
    make_salary(country="FR")
    make_salary(country="GB")
    job = make_band().occupation.name_en

    page = document(client.get("/salaries/all/"))

    folds = page.findall(".//section/details")
    assert [(words(fold.find("summary")), fold.get("open")) for fold in folds] == [
        (f"{job}, 2025 1 figure", ""),
        ("France 1 figure", None),
        ("United Kingdom 1 figure", None),
    ]


def test_a_figure_of_another_occupation_says_so(client):
    role = make_role(slug="mle")
    make_salary(role).occupation.role_links.update(relation="benchmark")

    assert (
        "A benchmark to compare with, not this job."
        in client.get("/salaries/all/?role=mle").text
    )


def test_cautions_repeats_and_age_are_said_in_words(client):
    make_band(
        cautions="repeated-ads advert-bands",
        sample_size=1415,
        distinct=1142,
        year=2022,
        as_of="2022",
    )

    page = document(client.get("/salaries/all/"))
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
        document(client.get("/salaries/all/?currency=EUR")), ".//ul[@class='quotes']/li"
    )

    assert line.startswith("€58,500")
    assert "given as £52,000" in line
    assert "Converted at the average of 2025: 1 GBP = 1.125 EUR (A bank)." in line


def test_pictures_have_a_title_and_the_table_the_same_numbers(client):
    for year in (2024, 2025):
        make_percentiles(year=year, slug=f"p-{year}", occupation=make_occupation_once())

    page = document(client.get("/salaries/series/"))

    assert all(
        picture.find("title") is not None
        for picture in page.findall(".//svg[@role='img']")
    )
    assert texts(page, ".//table[@class='figures years']//tr")[1].startswith(
        "2025 $10 $20 $30 $40 $50"
    )


def make_occupation_once():

    return Occupation.objects.get_or_create(slug="once", name_en="Engineer")[0]


def test_drafts_do_not_show_in_page_or_file(client):
    make_salary(published=False, mid=77777)
    make_salary(source=make_source(published=False), mid=77777)

    assert "77,777" not in client.get("/salaries/all/?role=any").text
    assert "77777" not in body(client.get("/salaries.csv"))


def test_career_guides_stand_against_each_other_with_reasons(client):
    for mid, as_of in ((52000, "undated"), (50000, "2018")):
        make_salary(source=make_source(kind="article"), mid=mid, as_of=as_of)

    (card,) = texts(
        document(client.get("/salaries/contradictions/")), ".//ul[@class='against']/li"
    )

    assert "£52,000" in card
    assert "£50,000" in card
    assert "Not every text says which year it is about." in card


@pytest.mark.parametrize("first", [Salary.Kind, Salary.Evidence])
def test_an_advertised_band_is_a_kind_and_advertised_pay_is_evidence(first):
    choice_label_in.cache_clear()
    choice_label(first.ADVERTISED)

    labels = (
        choice_label(Salary.Kind.ADVERTISED),
        choice_label(Salary.Evidence.ADVERTISED),
    )

    assert labels == ("advertised band", "advertised pay")


def test_old_and_undated_figures_of_a_country_are_folded_and_their_age_said_once(
    client,
):
    make_salary(mid=70000)
    make_salary(mid=31000, as_of="2018-05")
    make_salary(mid=33000, as_of="2019-05")

    page = document(client.get("/salaries/all/"))

    [block] = page.findall(".//section[@id]/details") or page.findall(
        ".//details[@class='year']"
    )
    [fold] = block.findall(".//details[@class='aged']")
    assert words(fold.find("summary")) == "Older than two years or undated: 2 figures"
    assert words(fold).count("Old: more than 24 months.") == 1
    assert [text in words(fold) for text in ("£31,000", "£33,000", "£70,000")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("figures", "is_open"), [(15, True), (16, False)])
def test_a_single_block_stands_open_unless_it_is_long(client, figures, is_open):
    for number in range(figures):
        make_salary(mid=70000 + number)

    [block] = document(client.get("/salaries/all/")).findall(
        ".//details[@class='year']"
    )

    assert ("open" in block.attrib) is is_open
