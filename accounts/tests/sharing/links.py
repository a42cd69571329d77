"""A learner with something to show, and links as the page makes them."""

import re

import pytest

from accounts.models import EvidenceLink, ProjectSentence, State, StepNote, StepProgress
from accounts.tests.pressing import OURS
from guide.tests.factory import make_roadmap, make_skill, make_step
from tests.document import document, texts

PAGE = "/my/shared/"


@pytest.fixture
def road(learner):
    """A learner with one finished step of two, work, a sentence and a note on it."""
    joins = make_skill(name_en="Joins", name_zh="连接", slug="joins")
    step = make_step(
        slug="sql",
        name_en="SQL",
        skills=[joins],
        project_en="Build a shop.",
        criteria=2,
    )
    roadmap = make_roadmap(
        [step, make_step(name_en="Python", slug="python")],
        slug="way", name_en="The way", name_zh="一条路",
    )  # fmt: skip
    StepProgress.objects.set_state(learner, step, State.DONE)
    EvidenceLink.objects.add(learner, step, "https://code.example/shop", "My shop")
    ProjectSentence.objects.write(learner, step, "A shop with 3 tables.")
    StepNote.objects.write(learner, step, "a secret note", seen=0)
    return roadmap


def fields(way, **more):
    chosen = {"label": "For Ada", "kind": "progress", "roadmap": way.pk}
    return {**chosen, "has_progress": "on", **more}


def make_link(client, roadmap, **more):
    """The address below the site."""
    answer = client.post(PAGE, fields(roadmap, **more), headers=OURS)
    (address, _badge) = texts(document(answer), ".//code[@class='address']")
    return re.sub("^https?://[^/]+", "", address)


def everything(**more):
    parts = dict.fromkeys(("has_skills", "has_work", "has_plan"), "on")
    return {**parts, **more}
