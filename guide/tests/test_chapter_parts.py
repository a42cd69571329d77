"""The parts of a chapter: the answer first, an example, what to do next; the rest folded. And their rules."""

import pytest

from guide.models import Step
from guide.tests.factory import make_chapter, make_citation, make_step
from guide.texts.chapter_rules import chapter_faults
from guide.texts.drawn_tables import bars_of, stacks_of
from tests.document import document, links, texts, words

pytestmark = pytest.mark.django_db


def get(client, address):
    return document(client.get(address))


def make_whole_chapter():
    make_step(slug="git", name_en="Git", hours_low=3, hours_high=5)
    make_citation(
        make_chapter(
            slug="one",
            summary_en="For the list.",
            answer_en="Take B. It is 2.5 times better.",
            body_en="## Why\n\nBecause.",
            example_en="A has 41 points.",
            next_step_en="Do [it](step:git) or [read on](page:salaries).",
            others_wrote_en="They said A.",
        )
    )


def test_a_chapter_answers_first_then_tells_shows_and_says_what_to_do(client):
    """Whatever stands above the text is short; what others wrote and the sources are folded at the end."""
    make_whole_chapter()

    main = get(client, "/guide/one/").find(".//main")
    pieces = [
        (piece.tag, piece.get("class"), piece.get("id"))
        for piece in main.iter("h1", "section", "article", "details", "nav")
    ]

    assert pieces == [
        ("h1", None, None),
        ("section", "reply", None),
        ("nav", "index", None),
        ("details", None, None),
        ("article", "prose", None),
        ("section", "prose", "example"),
        ("section", "go t1", "next-step"),
        ("details", "aged", "others-wrote"),
        ("details", "aged citations", None),
        ("nav", "turn", None),
    ]
    assert words(main.find("section[@class='reply']")) == (
        "Take B. It is 2.5 times better."
    )
    assert texts(main, "section[@class='reply']//b") == ["Take B."]
    assert "For the list." not in words(main)
    assert texts(main, ".//article//section/*") == ["An example", "A has 41 points."]
    assert texts(main, ".//section[@id='next-step']/*") == [
        "Do it now", "Git", "3–5 h", "Do it or read on.", "Open the step",
    ]  # fmt: skip
    assert main.find(".//details[@id='others-wrote']").get("open") is None
    assert texts(main, ".//nav[@class='index']//ol[1]/li") == [
        "Why", "An example", "What to do next", "What others wrote",
    ]  # fmt: skip
    targets = links(main.find(".//nav[@class='index']//ol[1]"))
    assert all(main.findall(f".//*[@id='{target[1:]}']") for target in targets)


def test_the_answer_in_chinese_has_no_space_between_its_sentences(client):
    make_chapter(
        slug="one",
        answer_en="One. Two.",
        answer_zh="第一句3.5倍。第二句。",
        example_zh="1加1。",
        next_step_zh="看[薪资](page:salaries)。",
    )

    page = get(client, "/zh-hans/guide/one/")

    assert page.find(".//p[@class='answer']").text_content().strip() == (
        "第一句3.5倍。第二句。"
    )
    assert texts(page, ".//nav[@class='index']//ol[1]/li") == ["举例", "接下来做什么"]
    assert texts(page, ".//section[@id='next-step']/h2") == ["接下来做什么"]


def test_a_chapter_ends_with_the_first_step_of_today_under_what_to_do(client):
    for slug in ("sql", "git", "old", "draft"):
        make_step(slug=slug, name_en=slug.upper(), published=slug != "draft")
    Step.objects.filter(slug="old").update(retired_on="2025-01-01")
    make_chapter(
        slug="one",
        body_en="[a](step:sql)",
        next_step_en="[c](step:old) [d](step:draft) [b](step:git) [a](step:sql)",
    )
    make_chapter(slug="two", body_en="Nothing to do.")

    assert texts(get(client, "/guide/one/"), ".//section[@id='next-step']/h2") == [
        "GIT"
    ]
    assert "Do it now" not in words(get(client, "/guide/two/"))


def test_a_chapter_says_how_long_it_takes_to_read(client):
    make_chapter(slug="one", body_en="word " * 700, body_zh="字" * 700)

    pages = get(client, "/guide/one/"), get(client, "/zh-hans/guide/one/")

    assert [texts(page, ".//p[@class='kicker']")[0] for page in pages] == [
        "Chapter 1 of 1 · 4 minutes",
        "第1章，共1章 · 2分钟",
    ]


WHOLE = {
    "answer_en": "Yes. No.",
    "answer_zh": "是。否。",
    "body_en": "word " * 400,
    "body_zh": "字" * 600,
    "example_en": "1 and 1.",
    "example_zh": "1加1。",
    "next_step_en": "[Do it](step:git)",
    "next_step_zh": "[做](step:git)",
    "others_wrote_en": "",
    "others_wrote_zh": "",
}


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, []),
        ({"answer_zh": "", "example_en": ""}, ["lacks answer_zh, example_en"]),
        ({"answer_en": "A. B. C."}, ["answer_en has more than 2 sentences"]),
        ({"answer_zh": "甲。乙。丙。"}, ["answer_zh has more than 2 sentences"]),
        ({"answer_en": "It takes 2.5 hours."}, []),
        ({"next_step_en": "Read."}, ["next_step_en leads to no page of ours"]),
        ({"example_zh": "一加一。"}, ["example_zh has no figure"]),
        ({"body_en": "word " * 300}, ["307 words, allowed 400 to 900"]),
        ({"body_en": "[word](role:x-y) " * 900}, ["907 words, allowed 400 to 900"]),
        ({"others_wrote_en": "word " * 45}, []),
        (
            {"others_wrote_en": "word " * 46},
            ["46 of 453 words about what others wrote"],
        ),
    ],
)
def test_a_chapter_that_breaks_a_rule_says_which(changed, faults):
    assert list(chapter_faults(WHOLE | changed)) == faults


@pytest.mark.parametrize("field", ["answer", "example", "next_step", "others_wrote"])
def test_search_finds_the_words_of_every_part(client, field):
    texts_of_it = {f"{field}_en": "A zebra.", f"{field}_zh": "斑马。"}
    make_chapter(name_en="Offers", name_zh="录用", **texts_of_it)

    assert "Offers" in words(get(client, "/search/?q=zebra").find(".//main"))
    assert "录用" in words(get(client, "/zh-hans/search/?q=斑马").find(".//main"))


HOURS = """Count.

| Work | Hours |
|-|-|
| code | 1,000 |
| talk | 250.0 h |
| none | - |

[picture]

After."""
OFFERS = """| What | Weight | A | B |
|-|-|-|-|
| Pay | 3 | 5 | 3 |
| Place | 2 | 2 | 4 |
| Added | | 19 | 17 |"""


def test_bars_are_as_wide_as_the_numbers_of_the_table(client):
    make_chapter(slug="one", body_en="Before.", example_en=HOURS, picture="bars")

    example = get(client, "/guide/one/").find(".//section[@id='example']")

    assert [part.tag for part in example] == ["h2", "p", "table", "figure", "p"]
    assert texts(example, ".//dt") == ["code", "talk"]
    assert [bar.get("width") for bar in example.iter("rect")] == ["100.0%", "25.0%"]
    assert example.find("figure").get("aria-hidden") == "true"


def test_offers_are_drawn_piece_by_piece_from_their_table():
    first, second = stacks_of(OFFERS)

    assert (first.name, first.total, first.end) == ("A", "19", "89.0%")
    assert (second.name, second.total) == ("B", "17")
    assert [piece[:5] for piece in first.pieces] == [
        ("9.0%", "63.2%", "40.6%", 1, True),
        ("72.2%", "16.8%", "80.6%", 2, False),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "No table.", "| A |\n|-|", "| A | B |\n|-|-|\n| x | y |", "| A | B | C |\n|-|-|-|\n| x | 0 | 0 |"],
)  # fmt: skip
def test_a_table_without_figures_draws_nothing(client, text):
    for picture in ("bars", "weighed"):
        make_chapter(slug=picture, example_en=f"{text}\n\n[picture]", picture=picture)

        page = get(client, f"/guide/{picture}/")

        assert page.findall(".//article//rect") == []
    assert (bars_of(text), stacks_of(text)) == ([], [])
