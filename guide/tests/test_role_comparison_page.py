"""Roles side by side: what they ask for, where they differ, and the steps in between."""

import pytest

from guide.models import Role, Skill, Step, StepSkill
from guide.tests.factory import make_requirement, make_role, make_skill, make_step
from tests.document import document, links, texts, words

pytestmark = pytest.mark.django_db
STEPS = "Steps from one to the other"


def comparison(page, at=0):
    """The table of what differs, row by row, without the column of steps."""
    tables = page.findall(".//table[@class='comparison']")
    return (
        [
            [words(cell) for cell in row if cell.get("class") != "closes"]
            for row in tables[at].findall(".//tr")
        ]
        if tables
        else []
    )


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


def test_two_roles_stand_side_by_side_skill_by_skill(client, three):
    page = document(client.get("/roles/compare/?a=engineer&b=scientist"))

    assert comparison(page) == [
        ["Skill", "Engineer", "Scientist", STEPS],
        ["Data"],
        ["SQL", "working core", "proficient core"],
    ]


def test_the_steps_lead_from_the_lower_level_to_the_higher(client, three):
    sql = Skill.objects.get(slug="sql")
    for name, level, hours in (
        ("Basics", 2, 5),
        ("Long", 3, 90),
        ("Short", 3, 10),
        ("Too far", 4, 1),
        ("Old", 3, 1),
    ):
        step = make_step(name_en=name, hours_low=hours, hours_high=hours)
        StepSkill.objects.create(step=step, skill=sql, level=level)
    Step.objects.filter(name_en="Old").update(retired_on="2025-01-01")

    page = document(client.get("/roles/compare/?a=engineer&b=scientist"))

    assert texts(page, ".//td[@class='closes']/span") == ["Short 10 h", "Long 90 h"]


def test_what_is_asked_for_alike_is_folded_and_counted(client, three):
    engineer, scientist, _ = Role.objects.in_order()
    git = make_skill(name_en="Git")
    make_requirement(engineer, git, level=2)
    make_requirement(scientist, git, level=2)

    page = document(client.get("/roles/compare/?a=engineer&b=scientist"))

    assert texts(page, ".//details[@class='aged']/summary") == [
        "1 skill asked for equally"
    ]
    assert comparison(page, 1)[2] == ["Git", "working core", "working core"]
    assert texts(page, ".//section[@class='reply']//p") == [
        "Engineer", "2 skills", "it asks for the most in 0 of them",
        "Scientist", "2 skills", "it asks for the most in 1 of them",
    ]  # fmt: skip


def test_three_roles_stand_side_by_side(client, three):
    page = document(client.get("/roles/compare/?a=analyst&b=engineer&c=scientist"))

    assert comparison(page) == [
        ["Skill", "Analyst", "Engineer", "Scientist", STEPS],
        ["Data"],
        ["Excel", "aware core", "not asked for", "not asked for"],
        ["SQL", "not asked for", "working core", "proficient core"],
    ]


def test_without_a_choice_the_first_two_roles_are_compared(client, three):
    assert comparison(document(client.get("/roles/compare/")))[0] == [
        "Skill",
        "Engineer",
        "Scientist",
        STEPS,
    ]


@pytest.mark.parametrize("query", ["?a=analyst", "?b=analyst", "?a=analyst&b=analyst"])
def test_one_role_asks_for_a_second(client, three, query):
    page = document(client.get(f"/roles/compare/{query}"))

    assert texts(page, ".//main/p[@class='message']") == [
        "Choose a second role to compare with."
    ]
    assert comparison(page)[0][:2] == ["Skill", "Analyst"]


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
    assert [name for name in comparison(page)[0][1:] if name != STEPS] == [
        slug.capitalize() for slug in compared
    ]


@pytest.mark.parametrize(
    ("query", "back"), [("", []), ("?a=engineer", ["/roles/compare/"])]
)
def test_there_is_a_way_back_only_from_a_choice(client, three, query, back):
    page = document(client.get(f"/roles/compare/{query}"))

    assert links(page.find(".//form[@class='filters card']")) == back


def test_a_role_that_is_not_known_is_named_and_left_out(client, three):
    page = document(client.get("/roles/compare/?a=wizard&b=engineer&c=scientist"))

    assert texts(page, ".//span[@class='wrong']") == [
        "“wizard” is not an option here, so it was ignored."
    ]
    assert comparison(page)[0] == ["Skill", "Engineer", "Scientist", STEPS]


def test_drafts_can_be_neither_chosen_nor_compared(client, three):
    make_role(slug="draft", published=False)
    make_requirement(
        make_role(slug="other"), make_skill(published=False, name_en="Draft skill")
    )

    page = document(client.get("/roles/compare/?a=draft&b=other"))

    assert "“draft” is not an option here" in texts(page, ".//span[@class='wrong']")[0]
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

    assert comparison(page)[0][1:3] == ["工程师", "科学家"]
    assert comparison(page)[2][0] == "数据库"
