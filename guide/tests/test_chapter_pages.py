"""What is read: chapters, questions, beliefs, further reading, the glossary."""

import pytest

from guide.tests.factory import (
    make_belief,
    make_chapter,
    make_citation,
    make_question,
    make_reading,
    make_requirement,
    make_role,
    make_salary,
    make_skill,
    make_source,
    make_term,
)
from tests.document import below, document, foreign, items, links, texts, words

pytestmark = pytest.mark.django_db
LISTS = {
    "/questions/": ("Question", make_question, "No question is published yet."),
    "/beliefs/": ("Belief", make_belief, "Nothing has been published yet."),
    "/glossary/": ("Term", make_term, "No terms yet."),
}


def get(client, address):
    return document(client.get(address))


def test_a_chapter_knows_its_place_and_leads_on(client):
    make_chapter(slug="one", name_en="One")
    make_chapter(
        slug="two", name_en="Two", summary_en="In short.", body_en="A **text**."
    )
    make_chapter(slug="three", name_en="Three")

    page = get(client, "/guide/two/")

    assert texts(page, ".//p[@class='kicker']") == ["Chapter 2 of 3 · 1 minute"]
    assert texts(page, ".//p[@class='lede']") == ["In short."]
    assert texts(page, ".//article/p") == ["A text."]
    assert [link.get("href") for link in page.iter("a") if link.get("rel")] == [
        "/guide/one/",
        "/guide/three/",
    ]
    assert (
        words(page.find(".//ol[@class='contents']//a[@aria-current='page']")) == "Two"
    )


def test_the_headings_of_a_chapter_stand_beside_it_as_links(client):
    make_chapter(
        slug="one",
        body_en="## First *thing*\n\nA.\n\n[picture]\n\n## [Second](step:sql)\n\nB.\n\n### Small",
        body_zh="## 第一\n\n甲。",
        picture="skill-groups",
    )

    page = get(client, "/guide/one/")
    beside = page.find(".//nav[@class='index']//ol[1]")

    assert texts(beside, "li") == ["First thing", "Second"]
    assert links(beside) == ["#part-1", "#part-2"]
    assert [(h2.get("id"), words(h2)) for h2 in page.findall(".//article//h2")] == [
        ("part-1", "First thing"),
        ("part-2", "Second"),
    ]
    chinese = get(client, "/zh-hans/guide/one/").find(".//nav[@class='index']//ol[1]")
    assert texts(chinese, "li") == ["第一"]


def test_the_first_chapter_has_nothing_before_it_and_the_last_nothing_after(client):
    make_chapter(slug="one")
    make_chapter(slug="two")

    ways = [
        [link.get("rel") for link in get(client, f"/guide/{slug}/").iter("a")]
        for slug in ("one", "two")
    ]

    assert [set(way) - {None} for way in ways] == [{"next"}, {"prev"}]


@pytest.mark.parametrize(
    "picture", ["nested-fields", "life-of-a-model", "skill-groups"]
)
def test_a_picture_stands_where_the_text_says_so_and_is_told_in_words(client, picture):
    make_chapter(slug="one", body_en="Before.\n\n[picture]\n\nAfter.", picture=picture)

    article = get(client, "/guide/one/").find(".//article")

    assert [part.tag for part in article] == ["p", "figure", "p"]
    assert texts(article, "p") == ["Before.", "After."]
    assert "[picture]" not in words(article)
    description = article.find("figure//desc")
    assert words(article.find("figure") if description is None else description)


def test_the_picture_of_the_neighbours_is_counted_from_what_roles_ask_for(client):
    make_chapter(slug="one", picture="neighbours")
    skill = make_skill()
    skill.category.slug, skill.category.name_en = "mathematics", "Maths"
    skill.category.save()
    make_requirement(make_role(name_en="Researcher", order=1), skill, level=3)
    make_requirement(make_role(published=False), skill)

    table = get(client, "/guide/one/").find(".//table[@class='marks']")

    assert [texts(row, "*") for row in table.iter("tr")] == [
        ["Role", "Maths"],
        ["Researcher", "●a lot"],
    ]


def test_a_chapter_names_its_sources(client):
    make_citation(
        make_chapter(slug="one"), source=make_source(slug="article", title="An article")
    )

    assert links(get(client, "/guide/one/"), "Sources") == ["/sources/article/"]


def test_the_guide_lists_published_chapters_in_order_and_what_else_there_is(client):
    make_chapter(name_en="First", summary_en="Begin here.")
    make_chapter(name_en="Second")
    make_chapter(name_en="Draft", published=False)

    page = get(client, "/guide/")

    assert texts(page, ".//ol[@class='chapters']//b") == ["First", "Second"]
    assert texts(page, ".//ol[@class='chapters']//span") == ["Begin here."]
    assert links(page, "More to look up") == [
        "/questions/", "/beliefs/", "/glossary/", "/industries/", "/market/", "/further-reading/",
    ]  # fmt: skip


def test_a_guide_without_chapters_shows_the_rest(client):
    page = get(client, "/guide/")

    assert page.find(".//ol[@class='chapters']") is None
    assert len(links(page, "More to look up")) == 6


def test_drafts_and_unknown_chapters_do_not_exist(client):
    make_chapter(slug="draft", published=False)

    assert [
        client.get(f"/guide/{slug}/").status_code for slug in ("draft", "nowhere")
    ] == [404, 404]


def test_further_reading_shows_by_topic_what_can_be_opened_with_its_year(client):
    make_reading(
        title="A book",
        summary_en="Short and good.",
        url="https://example.org/a",
        published_on="2023",
    )
    make_reading(title="A site", url="https://example.org/b")
    make_reading(title="Only named", url="")
    make_reading(title="Draft", url="https://example.org/c", published=False)
    make_reading(title="A paper", topic_en="Papers", url="https://example.org/d")
    make_reading(title="Lost", topic_en="Lost papers", url="")

    page = get(client, "/further-reading/")

    assert texts(page, ".//main//h2") == ["Books", "Papers"]
    assert items(page, "Books") == ["A book 2023 · Short and good.", "A site"]
    assert links(page, "Books") == ["https://example.org/a", "https://example.org/b"]
    assert items(page, "Papers") == ["A paper"]
    assert (
        page.find(".//a[@href='https://example.org/a']").get("rel")
        == "noopener noreferrer"
    )


@pytest.mark.parametrize("address", LISTS)
def test_lists_leave_out_drafts_and_say_when_they_are_empty(client, address):
    _, make, empty = LISTS[address]
    make(name_en="A draft of mine", published=False)

    page = get(client, address)

    assert empty in texts(page, ".//main/p")
    assert "A draft of mine" not in words(page)


def test_further_reading_says_when_it_is_empty(client):
    make_reading(published=False)

    assert texts(get(client, "/further-reading/"), ".//main/p") == [
        "Nothing is published here yet. The sources of this site"
    ]


@pytest.mark.parametrize("address", LISTS)
def test_chinese_readers_read_chinese(client, address):
    _, make, _ = LISTS[address]
    make(slug="one", name_zh="名字", body_en="English.", body_zh="中文的答案。")

    page = get(client, f"/zh-hans{address}")

    assert "名字" in words(page.find(".//main"))
    assert "中文的答案。" in words(page.find(".//*[@id='one']"))


@pytest.mark.parametrize("address", LISTS)
def test_texts_without_translation_are_marked_as_english(client, address):
    _, make, _ = LISTS[address]
    make(name_en="Name", name_zh="", body_en="Answer.")

    assert foreign(get(client, f"/zh-hans{address}")) == {"Name": "en", "Answer.": "en"}


def test_a_chapter_without_translation_is_marked_as_english(client):
    make_chapter(
        slug="one",
        name_en="One",
        name_zh="",
        body_en="Before.\n\n[picture]\n\nAfter.",
        body_zh="",
    )

    assert foreign(get(client, "/zh-hans/guide/one/")) == {
        "One": "en",
        "Before.": "en",
        "After.": "en",
    }


def test_chinese_readers_read_the_chapter_in_chinese(client):
    make_chapter(slug="one", name_zh="第一章", body_en="Text.", body_zh="正文。")

    page = get(client, "/zh-hans/guide/one/")

    assert texts(page, ".//h1") == ["第一章"]
    assert texts(page, ".//article/p") == ["正文。"]
    assert below(page, "Sources") == []


ADDRESSES = [
    "/guide/",
    "/guide/one/",
    "/questions/",
    "/beliefs/",
    "/further-reading/",
    "/glossary/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_to_read_take_no_post(client, address):
    make_chapter(slug="one")

    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    ("address", "part", "said"),
    [
        ("/guide/", "Guide", "page"),
        ("/questions/", "Guide", "true"),
        ("/zh-hans/glossary/", "指南", "true"),
    ],
)
def test_the_menu_says_where_a_page_belongs(client, address, part, said):
    page = get(client, address)

    current = [
        link for link in page.findall(".//header//nav//a") if link.get("aria-current")
    ]
    assert [(words(link), link.get("aria-current")) for link in current] == [
        (part, said)
    ]


def test_the_chapter_on_pay_begins_with_one_figure_and_the_way_to_all(client):
    role = make_role(slug="machine-learning-engineer")
    make_salary(
        role, mid=60000, year=2026, as_of="2026-05", country="US", currency="USD"
    )
    make_chapter(slug="what-it-pays", body_en="It depends.")
    make_chapter(slug="other")

    page = get(client, "/guide/what-it-pays/")

    (reply,) = page.findall(".//section[@class='reply']")
    assert texts(reply, ".//p")[:2] == ["United States: it pays", "$60K"]
    assert links(reply)[-1] == "/salaries/?role=machine-learning-engineer&country=US"
    assert page.findall(".//main//svg") == []
    assert get(client, "/guide/other/").find(".//section[@class='reply']") is None
