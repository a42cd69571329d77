from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from guide.models import RoleNeighbour
from guide.salaries import catalogue
from guide.tests.factory import (
    make_citation,
    make_requirement,
    make_roadmap,
    make_role,
    make_salary,
    make_skill,
    make_source,
)
from tests.document import below, document, foreign, items, links, texts, words

pytestmark = pytest.mark.django_db


def role_page(client, prefix=""):
    return document(client.get(f"{prefix}/roles/mle/"))


def comparison(page):
    """The table, row by row."""
    return [
        texts(row, "*") for row in page.findall(".//table[@class='comparison']//tr")
    ]


@pytest.fixture
def three(db):
    """Three roles in order; engineer and scientist share one skill, the analyst has one of its own."""
    engineer, scientist, analyst = (
        make_role(slug=name.lower(), name_en=name, order=order)
        for order, name in enumerate(["Engineer", "Scientist", "Analyst"])
    )
    sql = make_skill(name_en="SQL", slug="sql")
    sql.category.name_en = "Data"
    sql.category.save()
    make_requirement(engineer, sql, level=2)
    make_requirement(scientist, sql, level=3)
    make_requirement(analyst, make_skill(sql.category, name_en="Excel"), level=1)


def test_a_role_shows_its_duties_and_its_day_line_by_line(client):
    make_role(
        slug="mle",
        name_en="Engineer",
        duties_en="Train models.\nShip models.",
        day_in_life_en="Stand-up\n\nCode",
    )

    page = role_page(client)

    assert texts(page, ".//h1") == ["Engineer"]
    assert items(page, "Duties") == ["Train models.", "Ship models."]
    assert items(page, "A day in the life") == ["Stand-up", "Code"]


def test_a_role_says_how_it_differs_from_its_neighbours(client):
    role, other = make_role(slug="mle"), make_role(slug="ds", name_en="Scientist")
    RoleNeighbour.objects.create(
        role=role, neighbour=other, text_en="More questions, less code."
    )

    page = role_page(client)
    (pairs,) = below(page, "How it differs from its neighbours")

    assert words(pairs) == "Scientist More questions, less code. Side by side"
    assert links(pairs) == ["/roles/ds/", "/roles/compare/?a=mle&b=ds"]


def test_a_role_lists_its_skills_by_category_the_highest_levels_first(client):
    role, skill = make_role(slug="mle"), make_skill(name_en="SQL")
    make_requirement(role, skill, level=2)
    make_requirement(role, make_skill(skill.category, name_en="Git"), level=3)

    assert texts(role_page(client), ".//ul[@class='chips']/li") == [
        "Git proficient, core",
        "SQL working, core",
    ]


def test_a_role_shows_its_roadmaps_and_the_newest_figures(client, monkeypatch):
    # Two years later the figures would say of themselves that they are old.
    monkeypatch.setattr(
        catalogue,
        "timezone",
        SimpleNamespace(now=lambda: datetime(2026, 11, 21, tzinfo=UTC)),
    )
    roadmap = make_roadmap(name_en="Way")
    role = roadmap.role
    role.slug = "mle"
    role.save()
    make_salary(role, mid=60000, year=2026)
    for _ in range(12):
        make_salary(role, mid=50000, year=2025)

    page = role_page(client)
    lines = texts(page, ".//ul[@class='quotes']/li")

    assert items(page, "Roadmaps to it") == ["Way"]
    assert lines[0] == "£60,000 a year, average, United Kingdom · A publisher, May 2025"
    assert len(lines) == 6
    assert links(page, "What it pays")[-1] == "/salaries/?role=mle"


def test_a_figure_of_a_neighbouring_job_names_that_job(client):
    role = make_role(slug="mle")
    figure = make_salary(role)
    figure.occupation.role_links.update(relation="proxy")

    (line,) = texts(role_page(client), ".//ul[@class='quotes']/li")

    assert figure.occupation.name_en in line
    assert "Proxy: another occupation that stands in for this role." in line


def test_drafts_do_not_show_beside_a_role(client):
    role, draft = make_role(slug="mle"), make_role(published=False)
    RoleNeighbour.objects.create(role=role, neighbour=draft, text_en="It differs.")
    make_requirement(role, make_skill(published=False))
    make_salary(role, published=False)
    make_citation(role, source=make_source(published=False))

    page = role_page(client)

    assert texts(page, ".//main//h2") == []


def test_the_list_shows_published_roles_in_order(client):
    make_role(name_en="Second", order=2)
    make_role(name_en="First", order=1, summary_en="Builds models.")
    make_role(name_en="Draft", published=False)

    page = document(client.get("/roles/"))

    assert texts(page, ".//ul[@class='tiles']//b") == ["First", "Second"]
    assert texts(page, ".//ul[@class='tiles']//span") == ["Builds models."]


@pytest.mark.parametrize("address", ["/roles/", "/roles/compare/"])
def test_empty_pages_say_so(client, address):
    assert "No role is published yet." in texts(
        document(client.get(address)), ".//main/p"
    )


def test_two_roles_stand_side_by_side_skill_by_skill(client, three):
    page = document(client.get("/roles/compare/?a=engineer&b=scientist"))

    assert comparison(page) == [
        ["Skill", "Engineer", "Scientist"],
        ["Data"],
        ["SQL", "working core", "proficient core"],
    ]
    assert [row.get("class") for row in page.iter("tr")] == [None, "group", "differs"]


def test_three_roles_stand_side_by_side(client, three):
    page = document(client.get("/roles/compare/?a=analyst&b=engineer&c=scientist"))

    assert comparison(page) == [
        ["Skill", "Analyst", "Engineer", "Scientist"],
        ["Data"],
        ["Excel", "aware core", "not asked for", "not asked for"],
        ["SQL", "not asked for", "working core", "proficient core"],
    ]


def test_without_a_choice_the_first_two_roles_are_compared(client, three):
    assert comparison(document(client.get("/roles/compare/")))[0] == [
        "Skill",
        "Engineer",
        "Scientist",
    ]


@pytest.mark.parametrize("query", ["?a=analyst", "?b=analyst", "?a=analyst&b=analyst"])
def test_one_role_asks_for_a_second(client, three, query):
    page = document(client.get(f"/roles/compare/{query}"))

    assert texts(page, ".//main/p[@class='message']") == [
        "Choose a second role to compare with."
    ]
    assert comparison(page)[0] == ["Skill", "Analyst"]


def chosen_in_selects(page):
    return [
        option.get("value")
        for option in page.findall(".//select/option[@selected]")
        if option.get("value")
    ]


@pytest.mark.parametrize(
    ("query", "compared"),
    [
        ("", ["engineer", "scientist"]),
        ("?a=&b=", ["engineer", "scientist"]),
        ("?a=wizard", ["engineer", "scientist"]),
        ("?a=scientist&b=analyst", ["scientist", "analyst"]),
        ("?a=analyst&b=analyst&c=engineer", ["analyst", "engineer"]),
        ("?b=analyst", ["analyst"]),
        ("?a=wizard&c=analyst&b=engineer", ["engineer", "analyst"]),
        ("?a=analyst&b=engineer&c=scientist", ["analyst", "engineer", "scientist"]),
    ],
)
def test_the_selects_show_the_roles_that_are_compared(client, three, query, compared):
    page = document(client.get(f"/roles/compare/{query}"))

    assert chosen_in_selects(page) == compared
    assert comparison(page)[0][1:] == [slug.capitalize() for slug in compared]


@pytest.mark.parametrize(
    ("query", "back"), [("", []), ("?a=engineer", ["/roles/compare/"])]
)
def test_there_is_a_way_back_only_from_a_choice(client, three, query, back):
    page = document(client.get(f"/roles/compare/{query}"))

    assert links(page.find(".//form[@class='filters card']")) == back


def test_a_role_that_is_not_known_is_named_and_left_out(client, three):
    page = document(client.get("/roles/compare/?a=wizard&b=engineer&c=scientist"))

    assert texts(page, ".//span[@class='wrong']") == [
        "“wizard” is not one of the choices here, so it was left out."
    ]
    assert comparison(page)[0] == ["Skill", "Engineer", "Scientist"]


def test_drafts_can_be_neither_chosen_nor_compared(client, three):
    make_role(slug="draft", published=False)
    make_requirement(
        make_role(slug="other"), make_skill(published=False, name_en="Draft skill")
    )

    page = document(client.get("/roles/compare/?a=draft&b=other"))

    assert (
        "“draft” is not one of the choices" in texts(page, ".//span[@class='wrong']")[0]
    )
    assert "draft" not in {option.get("value") for option in page.iter("option")}
    assert comparison(page) == []


def test_chinese_readers_compare_in_chinese(client):
    role, skill = (
        make_role(slug="mle", name_zh="工程师", order=0),
        make_skill(name_zh="数据库"),
    )
    make_requirement(role, skill)
    make_role(name_zh="科学家", order=1)

    page = document(client.get("/zh-hans/roles/compare/"))

    assert comparison(page)[0][1:] == ["工程师", "科学家"]
    assert comparison(page)[2][0] == "数据库"
    assert texts(role_page(client, "/zh-hans"), ".//h1") == ["工程师"]


def test_names_without_translation_are_marked_as_english(client):
    role = make_role(
        slug="mle", name_en="Engineer", name_zh="", duties_en="Train models."
    )
    make_requirement(role, make_skill(name_en="SQL", name_zh=""))

    assert foreign(role_page(client, "/zh-hans")) == {
        "Engineer": "en",
        "Train models.": "en",
        "SQL": "en",
    }
    option = document(client.get("/zh-hans/roles/compare/")).find(
        ".//option[@value='mle']"
    )
    assert option.get("lang") == "en"


def test_drafts_and_unknown_roles_do_not_exist(client):
    make_role(slug="draft", published=False)

    assert [
        client.get(f"/roles/{slug}/").status_code for slug in ("draft", "nowhere")
    ] == [404, 404]


@pytest.mark.parametrize("address", ["/roles/", "/roles/mle/", "/roles/compare/"])
def test_role_pages_take_no_post(client, address):
    make_role(slug="mle")

    assert client.post(address).status_code == 405
