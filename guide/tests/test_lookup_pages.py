"""Glossary, questions and beliefs: folded, with a field that finds, and addresses that open what they name."""

import pytest

from guide.tests.factory import (
    make_belief,
    make_chapter,
    make_question,
    make_skill,
    make_step,
    make_term,
    make_track,
)
from tests.document import document, links, texts, words

pytestmark = pytest.mark.django_db


def get(client, address):
    return document(client.get(address))


def fold_of(page, anchor):
    """The fold in which an address of the page stands: browsers open it for whoever comes by that address."""
    return next(page.find(f".//*[@id='{anchor}']").iterancestors("details"))


def test_a_question_stands_over_its_folded_answer(client):
    make_question(
        slug="age", name_en="Am I too old?", body_en="No. See [SQL](step:sql)."
    )

    fold = fold_of(get(client, "/questions/"), "age")

    assert texts(fold, "summary/h3") == ["Am I too old?"]
    assert links(fold) == ["/steps/sql/"]
    assert fold.get("open") is None


def test_questions_stand_by_topic_in_the_order_of_the_first_of_each(client):
    make_question(name_en="Why?", topic_en="Before", topic_zh="之前", slug="why")
    make_question(name_en="Where?", topic_en="Before", topic_zh="之前")
    make_question(name_en="How?", topic_en="After", topic_zh="之后", slug="how")

    page = get(client, "/questions/")

    assert texts(page, ".//main//h2") == ["Before", "After"]
    assert texts(page, ".//section[@id='about-why']//h3") == ["Why?", "Where?"]
    assert links(page.find(".//nav[@class='index']")) == ["#about-why", "#about-how"]
    assert texts(get(client, "/zh-hans/questions/"), ".//main//h2") == ["之前", "之后"]


def test_a_question_without_a_topic_stands_under_questions(client):
    make_question()

    assert texts(get(client, "/questions/"), ".//main//h2") == ["Questions"]


def test_a_belief_shows_the_published_steps_that_help_in_order(client):
    track = make_track()
    steps = [make_step(track, name_en=name) for name in ("SQL", "Git")]
    make_belief(
        [*steps, make_step(track, published=False)], slug="too-old", body_en="Not true."
    )
    make_belief([make_step(track, published=False)], slug="alone", name_en="Alone")

    page = get(client, "/beliefs/")

    assert words(fold_of(page, "too-old").find("div")) == (
        "Not true. Steps that help SQL Git"
    )
    assert words(fold_of(page, "alone")) == "Alone"


@pytest.mark.parametrize(
    ("address", "make"),
    [
        ("/questions/", make_question),
        ("/beliefs/", make_belief),
        ("/glossary/", make_term),
    ],
)
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=neural", ["one"]),
        ("?q=NET neural", ["one"]),
        ("?q=神经", ["one"]),
        ("?q=ｎｅｔ", ["one"]),
        ("?q=nothing", []),
        ("?q=", ["one", "two"]),
        ("?q=" + "x" * 81, ["one", "two"]),
    ],
)
def test_words_find_what_has_all_of_them_and_open_it(
    client, address, make, query, found
):
    make(slug="one", name_en="Neural net", name_zh="神经网络", body_en="A.")
    make(slug="two", name_en="Tree", name_zh="树", body_en="B.")

    page = get(client, f"{address}{query}")
    shown = [
        slug for slug in ("one", "two") if page.find(f".//*[@id='{slug}']") is not None
    ]
    opened = {fold_of(page, slug).get("open") for slug in shown}

    assert shown == found
    assert opened <= ({""} if len(found) < 2 else {None})
    assert page.find(".//main//form").get("action").startswith("#")


def test_the_glossary_has_both_names_in_alphabetical_order(client):
    make_term(
        slug="loss", name_en="Loss", name_zh="损失", body_en="How wrong a model is."
    )
    make_term(name_en="Batch", name_zh="批次")
    make_term(name_en="Draft", published=False)

    page = get(client, "/glossary/")

    assert texts(page, ".//dt") == ["Batch 批次", "Loss 损失"]
    assert texts(page, ".//div[@id='loss']/dd") == ["How wrong a model is."]
    assert {span.get("lang") for span in page.findall(".//dt/span")} == {"zh-Hans"}


def test_the_chinese_glossary_goes_by_pinyin(client):
    make_term(name_en="A", name_zh="优化")
    make_term(name_en="Z", name_zh="数据")

    assert texts(get(client, "/zh-hans/glossary/"), ".//dt") == ["数据 Z", "优化 A"]


@pytest.mark.parametrize(
    ("prefix", "letters"), [("", ["D", "M", "0-9"]), ("/zh-hans", ["J", "S", "0-9"])]
)
def test_the_glossary_is_folded_by_the_letters_of_its_language(client, prefix, letters):
    make_term(slug="data", name_en="Data", name_zh="数据")
    make_term(slug="machine-learning", name_en="Machine learning", name_zh="机器学习")
    make_term(slug="3d", name_en="3D", name_zh="3D")

    page = get(client, f"{prefix}/glossary/")
    found = page.findall(".//nav[@class='letters']//a")

    assert sorted(words(link) for link in found) == sorted(letters)
    for link in found:
        fold = fold_of(page, link.get("href").removeprefix("#"))
        assert words(fold.find("summary/b")) == words(link)


def test_a_letter_names_its_first_three_words_and_counts_the_rest(client):
    for name in ("Cache", "Cloud", "Code", "Cost", "Curve"):
        make_term(name_en=name)

    assert texts(get(client, "/glossary/"), ".//details/summary") == [
        "C Cache, Cloud, Code and 2 more"
    ]


@pytest.mark.both_databases
def test_the_words_that_the_texts_use_most_come_first(client):
    for slug, name, chinese in (
        ("loss", "Loss", "损失"),
        ("batch", "Batch", "批次"),
        ("never", "Never", "从不"),
    ):
        make_term(slug=slug, name_en=name, name_zh=chinese)
    make_skill(body_en="A loss and its losses.", body_zh="批次")
    make_question(body_en="The loss of a batch.", body_zh="批次")
    make_chapter(body_en="Never mind.", published=False)

    first = ".//main/section[1]"

    assert texts(get(client, "/glossary/"), f"{first}//dt") == [
        "Loss 损失",
        "Batch 批次",
    ]
    assert texts(get(client, "/zh-hans/glossary/"), f"{first}//dt") == ["批次 Batch"]
    assert texts(get(client, "/glossary/?q=batch"), f"{first}/h2") == ["All words"]
