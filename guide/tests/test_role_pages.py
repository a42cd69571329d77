import pytest

from guide.models import Role, RoleNeighbour
from guide.tests.factory import (
    make_citation,
    make_requirement,
    make_roadmap,
    make_role,
    make_salary,
    make_skill,
    make_source,
    make_step,
)
from tests.document import below, document, foreign, items, links, texts, words
from web.choices import COOKIE_NAME

pytestmark = pytest.mark.django_db


def role_page(client, prefix=""):
    return document(client.get(f"{prefix}/roles/mle/"))


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
    (pairs,) = below(page, "How it differs from related roles")

    assert words(pairs) == "Scientist More questions, less code. Side by side"
    assert links(pairs) == ["/roles/ds/", "/roles/compare/?a=mle&b=ds"]


def test_a_role_folds_what_is_beyond_its_first_three_neighbours(client):
    role = make_role(slug="mle")
    for n in range(1, 6):
        other = make_role(slug=f"near-{n}", name_en=f"Near {n}")
        RoleNeighbour.objects.create(role=role, neighbour=other, order=n)

    page = role_page(client)

    assert texts(page, ".//details[@class='aged']/summary") == ["2 more related roles"]
    assert [
        links(part)[0] for part in page.findall(".//details[@class='aged']/dl/div")
    ] == ["/roles/near-4/", "/roles/near-5/"]


def test_a_role_lists_its_core_skills_by_category_the_highest_levels_first(client):
    role, skill = make_role(slug="mle"), make_skill(name_en="SQL")
    make_requirement(role, skill, level=2)
    make_requirement(role, make_skill(skill.category, name_en="Git"), level=3)
    make_requirement(role, make_skill(name_en="Java"), level=1, importance="bonus")
    make_requirement(role, make_skill(name_en="R"), level=2, importance="helpful")

    page = role_page(client)
    core, others = page.findall(".//ul[@class='skill-groups']")

    assert texts(core, ".//summary") == [f"{skill.category.name_en} 2 skills"]
    assert texts(core, ".//ul[@class='needs']/li") == ["Git proficient", "SQL working"]
    assert texts(others, ".//ul[@class='needs']/li") == [
        "Java bonus aware",
        "R helpful working",
    ]
    assert texts(page, ".//details[@class='aged']/summary") == [
        "1 more that help, 1 that are a bonus"
    ]
    assert texts(page, ".//section[@class='reply']//p[@class='big']") == [
        "2 core skills"
    ]
    assert "1 of them at “proficient” or higher" in words(
        page.find(".//section[@class='reply']")
    )


def test_a_level_is_as_many_stops(client):
    role = make_role(slug="mle")
    make_requirement(role, make_skill(), level=3)

    (dots,) = role_page(client).findall(".//ul[@class='needs']//span[@class='dots']")

    assert [stop.get("class") for stop in dots] == ["need", "need", "need", None]
    assert dots.get("aria-hidden") == "true"


def test_only_the_first_five_duties_are_open(client):
    make_role(slug="mle", duties_en="\n".join(f"Duty {n}." for n in range(1, 8)))

    page = role_page(client)

    assert texts(page, ".//details[@class='aged']/summary") == ["2 more duties"]
    assert texts(page, ".//details[@class='aged']//li") == ["Duty 6.", "Duty 7."]
    assert len(items(page, "Duties")) == 7


def test_a_role_answers_first_what_it_pays_and_how_to_get_there(client):
    roadmap = make_roadmap(name_en="Way")
    role = roadmap.role
    role.slug = "mle"
    role.save()
    make_salary(
        role, mid=60000, year=2026, as_of="2026-05", country="US", currency="USD"
    )

    page = role_page(client)

    assert texts(page, ".//section[@class='reply']/div/p") == [
        "United States: it pays", "$60K", "estimate May 2026 · More on pay",
        "The way there", "1 roadmap", "Show the roadmap",
    ]  # fmt: skip
    assert [item.split(" ")[0] for item in items(page, "Roadmaps to it")] == ["Way"]
    assert links(page, "What it pays")[-1] == "/salaries/?role=mle&country=US"


def test_the_pay_is_that_of_the_country_a_visitor_chose(client):
    role = make_role(slug="mle")
    make_salary(role, mid=60000, year=2026, as_of="2026-05", country="GB")
    client.cookies[COOKIE_NAME] = "GB.GBP.8"

    page = role_page(client)

    assert texts(page, ".//section[@class='reply']//p[@class='big']") == ["£60K"]


def test_a_figure_of_a_neighbouring_job_names_that_job(client):
    role = make_role(slug="mle")
    figure = make_salary(role, year=2026, as_of="2026-05", country="US", currency="USD")
    figure.occupation.role_links.update(relation="proxy")

    label = texts(role_page(client), ".//section[@class='reply']//p")[0]

    assert label == (
        f"United States: {figure.occupation.name_en}, the nearest job, is paid"
    )


def test_drafts_do_not_show_beside_a_role(client):
    role, draft = make_role(slug="mle"), make_role(published=False)
    RoleNeighbour.objects.create(role=role, neighbour=draft, text_en="It differs.")
    make_requirement(role, make_skill(published=False))
    make_salary(role, published=False)
    make_citation(role, source=make_source(published=False))

    page = role_page(client)

    assert texts(page, ".//main//h2") == ["What it pays"]


def test_a_career_guide_is_cited_by_publisher_and_year_alone(client):
    guide = make_source(kind="article", publisher="Edureka", published_on="2018")
    make_citation(make_role(slug="mle"), source=guide, passage_en="It says so.")

    assert texts(role_page(client), ".//details[@class='aged citations']/ul/li") == [
        "Edureka, 2018"
    ]


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


def test_chinese_readers_read_chinese(client):
    make_role(slug="mle", name_zh="工程师")

    assert texts(role_page(client, "/zh-hans"), ".//h1") == ["工程师"]


def test_a_role_says_what_its_list_of_skills_rests_on(client):
    role = make_role(
        slug="mle", note_en="An editor's judgment.", note_zh="编辑的判断。"
    )
    make_requirement(role, make_skill(name_en="SQL"), level=2)

    english, chinese = role_page(client), role_page(client, "/zh-hans")

    basis, _each = below(english, "What this list rests on")
    assert words(basis) == "An editor's judgment."
    basis, _each = below(chinese, "这份清单的依据")
    assert words(basis) == "编辑的判断。"


def test_each_skill_says_how_many_roles_ask_for_it_and_how_many_ways_teach_it(client):
    role, shared = make_role(slug="mle", note_en="Both."), make_skill(name_en="SQL")
    make_requirement(role, shared, level=2)
    make_requirement(make_role(), shared, level=1)
    make_requirement(role, make_skill(shared.category, name_en="MCP"), level=1)
    make_roadmap([make_step(skills=[shared])])
    roles = Role.objects.published().count()

    _note, english = below(role_page(client), "What this list rests on")
    _note, chinese = below(role_page(client, "/zh-hans"), "这份清单的依据")

    assert texts(english, ".//li") == [
        f"SQL asked for by 2 of {roles} roles · on 1 roadmap",
        f"MCP asked for by 1 of {roles} roles",
    ]
    assert f"{roles}个职位中有2个要求" in texts(chinese, ".//li")[0]


def test_a_role_says_what_adverts_call_it_in_each_language(client):
    make_role(slug="mle", titles_en="ML engineer", titles_zh="算法工程师")
    make_role(slug="bare")

    def said(address):
        page = document(client.get(address))
        return texts(page, ".//main/p[@class='soft']")

    assert said("/roles/mle/") == ["In adverts: ML engineer"]
    assert said("/zh-hans/roles/mle/") == ["招聘启事里的叫法：算法工程师"]
    assert said("/roles/bare/") == []
