import pytest

from guide.models import Roadmap, Role, SkillPrerequisite, Source
from guide.tests.factory import (
    make_citation,
    make_course,
    make_mention,
    make_requirement,
    make_roadmap,
    make_role,
    make_skill,
    make_source,
    make_step,
    make_track,
)
from tests.document import document, foreign, items, links, texts, words

pytestmark = pytest.mark.django_db


def skill_page(client, prefix=""):
    return document(client.get(f"{prefix}/skills/sql/"))


def test_who_names_a_skill_is_folded_and_its_words_stand_on_the_source_page(client):
    skill = make_skill(slug="sql")
    skill.category.track.name_en = "Data"
    skill.category.track.save()
    make_mention(
        skill,
        make_source(slug="a-1", publisher="A paper"),
        passage_en="Know SQL.",
    )
    make_mention(
        skill, make_source(slug="a-2", title="Second", publisher=Source.UNNAMED)
    )
    make_mention(skill, make_source(kind="survey", slug="survey", title="Survey"))

    page = skill_page(client)

    fold = page.find(".//details[@class='aged']")
    assert texts(page, ".//p[@class='kicker']") == ["Data"]
    assert texts(fold, "summary") == ["Who names it 3"]
    assert texts(fold, ".//li") == [
        "A paper, August 2025",
        "Second, August 2025",
        "A publisher, August 2025",
    ]
    assert links(fold) == ["/sources/a-1/", "/sources/a-2/", "/sources/survey/"]


def test_a_skill_answers_first_how_far_and_by_whom_it_is_asked_for(client):
    skill, role = make_skill(slug="sql"), make_role(slug="machine-learning-engineer")
    make_requirement(role, skill, level=3, importance="helpful")
    make_requirement(make_role(), skill)
    make_requirement(make_role(published=False), skill)
    make_role()
    step = make_step(skills=[skill])
    make_roadmap([step])
    make_roadmap([step, make_step(skills=[skill])])
    Roadmap.objects.filter(pk=make_roadmap([step]).pk).update(published=False)
    published_roles = Role.objects.published().count()

    assert texts(skill_page(client), ".//section[@class='reply']//p") == [
        "A machine learning engineer needs it", "proficient proficient", "helpful",
        "Asked for by", f"2 of {published_roles} roles",
        "Taught in", "2 steps", "on 2 roadmaps",
    ]  # fmt: skip


def test_the_list_says_how_many_roles_and_roadmaps_need_a_skill(client):
    skill, role = make_skill(name_en="SQL"), make_role(slug="machine-learning-engineer")
    make_skill(skill.category, name_en="Unasked")
    make_requirement(role, skill, level=3)
    make_roadmap([make_step(skills=[skill])])

    page = document(client.get("/skills/"))

    assert texts(page, ".//ul[@class='needs needs--wide']/li") == [
        "SQL 1 of 2 roles · on 1 roadmap proficient",
        "Unasked",
    ]
    assert words(page.find(".//section[@class='reply']/div")) == (
        "Core for a machine learning engineer 1 of 2 skills "
        "The stops say how far each is needed."
    )


def test_a_skill_shows_what_it_builds_on_and_leads_to(client):
    skill, base, next_one = (
        make_skill(slug="sql"),
        make_skill(name_en="Tables"),
        make_skill(slug="dwh", name_en="DWH"),
    )
    SkillPrerequisite.objects.create(skill=skill, prerequisite=base)
    SkillPrerequisite.objects.create(skill=next_one, prerequisite=skill)

    page = skill_page(client)

    assert items(page, "Builds on") == ["Tables"]
    assert items(page, "Leads to") == ["DWH"]
    assert links(page, "Leads to") == ["/skills/dwh/"]


def test_a_skill_shows_the_steps_that_teach_it_the_first_levels_first(client):
    skill = make_skill(slug="sql")
    make_step(name_en="Advanced SQL", slug="more", skills=[skill]).skill_links.update(
        level=3
    )
    make_step(name_en="SQL basics", slug="basics", skills=[skill])

    page = skill_page(client)

    assert items(page, "Steps that teach it") == [
        "SQL basics 10–20 h working",
        "Advanced SQL 10–20 h proficient",
    ]
    assert links(page, "Steps that teach it") == ["/steps/basics/", "/steps/more/"]


def test_a_skill_shows_who_needs_it_at_which_level(client):
    skill = make_skill(slug="sql")
    make_requirement(make_role(order=2, name_en="Scientist"), skill, level=3)
    make_requirement(
        make_role(order=1, name_en="Engineer", slug="engineer"), skill, level=2
    )

    page = skill_page(client)

    assert items(page, "Which role asks how much") == [
        "Engineer working",
        "Scientist proficient",
    ]
    assert links(page, "Which role asks how much")[0] == "/roles/engineer/"


def test_a_skill_shows_eight_courses_free_ones_first_and_a_way_to_all(client):
    skill = make_skill(slug="sql")
    make_course([skill], slug="free", free_to_study=True)
    for _ in range(8):
        make_course([skill])
    make_course([skill], status="retired", free_to_study=True)

    found = links(skill_page(client), "Taught by")

    assert found[0] == "/courses/free/"
    assert found[-1] == "/courses/?skill=sql"
    assert len(found) == 9


def test_courses_that_are_mainly_about_a_skill_come_first_then_beginners_then_free_ones(
    client,
):
    skill = make_skill(slug="sql")
    free = {"free_to_study": True}
    make_course([skill], slug="touches-it", **free)
    make_course(main=[skill], slug="advanced", difficulty="advanced", **free)
    make_course(main=[skill], slug="paid")
    make_course(main=[skill], slug="free", **free)
    make_course(main=[skill], slug="unsure", status="unverified", **free)
    make_course(main=[skill], slug="chinese", languages="zh", **free)

    def order(prefix):
        found = links(skill_page(client, prefix).find(".//table[@class='rows']"))
        return [address.split("/")[-2] for address in found]

    assert order("") == ["free", "paid", "advanced", "chinese", "touches-it"]
    assert order("/zh-hans")[:2] == ["chinese", "free"]


def test_aliases_and_citations_are_shown(client):
    skill = make_skill(slug="sql", aliases="Structured Query Language\nSequel")
    make_citation(
        skill,
        source=make_source(
            title="An article", publisher="A paper", published_on="2025"
        ),
    )

    page = skill_page(client)

    assert "Structured Query Language, Sequel" in texts(page, ".//aside/p")
    assert items(page, "Sources")[0] == "An article A paper, 2025 It says so."


def test_a_career_guide_is_cited_by_publisher_and_year_alone(client):
    guide = make_source(kind="article", publisher="Edureka", published_on="2018")
    make_citation(make_skill(slug="sql"), source=guide, passage_en="It says so.")

    assert items(skill_page(client), "Sources") == ["Edureka, 2018"]


def test_a_career_guide_that_names_a_skill_is_not_listed_twice(client):
    skill = make_skill(slug="sql")
    guide = make_source(kind="article", publisher="Edureka", published_on="2018")
    make_mention(skill, guide)
    make_citation(skill, source=guide)
    make_citation(skill, source=make_source(publisher="A paper", title="Paper"))

    assert items(skill_page(client), "Sources")[0].startswith("Paper")


def test_drafts_do_not_show_beside_a_skill(client):
    skill, draft = make_skill(slug="sql"), make_skill(published=False)
    SkillPrerequisite.objects.create(skill=skill, prerequisite=draft)
    SkillPrerequisite.objects.create(skill=draft, prerequisite=skill)
    make_step(skills=[skill], published=False)
    make_requirement(make_role(published=False), skill)
    make_course([skill], published=False)
    make_mention(skill, make_source(kind="article", published=False))

    assert texts(skill_page(client), ".//main//h2") == []


def test_the_list_groups_skills_by_category(client):
    tools = make_skill(name_en="Git", slug="git").category
    make_skill(name_en="Bash", category=tools)
    make_skill(name_en="Draft", category=tools, published=False)

    page = document(client.get("/skills/"))

    assert items(page, tools.name_en) == ["Bash", "Git"]
    fold = page.find(".//details")
    assert texts(fold, "summary") == [f"{tools.name_en} 0 of 2 core"]
    assert fold.find(f"div[@id='{tools.slug}']") is not None


def test_the_list_names_the_core_skills_that_every_role_asks_for(client):
    engineer, analyst = make_role(slug="machine-learning-engineer"), make_role()
    sql, git, java = (make_skill(name_en=name) for name in ("SQL", "Git", "Java"))
    for skill, level in ((sql, 2), (git, 3)):
        make_requirement(engineer, skill, level=level)
        make_requirement(analyst, skill)
    make_requirement(engineer, java)
    make_requirement(make_role(published=False), java)

    page = document(client.get("/skills/"))

    assert texts(page, ".//section[@class='reply']/div")[1:] == [
        "Every role asks for these Git, SQL"
    ]


def test_categories_without_skills_and_drafts_are_left_out_of_the_list(client):
    make_skill(published=False)
    draft = make_skill(name_en="Lonely").category
    draft.published = False
    draft.save()

    page = document(client.get("/skills/"))

    assert texts(page, ".//h2") == []
    assert texts(page, ".//main/p")[1:] == ["No skill is published yet."]


def test_an_empty_list_says_so(client):
    assert "No skill is published yet." in client.get("/skills/").text


def test_chinese_readers_get_chinese_names_in_the_order_of_pinyin(client):
    category = make_skill(name_en="A", name_zh="优化", slug="sql").category
    make_skill(name_en="B", name_zh="数据", category=category)

    page = document(client.get("/zh-hans/skills/"))

    assert items(page, category.name_zh) == ["数据", "优化"]
    assert texts(skill_page(client, "/zh-hans"), ".//h1") == ["优化"]


def test_names_without_translation_are_marked_as_english(client):
    skill = make_skill(
        slug="sql", name_en="SQL", name_zh="", summary_en="Ask a database."
    )
    make_requirement(make_role(name_en="Engineer", name_zh=""), skill)

    assert foreign(skill_page(client, "/zh-hans")) == {
        "SQL": "en",
        "Ask a database.": "en",
        "Engineer": "en",
    }
    assert foreign(document(client.get("/zh-hans/skills/"))) == {"SQL": "en"}


def test_the_track_of_a_skill_is_marked_too(client):
    skill = make_skill(slug="sql")
    skill.category.track = make_track(name_en="Data", name_zh="")
    skill.category.save()

    assert foreign(skill_page(client, "/zh-hans")) == {"Data": "en"}


def test_drafts_and_unknown_skills_do_not_exist(client):
    make_skill(slug="draft", published=False)

    assert [
        client.get(f"/skills/{slug}/").status_code for slug in ("draft", "nowhere")
    ] == [404, 404]


@pytest.mark.parametrize("address", ["/skills/", "/skills/sql/"])
def test_skill_pages_take_no_post(client, address):
    make_skill(slug="sql")

    assert client.post(address).status_code == 405
