"""The text that narrows the catalogue: in names, teachers and skills, in both languages, together with the filters."""

import pytest

from guide.models import Provider
from guide.tests.factory import make_course, make_skill, named
from tests.document import document, links, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def catalogue(db):
    python = make_skill(slug="python", name_en="Python", name_zh="编程", aliases="py3")
    provider = Provider.objects.create(
        **named("provider", name_en="Tsinghua", name_zh="清华大学")
    )
    make_course([python], title="First steps")
    make_course(title="Deep Learning 101", kind="book")
    make_course(title="Shallow learning", instructors="Ada Lovelace")
    make_course(title="机器学习", languages="zh", provider=provider)


def listed(client, query, prefix=""):
    page = document(client.get(f"{prefix}/courses/", {"q": query}))
    return sorted(texts(page, ".//tbody/tr/th/a"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("deep", ["Deep Learning 101"]),
        ("LEARNING deep", ["Deep Learning 101"]),
        ("learning", ["Deep Learning 101", "Shallow learning"]),
        ("lovelace", ["Shallow learning"]),
        ("python", ["First steps"]),
        ("py3", ["First steps"]),
        ("编程", ["First steps"]),
        ("tsinghua", ["机器学习"]),
        ("清华", ["机器学习"]),
        ("機器學習", ["机器学习"]),
        ("ｄｅｅｐ", ["Deep Learning 101"]),
        ("deep python", []),
        ("100%", []),
        ("_", []),
    ],
)
def test_every_word_stands_in_a_name_a_teacher_or_a_skill(
    client, catalogue, query, found
):
    assert listed(client, query) == listed(client, query, "/zh-hans") == found


def test_the_text_and_the_filters_hold_together_and_stay_in_all_links(
    client, catalogue
):
    page = document(client.get("/courses/?q=learning&kind=book"))

    assert texts(page, ".//tbody/tr/th/a") == ["Deep Learning 101"]
    chips = links(page.find(".//ul[@class='choices']"))
    assert all("q=learning" in link and "kind=book" in link for link in chips)
    field = page.find(".//input[@form='filters']")
    assert (field.get("name"), field.get("value")) == ("q", "learning")
    assert page.find(".//form[@id='filters']").get("method") == "get"


def test_chips_count_what_has_the_words(client, catalogue):
    page = document(client.get("/courses/?q=lovelace"))

    counts = texts(page, ".//span[@class='choices__count']")
    assert counts
    assert set(counts) <= {"0", "1"}


def test_pages_of_a_text_are_never_kept_and_those_without_one_are(client, catalogue):
    typed = client.get("/courses/?q=deep")
    plain = client.get("/courses/?kind=book")

    assert typed.headers["Cache-Control"] == "private, no-store"
    assert plain.headers["Cache-Control"].startswith("public")
    other = document(typed).find(".//a[@hreflang='zh-Hans']")
    assert "q=deep" in other.get("href")


def test_nothing_found_leads_to_the_search_with_the_words(client, catalogue):
    page = document(client.get("/courses/", {"q": "<i>depe & more"}))

    found = [
        link for link in page.findall(".//main//p/a") if "/search/" in link.get("href")
    ]
    assert [link.get("href") for link in found] == [
        "/search/?q=%3Ci%3Edepe%20%26%20more"
    ]
    assert "<i>depe & more" in words(found[0])


def test_a_text_that_is_too_long_is_named_and_left_out(client, catalogue):
    page = document(client.get("/courses/", {"q": "x" * 81}))

    assert words(page.find(".//p[@role='status']")) == "4 courses"
    assert "80" in texts(page, ".//span[@class='wrong']")[0]


def test_selects_of_many_say_that_they_may_become_fields(client, catalogue):
    page = document(client.get("/courses/"))

    picks = {
        select.get("name"): select.get("data-pick") for select in page.iter("select")
    }
    assert {name: kind for name, kind in picks.items() if kind is not None} == {
        "skill": "skill",
        "provider": "",
    }
