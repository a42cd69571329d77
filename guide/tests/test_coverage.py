"""The page of a roadmap counts what its steps reach of the role's core, and names what is missing and why."""

import pytest

from guide.models import Stop
from guide.roadmaps.coverage import core_coverage
from guide.tests.factory import make_requirement, make_roadmap, make_skill, make_step
from tests.document import document, links, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def route():
    """Required: SQL 2 and Git 2; if missing: Shell 2; if you like: Docker 2. Another roadmap teaches Spark 2."""
    skills = {
        name: make_skill(name_en=name, slug=name.lower())
        for name in ("SQL", "Git", "Shell", "Docker", "Spark")
    }
    steps = {
        name: make_step(skills=[skill], name_en=f"Learn {name}", slug=name.lower())
        for name, skill in skills.items()
    }
    made = make_roadmap(
        [steps[name] for name in ("SQL", "Git", "Shell", "Docker")], slug="way"
    )
    Stop.objects.filter(step=steps["Shell"]).update(need="if-missing")
    Stop.objects.filter(step=steps["Docker"]).update(need="choice")
    make_roadmap([steps["Spark"]])
    made.role.save()
    return made, skills


def ask(route, importance="core", **levels):
    made, skills = route
    for name, level in levels.items():
        make_requirement(made.role, skills[name], level, importance)


def missing(client, prefix=""):
    """What the page says, and the fold that names what is missing."""
    page = document(client.get(f"{prefix}/roadmaps/way/"))
    folds = [fold for fold in page.iter("details") if fold.get("class") == "aged"]
    return words(page), (folds or [None])[-1]


def test_what_is_required_or_known_already_counts_as_reached(client, route):
    ask(route, SQL=2, Git=1, Shell=2)
    ask(route, "helpful", Docker=2)

    said, fold = missing(client)

    assert (
        f"The steps reach all 3 core skills of the role {route[0].role}, at their levels."
        in said
    )
    assert fold is None


def test_what_is_missing_is_named_with_the_reason(client, route):
    ask(route, SQL=3, Docker=2, Spark=1, Git=2)

    said, fold = missing(client)

    assert "The steps reach 1 of the 4 core skills of the role" in said
    assert sorted(texts(fold, ".//li")) == [
        "Docker, working: Learn Docker on this route, if you like",
        "SQL, proficient where the steps reach working: no step leads there; it grows at work",
        "Spark, aware: Learn Spark, which would make this route longer",
    ]
    assert "/steps/docker/" in links(fold)
    assert "，" in missing(client, "/zh-hans")[0]


def test_retired_steps_and_drafts_reach_nothing(route):
    ask(route, Spark=2, Git=2)
    for slug, fields in (
        ("spark", {"published": False}),
        ("git", {"retired_on": "2026-01-01"}),
    ):
        step = Stop.objects.get(step__slug=slug).step
        for name, value in fields.items():
            setattr(step, name, value)
        step.save()

    found = core_coverage("way")

    assert (found.asked, found.reached) == (2, 0)
    assert [each.elsewhere + each.on_roadmap for each in found.missing] == [[], []]


def test_a_role_that_asks_for_nothing_says_nothing(client, route):
    page = document(client.get("/roadmaps/way/"))

    assert "core skills" not in words(page)
