"""The first page of a newcomer: a live beginning, where they stand, and whether it is worth it."""

import pytest

from guide.home.elsewhere import pay_elsewhere
from guide.home.lengths import roadmap_lengths
from guide.home.starts import starts
from guide.home.working_day import working_day
from guide.models import Stop
from guide.tests.factory import (
    make_background,
    make_chapter,
    make_roadmap,
    make_skill,
    make_step,
    make_track,
)
from tests.document import below, document, foreign, items, links, texts, words

pytestmark = pytest.mark.django_db
WHERE = "Where are you today?"
DAY = """
## One invented day

| Time | Work | Kind |
|-|-|-|
| 9:00 | Read the alerts | production |
| 11:00 | Fix the pipeline | data, code |
| 17:00 | Review | code |

Most of it is code.

## Afterwards
"""


def home_page(client, prefix=""):
    return document(client.get(f"{prefix}/"))


def test_the_first_five_stops_of_the_weekend_route_can_be_ticked_at_once(client):
    make_roadmap(steps=1)
    roadmap = make_roadmap(steps=7, slug="weekend-route", name_en="Weekends")
    names = [stop.step.name_en for stop in roadmap.stops.in_order()]

    page = home_page(client)

    begin = page.find(".//ol[@class='line-map']")
    assert texts(begin, ".//a[@class='title']") == names[:5]
    assert begin.find("li").get("class") == "stop not-started next"
    assert page.find(".//form[@id='progress']/input[@name='next']").get("value") == "/"
    assert (
        page.find(".//form[@id='progress']/input[@name='roadmap']").get("value")
        == "weekend-route"
    )
    assert texts(page, ".//p[@class='begin__rest']") == [
        "The whole of “Weekends”: 7 steps"
    ]


def test_without_that_route_the_first_one_is_begun(client):
    make_roadmap(order=2)
    make_roadmap(order=1, slug="first")

    page = home_page(client)

    assert links(page.find(".//p[@class='begin__rest']")) == ["/roadmaps/first/"]


def test_everybody_without_cookies_gets_the_same_bytes(client):
    make_background(make_roadmap(steps=2))

    first, second = client.get("/"), client.get("/", headers={"User-Agent": "other"})

    assert first.content == second.content
    assert not first.cookies


def test_a_second_visit_asks_only_whether_the_content_is_the_same(
    client, settings, django_assert_max_num_queries
):
    settings.CONTENT_VERSION_SECONDS = 60
    make_background(make_roadmap(steps=2), {make_skill(): 1})
    client.get("/")

    with django_assert_max_num_queries(1):
        client.get("/", {"unknown": "parameter"})


def test_each_background_leads_to_its_route_in_the_one_sentence_of_all_pages(client):
    make_background(
        make_roadmap(steps=2, slug="short"),
        order=2,
        name_en="I am curious",
        summary_en="You want to see.",
    )
    make_background(
        make_roadmap(steps=3, slug="long"), order=1, name_en="I work", summary_en=""
    )
    make_background(make_roadmap(published=False), name_en="Nowhere")
    make_background(make_roadmap(), published=False, name_en="Draft")

    page = home_page(client)

    assert items(page, WHERE) == [
        "I work 3 steps · 30–60 h",
        "I am curious You want to see. 2 steps · 20–40 h",
    ]
    assert links(page, WHERE)[:2] == ["/roadmaps/long/", "/roadmaps/short/"]


def test_routes_that_no_background_suggests_are_named_below(client):
    make_background(make_roadmap(slug="suggested"))
    make_roadmap(slug="other", name_en="Another")

    page = home_page(client)

    [_, others] = below(page, WHERE)
    assert words(others) == "Other routes: Another"
    assert links(others) == ["/roadmaps/other/"]


@pytest.mark.parametrize(
    ("level", "brought"), [(1, 0), (2, 1), (4, 1)], ids=["below", "just", "above"]
)
def test_a_step_is_brought_whose_skills_all_are(level, brought):
    python, sql = make_skill(), make_skill()
    track = make_track()
    both = make_step(track, skills=[python, sql])
    reading, other = make_step(track), make_step(track, skills=[make_skill()])
    make_background(make_roadmap([both, reading, other]), {python: 2, sql: level})

    [start] = starts()

    done = [path.d for path in start.strip.paths if path.kind == "gone"]
    assert (start.brought, len(done)) == (brought, brought)


def test_what_a_background_brings_is_counted_in_words(client):
    skill, track = make_skill(), make_track()
    roadmap = make_roadmap([make_step(track, skills=[skill]), make_step(track)])
    make_background(roadmap, {skill: 3}, name_en="I write software")
    Stop.objects.filter(roadmap=roadmap, order=1).update(need="if-missing")

    [start] = items(home_page(client), WHERE)

    assert start.startswith("I write software 1 step you can probably do already")


def test_all_strips_share_one_scale():
    make_background(make_roadmap(steps=2))
    make_background(make_roadmap(steps=9))

    assert len({start.strip.width for start in starts()}) == 1


def test_the_lengths_of_all_routes_share_one_scale_shortest_first():
    make_roadmap(steps=10)
    make_roadmap(steps=5)
    make_roadmap(steps=0)

    assert [(length.start, length.width) for length in roadmap_lengths()] == [
        ("25.0%", "25.0%"),
        ("50.0%", "50.0%"),
    ]


def test_the_working_day_is_read_from_the_table_of_its_chapter():
    make_chapter(slug="a-working-day", body_en=DAY)

    day = working_day("en")

    assert [(kind.name, kind.times) for kind in day.kinds] == [
        ("code", ["25.0%", "100.0%"]),
        ("production", ["0.0%"]),
        ("data", ["25.0%"]),
    ]
    assert (day.title, day.things, day.begins, day.ends, day.conclusion) == (
        "One invented day",
        3,
        "9:00",
        "17:00",
        "Most of it is code.",
    )


@pytest.mark.parametrize(
    "chapter",
    [
        {"published": False, "body_en": DAY},
        {"body_en": "No table."},
        {"body_en": "| 9:00 | Alone | code |"},
        {"body_en": "| 9 | Read | code |\n| noon | Eat | people |"},
    ],
    ids=["a draft", "no table", "one row", "no times"],
)
def test_where_the_chapter_has_no_such_table_the_day_is_left_out(client, chapter):
    make_chapter(slug="a-working-day", **chapter)
    make_roadmap()

    assert working_day("en") is None
    assert "What a day is like" not in texts(home_page(client), ".//h3")


def test_the_three_facts_stand_in_order(client):
    make_chapter(slug="a-working-day", body_en=DAY)
    make_roadmap()

    page = home_page(client)

    assert texts(page, ".//h3") == [
        "What it pays",
        "What a day is like",
        "How long it takes",
    ]
    assert "3 things One invented day · 3 kinds of work" in texts(
        page, ".//p[@class='big']"
    )


def test_other_countries_are_offered_but_not_the_one_at_hand():
    found = pay_elsewhere("engineer", "US")

    assert [name for name, _ in found] == [
        "United Kingdom",
        "Germany",
        "India",
        "China",
    ]
    assert found[0][1] == "/salaries/?role=engineer&country=GB"


def test_the_page_ends_with_what_to_do_next(client):
    page = home_page(client)

    assert links(page.findall(".//p[@class='actions']")[-1]) == ["#where", "/guide/"]


def test_chinese_readers_find_chinese_names_and_addresses(client):
    make_chapter(slug="a-working-day", body_en=DAY, body_zh=DAY.replace("code", "代码"))
    make_background(
        make_roadmap(name_zh="自学路线", slug="weekend-route"), name_zh="我只是好奇"
    )

    page = home_page(client, "/zh-hans")

    assert "我只是好奇" in texts(page, ".//ul[@class='starts']//b")
    assert "/zh-hans/roadmaps/weekend-route/" in links(page)
    assert "代码" in texts(page, ".//dt")
    assert page.get("lang") == "zh-Hans"
    assert foreign(page) == {}


def test_what_has_no_translation_is_marked_as_english(client):
    make_background(make_roadmap(steps=1), name_en="I am curious", name_zh="")

    assert foreign(home_page(client, "/zh-hans")) == {"I am curious": "en"}


def test_without_content_the_page_stands_and_promises_no_map(client):
    page = home_page(client)

    assert texts(page, ".//h1") == ["A clear way into machine learning engineering"]
    assert page.find(".//ol[@class='line-map']") is None
    assert items(page, WHERE) == []


def test_the_first_page_takes_no_post(client):
    assert client.post("/").status_code == 405
