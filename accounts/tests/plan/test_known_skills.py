"""Steps whose skills somebody says to know are not planned, and the page says why."""

import pytest

from accounts.models import SkillClaim, State, StepProgress
from accounts.tests.plan.plans import make_planned_roadmap, plan_address, solver
from guide.models import StepSkill
from guide.tests.factory import make_skill
from tests.document import document, links, words

__all__ = ["solver"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("solver")]


@pytest.fixture
def world(db):
    """The first step teaches two skills, the second one of them further."""
    world = make_planned_roadmap()
    world.python, world.sql = make_skill(slug="python"), make_skill(slug="sql")
    for step, skill, level in (
        (0, world.python, 2),
        (0, world.sql, 1),
        (1, world.python, 3),
    ):
        StepSkill.objects.create(step=world.steps[step], skill=skill, level=level)
    return world


SAID = [
    ({"python": 2, "sql": 1}, {0}),
    ({"python": 4, "sql": 4}, {0, 1}),
    ({"python": 3}, {1}),
    ({"python": 2, "sql": -1}, set()),
    ({}, set()),
]


@pytest.mark.parametrize(("said", "left_out"), SAID)
def test_steps_are_left_out_whose_skills_are_all_said_to_be_known(
    signed_in, learner, world, said, left_out
):
    for slug, level in said.items():
        SkillClaim.objects.set(learner, getattr(world, slug).pk, level)

    page = document(signed_in.get(plan_address(world.roadmap)))

    count = 3 - len(left_out)
    assert f"{count} step{'s are' if count > 1 else ' is'} left" in words(page)
    names = [world.steps[number].name_en for number in sorted(left_out)]
    sentence = f"these steps are left out: {', '.join(names)}."
    assert (sentence in words(page)) == bool(left_out)
    assert ("Because you said that you know" in words(page)) == bool(left_out)


def test_the_page_names_the_skills_and_leads_to_them(signed_in, learner, world):
    SkillClaim.objects.set(learner, world.python.pk, 3)

    page = document(signed_in.get(plan_address(world.roadmap)))
    chinese = signed_in.get(f"/zh-hans{plan_address(world.roadmap)}")

    assert f"you know {world.python.name_en}, these" in words(page)
    assert world.python.get_absolute_url() in links(page)
    assert f"因为你说自己已经掌握{world.python.name_zh}，" in words(document(chinese))


def test_a_step_that_is_begun_stays_whatever_is_said(signed_in, learner, world):
    StepProgress.objects.set_state(learner, world.steps[1], State.DOING)
    SkillClaim.objects.set(learner, world.python.pk, 4)

    page = document(signed_in.get(plan_address(world.roadmap)))

    assert "3 steps are left" in words(page)
    assert "Because you said" not in words(page)
