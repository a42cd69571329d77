import pytest

from guide.tests.factory import make_roadmap, make_step, make_track
from tests.document import document, foreign, items, links, texts

pytestmark = pytest.mark.django_db
ROUTES = "Choose where you start"


def test_the_first_page_shows_the_map_of_the_self_taught_route(client):
    make_roadmap(steps=1)
    track = make_track()
    make_roadmap(
        [make_step(track, slug="sql", name_en="SQL")], slug="self-taught-route"
    )

    page = document(client.get("/"))

    assert texts(page, ".//ol[@class='line-map']//a[@class='title']") == ["SQL"]
    assert (
        links(page.find(".//p[@class='actions']"))[0] == "/roadmaps/self-taught-route/"
    )


def test_without_that_route_it_shows_the_first_one(client):
    make_roadmap(order=2)
    make_roadmap(order=1, slug="first")

    page = document(client.get("/"))

    assert links(page.find(".//p[@class='actions']"))[0] == "/roadmaps/first/"


def test_a_long_map_shows_a_window_of_thirteen_rows(client):
    make_roadmap(steps=40)

    page = document(client.get("/"))

    assert len(page.findall(".//ol[@class='line-map']/li")) == 13


def test_every_published_roadmap_is_offered_with_its_sums(client):
    make_roadmap(steps=2, order=1, name_en="Long way", audience_en="Beginners")
    make_roadmap(steps=1, order=2, name_en="Short way")
    make_roadmap(published=False, name_en="Draft")

    page = document(client.get("/"))

    assert items(page, ROUTES) == [
        "Long way Beginners 2 steps · 20–40 h",
        "Short way 1 step · 10–20 h",
    ]


def test_chinese_readers_find_chinese_names_and_addresses(client):
    make_roadmap(name_zh="自学路线", slug="self-taught-route")

    page = document(client.get("/zh-hans/"))

    assert "自学路线" in texts(page, ".//ul[@class='tiles']//b")
    assert "/zh-hans/roadmaps/self-taught-route/" in links(page)
    assert page.get("lang") == "zh-Hans"


def test_a_name_without_translation_is_marked_as_english(client):
    make_roadmap(steps=1, name_en="Weekend way", name_zh="")

    page = document(client.get("/zh-hans/"))

    assert foreign(page) == {"Weekend way": "en"}


def test_without_content_the_page_stands_and_promises_no_map(client):
    page = document(client.get("/"))

    assert texts(page, ".//h1") == ["A clear way into machine learning engineering"]
    assert page.find(".//ol[@class='line-map']") is None
    assert items(page, ROUTES) == []


def test_the_first_page_takes_no_post(client):
    assert client.post("/").status_code == 405
