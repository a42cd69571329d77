"""What the page of a step says of before and after: what it needs, what it leads to, who asks for it."""

from datetime import date

import pytest

from guide.models import Criterion, Stop
from guide.tests.factory import (
    make_requirement,
    make_roadmap,
    make_role,
    make_skill,
    make_step,
)
from tests.document import document, items, links, texts

pytestmark = pytest.mark.django_db


def step_page(client, slug="sql", prefix=""):
    return document(client.get(f"{prefix}/steps/{slug}/"))


def soft_lines(page):
    return texts(page, ".//div[@class='head']//p[@class='soft before']")


def test_what_a_step_needs_stands_under_its_name(client):
    before = [make_step(name_en=name, name_zh=name) for name in ("Python", "Git")]
    make_step(slug="sql", after=before)

    assert soft_lines(step_page(client)) == ["Before it: Python, Git"]
    assert soft_lines(step_page(client, prefix="/zh-hans")) == ["先修：Python、Git"]


def test_a_step_that_needs_nothing_says_so(client):
    make_step(slug="sql", after=[make_step(published=False)])

    assert soft_lines(step_page(client)) == ["Before it: nothing. You can begin here."]


def test_a_step_names_the_steps_that_build_on_it(client):
    step = make_step(slug="sql")
    warehouse = make_step(slug="warehouse", name_en="Warehouse", after=[step])
    make_roadmap([step, make_step(name_en="Else"), warehouse])

    page = step_page(client)

    assert items(page, "Leads to") == ["Warehouse"]
    assert links(page, "Leads to") == ["/steps/warehouse/"]
    assert items(page, "Next on its roadmaps") == []


def test_where_nothing_builds_on_a_step_the_next_of_each_roadmap_stands(client):
    step = make_step(slug="sql")
    retired = make_step(retired_on=date(2026, 1, 1))
    follower = make_step(name_en="Kaggle", slug="kaggle")
    make_roadmap([make_step(), step, retired, follower, make_step()])
    make_roadmap([step, follower])
    make_roadmap([follower, step])
    make_roadmap([step, make_step(name_en="Draft way")], published=False)

    page = step_page(client)

    assert items(page, "Next on its roadmaps") == ["Kaggle"]
    assert links(page, "Next on its roadmaps") == ["/steps/kaggle/"]


def test_the_next_step_may_stand_in_the_next_stage(client):
    step = make_step(slug="sql")
    roadmap = make_roadmap([step])
    stage = roadmap.stages.create(code="z", order=2, name_en="Then", name_zh="然后")
    Stop.objects.create(
        roadmap=roadmap, stage=stage, step=make_step(name_en="Capstone"), order=1
    )

    assert items(step_page(client), "Next on its roadmaps") == ["Capstone"]


def test_the_last_step_of_its_roadmaps_leads_to_the_roles(client):
    make_roadmap([make_step(), make_step(slug="sql")])

    page = step_page(client)

    (last,) = texts(page, ".//div[@class='beside']/p")
    assert last == (
        "It is the last step of its roadmaps. Look at the roles that it leads to"
    )
    assert links(page, "Build something") == []
    assert page.findall(".//div[@class='beside']//a")[0].get("href") == "/roles/"


def test_the_roles_that_ask_for_what_it_teaches_are_named_once(client):
    joins, indexes = make_skill(), make_skill()
    draft = make_skill(published=False)
    make_step(slug="sql", skills=[joins, indexes, draft])
    engineer = make_role(name_en="Data engineer", slug="data-engineer", order=1)
    analyst = make_role(name_en="Analyst", slug="analyst", order=2)
    for role, skill in ((engineer, joins), (engineer, indexes), (analyst, joins)):
        make_requirement(role, skill)
    make_requirement(make_role(name_en="Hidden", published=False), joins)
    make_requirement(make_role(name_en="Of a draft"), draft)

    page = step_page(client)

    (asked,) = texts(page, ".//section/p[@class='soft']")
    assert asked == ("2 roles ask for at least one of these: Data engineer, Analyst")


def test_the_folded_list_says_where_a_step_is_only_offered_and_what_comes_next_there(
    client,
):
    step, then = make_step(slug="sql"), make_step(slug="then", name_en="Then")
    long = make_roadmap([step, then], slug="long", name_en="Long way", order=1)
    short = make_roadmap([then, step], name_en="Short way", order=2)
    Stop.objects.filter(roadmap=short).update(need="choice")
    Stop.objects.filter(roadmap=long, step=then).update(need="if-missing")

    page = step_page(client)

    assert texts(page, ".//details//li")[-2:] == [
        "Long way required · Next: Then, if you cannot do it yet",
        "Short way if you like · Its last step.",
    ]
    assert "/steps/then/?route=long" in links(page)


def test_how_one_sees_that_one_can_begin_is_what_the_steps_before_ask_for(client):
    python, git = make_step(criteria=2), make_step(criteria=1)
    Criterion.objects.filter(step=python, code="c-0").update(retired_on="2026-01-01")
    Criterion.objects.filter(step=git).update(text_en="undo a commit", text_zh="撤销")
    make_step(slug="sql", after=[git, python])

    def needed(prefix=""):
        (fold,) = step_page(client, prefix=prefix).findall(
            ".//div[@class='head']//details[@class='aged']"
        )
        return texts(fold, "./summary"), texts(fold, ".//li")

    assert needed() == (["You are ready if you can …"], ["undo a commit", "do thing 1"])
    assert needed("/zh-hans")[1] == ["撤销", "做事1"]
