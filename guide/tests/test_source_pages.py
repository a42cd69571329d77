"""Where everything comes from, and where it is used."""

import pytest

from guide.models import Citation, Source
from guide.tests.factory import (
    make_chapter,
    make_citation,
    make_course,
    make_fact,
    make_mention,
    make_role,
    make_salary,
    make_skill,
    make_source,
    make_step,
    make_term,
)
from tests.document import document, foreign, items, links, texts, words

pytestmark = pytest.mark.django_db
SAYS = "What it says, and where we use it"


def source_page(client, prefix=""):
    return document(client.get(f"{prefix}/sources/article/"))


@pytest.fixture
def source(db):
    return make_source(
        slug="article",
        title="An article",
        author="A. Writer",
        publisher="A paper",
        kind="article",
    )


@pytest.mark.parametrize(
    ("prefix", "by"), [("", "publisher not named"), ("/zh-hans", "未注明发布方")]
)
def test_a_source_that_names_no_publisher_says_so_and_its_figures_name_it_by_title(
    client, prefix, by
):
    source = make_source(slug="article", title="An article", publisher=Source.UNNAMED)

    assert texts(source_page(client, prefix), ".//p[@class='lede']") == [by]
    assert words(
        document(client.get(f"{prefix}/sources/")).find(".//ul[@class='quotes']")
    ).startswith(f"An article {by}")
    assert source.credit == "An article"


@pytest.mark.parametrize(
    ("prefix", "publisher"), [("", "Maimai"), ("/zh-hans", "脉脉")]
)
def test_a_publisher_with_a_chinese_name_has_it_in_chinese(client, prefix, publisher):
    source = make_source(slug="article", publisher="Maimai", publisher_zh="脉脉")
    make_citation(make_role(slug="mle"), source)

    assert texts(source_page(client, prefix), ".//p[@class='lede']") == [publisher]
    role = document(client.get(f"{prefix}/roles/mle/"))
    assert f"{publisher}{'，' if prefix else ', '}" in words(role.find(".//main"))
    assert publisher not in foreign(role)


@pytest.mark.parametrize(
    ("prefix", "publishers"),
    [("", ["Beijing", "Kaggle", "Zhaopin"]), ("/zh-hans", ["北京", "Kaggle", "智联"])],
)
def test_the_list_is_sorted_by_the_publisher_as_the_reader_sees_it(
    client, prefix, publishers
):
    make_source(publisher="Zhaopin", publisher_zh="智联")
    make_source(publisher="Kaggle", publisher_zh="")
    make_source(publisher="Beijing", publisher_zh="北京")

    page = document(client.get(f"{prefix}/sources/"))
    rows = texts(page, ".//ul[@class='quotes']//span[@class='soft from']")
    comma = "，" if prefix else ", "
    assert [row.split(comma)[0] for row in rows] == publishers


def test_a_source_says_who_wrote_it_when_and_when_it_was_read(client):
    make_source(
        slug="article", title="An article", author="A. Writer", publisher="A paper", published_on="2025-08",
        accessed_on="2026-11-20", licence="CC BY 4.0", url="https://example.org/a", summary_en="In short.",
    )  # fmt: skip

    page = source_page(client)

    assert texts(page, ".//h1") == ["An article"]
    assert texts(page, ".//p[@class='lede']") == ["A. Writer · A paper"]
    assert texts(page, ".//dl[@class='facts']//dd") == [
        "August 2025",
        "20 November 2026",
        "CC BY 4.0",
    ]
    assert page.find(".//p[@class='actions']/a").get("href") == "https://example.org/a"
    assert "In short." in texts(page, ".//main/p")


def test_a_source_needs_neither_address_nor_date(client):
    make_source(slug="article", url="", published_on="undated")

    page = source_page(client)

    assert page.find(".//p[@class='actions']") is None
    assert texts(page, ".//dl[@class='facts']//dd")[0] == "undated"


def test_a_source_that_nobody_read_names_no_day_of_reading(client):
    make_source(slug="article", published_on="2025", accessed_on="undated")

    assert texts(source_page(client), ".//dl[@class='facts']//dt") == ["Published"]


def test_statements_come_in_their_number_with_every_place_that_uses_them(
    client, source
):
    step, role, chapter = (
        make_step(slug="sql", name_en="SQL"),
        make_role(name_en="Engineer"),
        make_chapter(),
    )
    make_citation(step, source, statement="10", passage_en="Practise.")
    make_citation(role, source, statement="2", passage_en="Learn SQL.")
    make_citation(step, source, statement="2", passage_en="Learn SQL.")
    make_citation(chapter, source, statement="", passage_en="An aside.")

    page = source_page(client)

    assert items(page, SAYS) == [
        "Learn SQL. Engineer · SQL",
        "Practise. SQL",
        f"An aside. {chapter.name_en}",
    ]
    assert links(page, SAYS)[1] == "/steps/sql/"


def test_terms_and_pages_that_use_a_source_are_linked_where_they_stand(client, source):
    make_citation(make_term(slug="loss", name_en="Loss"), source, statement="1")
    Citation.objects.create(
        source=source, statement="2", subject="page", subject_slug="salaries"
    )

    page = source_page(client)

    assert links(page, SAYS) == ["/glossary/#loss", "/salaries/"]
    assert items(page, SAYS) == ["It says so. Loss", "Salaries"]


def test_everything_that_rests_on_a_source_is_listed(client, source):
    make_mention(make_skill(name_en="Tensors"), source, passage_en="Know them.")
    make_mention(make_skill(name_en="Algebra"), source)
    make_step(name_en="Capstone", source=source)
    make_course(title="A course", source=source)
    make_salary(source=source, mid=52000)
    fact = make_fact(subject_en="Jobs", metric_en="growth")
    type(fact).objects.update(source=source)

    page = source_page(client)

    assert items(page, "Skills it names or describes") == [
        "Algebra",
        "Tensors Know them.",
    ]
    assert items(page, "Steps that base their hours on it") == ["Capstone"]
    assert items(page, "Courses and books for which we used it") == ["A course"]
    assert "£52,000" in items(page, "Salary figures")[0]
    assert [fact.slug] == [
        item.get("id") for item in page.findall(".//ul[@class='quotes']/li[@id]")
    ]


def test_a_figure_says_its_place_and_range_and_not_its_source_again(client, source):
    make_salary(
        source=source, city="Leeds", kind="median", mid=50000, low=40000, high=60000, passage_en="From 40 adverts.",
    )  # fmt: skip

    name, line = items(source_page(client), "Salary figures")[0].split(": ")
    assert name.startswith("Occupation")
    assert line == (
        "£50,000, £40,000 – £60,000, a year, median, Leeds, United Kingdom From 40 adverts."
    )


def test_a_passage_that_holds_the_amount_stands_alone(client, source):
    make_salary(source=source, mid=50000, passage_en="An average of 50,000 pounds.")

    line = items(source_page(client), "Salary figures")[0]
    assert "£" not in line
    assert line.endswith(": An average of 50,000 pounds.")


def test_a_chinese_passage_that_holds_the_amounts_in_ten_thousands_stands_alone(
    client, source
):
    make_salary(source=source, mid=250000, passage_en=".", passage_zh="平均25万英镑。")
    make_salary(source=source, mid=260000, passage_en=".", passage_zh="约26.5万英镑。")

    alone, beside = sorted(items(source_page(client, "/zh-hans"), "薪资数据"), key=len)
    assert alone.endswith("：平均25万英镑。")
    assert "250,000" not in alone
    assert "260,000" in beside
    assert beside.endswith("约26.5万英镑。")


def test_figures_of_a_source_come_the_newest_first(client, source):
    make_salary(source=source, mid=100, year=2024)
    make_salary(source=source, mid=300, year=2026)
    make_salary(source=source, mid=200, year=2025)

    assert [
        item.split("£")[1][:3] for item in items(source_page(client), "Salary figures")
    ] == ["300", "200", "100"]


def test_drafts_that_rest_on_a_source_do_not_show(client, source):
    make_mention(make_skill(published=False), source)
    make_citation(make_role(published=False), source)
    make_step(published=False, source=source)
    make_course(published=False, source=source)
    make_salary(published=False, source=source)
    fact = make_fact(published=False)
    type(fact).objects.update(source=source)

    assert texts(source_page(client), ".//main//h2") == []


def test_a_course_is_named_in_its_own_language(client, source):
    make_course(title="机器学习", languages="zh en", source=source)
    make_citation(make_course(title="深度学习", languages="zh"), source)

    assert foreign(source_page(client)) == {
        "机器学习": "zh-Hans",
        "深度学习": "zh-Hans",
    }


def test_the_list_puts_articles_first_and_counts_uses(client):
    make_source(title="Statistics", publisher="An office", kind="official")
    article = make_source(
        slug="article", title="An article", publisher="Z paper", kind="article"
    )
    make_citation(make_step(source=article), article)
    make_source(title="Draft", published=False)

    page = document(client.get("/sources/"))
    rows = texts(page, ".//ul[@class='quotes']/li")

    assert rows == [
        "An article Z paper, August 2025 · career guide · used 2 times",
        "Statistics An office, August 2025 · official statistics",
    ]
    assert links(page.find(".//ul[@class='quotes']"))[0] == "/sources/article/"


def test_long_lists_go_over_pages(client):
    for _ in range(61):
        make_source()

    assert (
        len(document(client.get("/sources/")).findall(".//ul[@class='quotes']/li"))
        == 60
    )
    assert (
        len(
            document(client.get("/sources/?page=2")).findall(
                ".//ul[@class='quotes']/li"
            )
        )
        == 1
    )
    nothing = document(client.get("/sources/?page=9")).find(
        ".//p[@class='message warning']"
    )
    assert words(nothing) == "There is no page “9”. Pages go from 1 to 2."


def test_an_empty_list_says_so(client):
    assert "No source is published yet." in words(document(client.get("/sources/")))


def test_chinese_readers_get_the_passages_and_names_in_chinese(client, source):
    make_citation(make_step(name_zh="数据库"), source, passage_zh="先学数据库。")
    make_mention(make_skill(name_zh="优化"), source)
    make_mention(make_skill(name_zh="数据"), source)

    page = source_page(client, "/zh-hans")

    assert "先学数据库。 数据库" in texts(page, ".//li")
    assert [
        text
        for text in texts(page, ".//ul[@class='quotes']/li/a")
        if text in ("数据", "优化")
    ] == ["数据", "优化"]


def test_passages_without_translation_are_marked_as_english(client, source):
    make_citation(
        make_step(name_en="SQL", name_zh=""),
        source,
        passage_en="Learn SQL.",
        passage_zh="",
    )

    assert foreign(source_page(client, "/zh-hans")) == {
        "An article": "en",
        "A paper": "en",
        "Learn SQL.": "en",
        "SQL": "en",
    }


def test_drafts_and_unknown_sources_do_not_exist(client):
    make_source(slug="draft", published=False)

    assert [
        client.get(f"/sources/{slug}/").status_code for slug in ("draft", "nowhere")
    ] == [404, 404]


@pytest.mark.parametrize("address", ["/sources/", "/sources/article/"])
def test_source_pages_take_no_post(client, source, address):
    assert client.post(address).status_code == 405


def test_a_chinese_publisher_is_not_marked_as_english(client):
    make_source(slug="article", title="薪酬报告", publisher="北京市人社局")

    assert foreign(source_page(client, "/zh-hans")) == {}
    assert foreign(source_page(client)) == {
        "薪酬报告": "zh-Hans",
        "北京市人社局": "zh-Hans",
    }
