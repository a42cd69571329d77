"""The outlook: a few numbers with their pictures, and every figure below them, by occupation."""

import json
from decimal import Decimal

import pytest

from guide.tests.factory import make_fact, make_outlook_number
from tests.document import document, foreign, links, texts, words
from tests.served import ROOT

pytestmark = pytest.mark.django_db


def outlook(client, query="", prefix=""):
    return document(client.get(f"{prefix}/market/{query}"))


def figures(page, subject):
    """The rows of one occupation, each as its words."""
    return [
        words(row)
        for group in page.findall(".//details")
        if words(group.find("summary")).startswith(subject)
        for row in group.findall(".//tr")
    ]


def test_each_figure_names_its_period_place_source_and_date(client):
    fact = make_fact(
        metric_en="growth",
        value=Decimal("26.5"),
        period="2023-2033",
        country="US",
        body_en="For *all* jobs.",
    )
    fact.source.slug, fact.source.publisher = "bls", "BLS"
    fact.source.save()

    page = outlook(client)

    assert figures(page, "Jobs") == [
        "growth For all jobs. 26.5% publication United States, 2023–2033, BLS, 2025"
    ]
    assert links(page.find(f".//tr[@id='{fact.slug}']")) == ["/sources/bls/"]


def test_a_statement_in_words_stands_where_figures_stand(client):
    make_fact(value=None, unit="", value_text_en="much faster than average")

    assert figures(outlook(client), "Jobs") == [
        "growth much faster than average publication A publisher, 2025"
    ]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [({}, "num"), ({"value": None, "value_text_en": "much faster"}, "words")],
)
def test_words_in_place_of_a_figure_may_wrap(client, fields, kind):
    make_fact(**fields)

    assert outlook(client).find(".//tr/td[1]").get("class") == kind


def test_contradicting_sources_stand_side_by_side(client):
    make_fact(value=20)
    make_fact(value=36)

    assert {row.split()[1] for row in figures(outlook(client), "Jobs")} == {
        "20%",
        "36%",
    }


def test_figures_are_folded_by_occupation_and_the_counts_add_up(client):
    make_fact(subject_en="Wages")
    make_fact(subject_en="Jobs")
    make_fact(subject_en="Wages")
    make_fact(subject_en="Drafts", published=False)

    page = outlook(client)

    assert texts(page, ".//details/summary") == ["Jobs 1 figure", "Wages 2 figures"]
    assert texts(page, ".//section[@id='all']/h2") == ["All 3 figures, by occupation"]
    assert [group.get("open") for group in page.findall(".//details")] == [None, None]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=wages", ["Wages 1 figure"]),
        ("?q=ＷＡＧＥＳ", ["Wages 1 figure"]),
        ("?q=growth wages", ["Wages 1 figure"]),
        ("?q=薪资", ["Wages 1 figure"]),
        ("?q=growth", ["Jobs 1 figure", "Wages 1 figure"]),
        ("?q=wages jobs", []),
        ("?q=%", []),
    ],
)
def test_words_find_figures_in_either_language_and_open_them(client, query, found):
    make_fact(subject_en="Wages", subject_zh="薪资")
    make_fact(subject_en="Jobs")

    page = outlook(client, query)

    assert texts(page, ".//details/summary") == found
    assert {group.get("open") for group in page.findall(".//details")} <= {""}
    said = words(page.find(".//form//p[@role='status']"))
    assert said == (
        f"{len(found)} place{'s' * (len(found) > 1)} with “{query[3:]}”"
        if found
        else "Nothing here has these words."
    )


def test_what_is_too_long_to_look_for_is_said_and_everything_stays(client):
    make_fact()

    page = outlook(client, "?q=" + "x" * 81)

    assert texts(page, ".//details/summary") == ["Jobs 1 figure"]
    assert texts(page, ".//span[@class='wrong']") == [
        "Ensure this value has at most 80 characters (it has 81)."
    ]


def test_a_number_is_its_first_figure_with_bars_beside_it(client):
    first = make_fact(subject_en="Scientists", value=30, country="US", period="2024")
    first.source.kind = "official"
    first.source.save()
    second = make_fact(subject_en="Developers", value=15)
    third = make_fact(subject_en="Losers", value=-5)
    make_outlook_number(
        [(first, ""), (second, "Dev"), (third, "")],
        name_en="By 2034",
        text_en="more jobs",
    )

    number = outlook(client).find(".//section[@class='number']")

    assert words(number.find("h2")) == "By 2034"
    assert texts(number, "p[@class='big']") == ["30% more jobs"]
    assert texts(number, ".//dt") == ["Scientists", "Dev", "Losers"]
    assert [bar.get("width") for bar in number.iter("rect")] == ["100%", "50%", "0%"]
    assert [bar.get("class") for bar in number.iter("rect")] == [
        "bar",
        "bar bar--half",
        "bar bar--half",
    ]
    assert texts(number, "p[@class='from']") == [
        "official United States, 2024, A publisher, 2025"
    ]


def test_a_number_without_a_published_figure_is_not_shown(client):
    fact = make_fact(published=False)
    make_outlook_number([(fact, "")])
    make_outlook_number([(make_fact(), "")], published=False)

    assert outlook(client).findall(".//section[@class='number']") == []


def test_chinese_readers_read_chinese(client):
    fact = make_fact(subject_zh="岗位", metric_zh="增长", country="CN", as_of="2025-05")
    make_outlook_number([(fact, "")], name_zh="到2034年", text_zh="更多岗位")

    page = outlook(client, prefix="/zh-hans")

    assert figures(page, "岗位") == ["增长 20% 出版物 中国，A publisher，2025年5月"]
    assert texts(page, ".//section[@class='number']/h2") == ["到2034年"]


def test_texts_without_translation_are_marked_as_english(client):
    make_fact(subject_en="Jobs", metric_en="growth", body_en="Note.")

    assert foreign(outlook(client, prefix="/zh-hans")) == {
        "Jobs": "en",
        "growth": "en",
        "Note.": "en",
        "A publisher": "en",
    }


def test_the_fixtures_begin_with_eight_numbers():
    rows = json.loads((ROOT / "fixtures/09_market.json").read_text(encoding="utf-8"))
    numbers = [row for row in rows if row["model"] == "guide.outlooknumber"]
    shown = {
        tuple(row["fields"]["number"])
        for row in rows
        if row["model"] == "guide.outlooknumberfact"
    }

    assert len(numbers) == 8
    assert {(row["fields"]["slug"],) for row in numbers} == shown
