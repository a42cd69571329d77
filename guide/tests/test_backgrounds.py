"""Backgrounds: what the answers to “Where are you today?” hold, and which of them pages may show."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import override

from guide.models import Background, BackgroundSkill
from guide.tests.factory import make_background, make_roadmap, make_skill
from tests.served import ROOT

pytestmark = pytest.mark.django_db


def test_a_background_speaks_the_language_of_the_reader():
    background = make_background(
        name_en="I am curious",
        name_zh="我只是好奇",
        summary_en="You want to see.",
        summary_zh="",
    )

    with override("zh-hans"):
        said = str(background.name), background.summary.language

    assert (str(background), said) == ("I am curious", ("我只是好奇", "en"))


def test_it_knows_the_levels_that_it_brings():
    python, sql = make_skill(), make_skill()
    draft = make_skill(published=False)
    make_background(levels={python: 3, sql: 2, draft: 4})

    [background] = Background.objects.with_roadmaps()

    assert background.levels == {python.pk: 3, sql.pk: 2}


def test_one_whose_roadmap_is_a_draft_leads_nowhere_and_is_left_out():
    make_background(make_roadmap(published=False))
    shown = make_background(make_roadmap())
    make_background(make_roadmap(), published=False)

    rows = Background.objects.published().with_roadmaps().in_order()

    assert list(rows) == [shown]


def test_they_stand_in_their_order():
    second, first = make_background(order=2), make_background(order=1)

    assert list(Background.objects.in_order()) == [first, second]


@pytest.mark.parametrize("rows", [1, 3])
def test_they_cost_two_queries_however_many_there_are(rows, django_assert_num_queries):
    for _ in range(rows):
        make_background(levels={make_skill(): 1})

    with django_assert_num_queries(2):
        assert all(
            row.roadmap.name and row.levels
            for row in Background.objects.with_roadmaps()
        )


@pytest.mark.both_databases
@pytest.mark.parametrize("level", [0, 5])
def test_the_database_refuses_a_level_that_does_not_exist(level):
    background, skill = make_background(), make_skill()

    with pytest.raises(IntegrityError), transaction.atomic():
        BackgroundSkill.objects.create(background=background, skill=skill, level=level)


def test_a_skill_is_brought_once():
    skill = make_skill()
    background = make_background(levels={skill: 1})

    with pytest.raises(IntegrityError), transaction.atomic():
        BackgroundSkill.objects.create(background=background, skill=skill, level=2)


def test_a_roadmap_that_is_suggested_and_a_skill_that_is_brought_are_not_deleted():
    skill = make_skill()
    background = make_background(levels={skill: 1})

    with pytest.raises(ProtectedError):
        background.roadmap.delete()
    with pytest.raises(ProtectedError):
        skill.delete()


def test_what_it_brings_goes_with_it():
    make_background(levels={make_skill(): 1}).delete()

    assert not BackgroundSkill.objects.exists()


def test_the_fixtures_have_the_five_answers_each_with_a_roadmap_of_its_own():
    rows = json.loads((ROOT / "fixtures" / "05_roadmaps.json").read_text("utf-8"))
    found = [
        (row["fields"]["name_en"], row["fields"]["roadmap"][0])
        for row in rows
        if row["model"] == "guide.background"
    ]

    assert sorted(found) == [
        ("I am a student, or about to be", "degree-route"),
        ("I am curious", "first-model-starter"),
        ("I have a job and free evenings", "weekend-route"),
        ("I work with data", "data-scientist-switch"),
        ("I write software", "software-engineer-switch"),
    ]
