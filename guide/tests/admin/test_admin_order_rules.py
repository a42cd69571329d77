"""What builds on what, and in which order: an editor is told in words what cannot hold."""

import pytest

from guide.models import SkillPrerequisite, Stage, StepPrerequisite, Stop
from guide.tests.admin_pages import open_form, refused, rows_of, save_form
from guide.tests.factory import make_roadmap, make_skill, make_step

pytestmark = pytest.mark.both_databases


def prerequisite(form, needed, row=0):
    return {
        "prerequisite_links-TOTAL_FORMS": str(row + 1),
        f"prerequisite_links-{row}-prerequisite": needed.pk,
    }


@pytest.mark.parametrize(
    ("maker", "model"), [(make_skill, SkillPrerequisite), (make_step, StepPrerequisite)]
)
def test_prerequisites_do_not_go_in_a_circle(desk, maker, model):
    first, second, third = (
        maker(name_en="Ann"),
        maker(name_en="Bob"),
        maker(name_en="Cyd"),
    )
    owner = model.owner
    model.objects.create(**{owner: second, "prerequisite": first})
    model.objects.create(**{owner: third, "prerequisite": second})
    form = open_form(desk, first)

    answer = save_form(desk, first, form, **prerequisite(form, third))

    circle = ["Ann → Cyd → Bob → Ann", "Cyd → Bob → Ann → Cyd", "Bob → Ann → Cyd → Bob"]
    assert len(refused(answer, *circle)) == 2
    assert model.objects.count() == 2


@pytest.mark.parametrize("maker", [make_skill, make_step])
def test_nothing_builds_on_itself(desk, maker):
    row = maker()
    form = open_form(desk, row)

    answer = save_form(desk, row, form, **prerequisite(form, row))

    assert refused(answer, "cannot build on itself.") == []
    assert row.prerequisite_links.count() == 0


def ordered_roadmap():
    """Two stages with a step each; the second builds on the first."""
    first, second = make_step(name_en="Python"), make_step(name_en="Pandas")
    StepPrerequisite.objects.create(step=second, prerequisite=first)
    roadmap = make_roadmap(steps=[first])
    later = Stage.objects.create(
        roadmap=roadmap, code="later", order=2, name_en="Later"
    )
    Stop.objects.create(roadmap=roadmap, stage=later, step=second, order=1)
    return roadmap


def test_a_step_does_not_stand_before_one_that_it_builds_on(desk):
    roadmap = ordered_roadmap()
    before = rows_of(roadmap, "stops")
    form = open_form(desk, roadmap)

    answer = save_form(
        desk,
        roadmap,
        form,
        **{"stops-1-stage": form["stops-0-stage"], "stops-1-order": "0"},
    )

    assert refused(answer, "“Pandas” comes before “Python”, which it builds on.") == []
    assert rows_of(roadmap, "stops") == before


def test_stages_that_change_places_take_their_steps_along(desk):
    roadmap = ordered_roadmap()

    answer = save_form(
        desk, roadmap, open_form(desk, roadmap), **{"stages-0-order": "3"}
    )

    assert refused(answer, "“Pandas” comes before “Python”, which it builds on.") == []
    assert [row["order"] for row in rows_of(roadmap, "stages")] == [1, 2]


def test_a_prerequisite_must_stand_first_on_every_roadmap(desk):
    first, second = make_step(name_en="Python"), make_step(name_en="Pandas")
    roadmap = make_roadmap(steps=[first, second], name_en="The way")
    form = open_form(desk, first)

    answer = save_form(desk, first, form, **prerequisite(form, second))

    said = (
        "On the roadmap “The way”, “Python” comes before “Pandas”, which it builds on."
    )
    assert refused(answer, said) == []
    assert first.prerequisite_links.count() == 0
    assert roadmap.stops.count() == 2


def test_a_stop_stands_in_a_stage_of_its_own_roadmap(desk):
    roadmap, other = make_roadmap(steps=1), make_roadmap(steps=1)
    before = rows_of(roadmap, "stops")

    answer = save_form(
        desk,
        roadmap,
        open_form(desk, roadmap),
        **{"stops-0-stage": other.stages.get().pk},
    )

    assert refused(answer, "This stage belongs to another roadmap.") == []
    assert rows_of(roadmap, "stops") == before


def test_a_stage_with_steps_is_not_taken_out(desk):
    roadmap = make_roadmap(steps=1)

    answer = save_form(
        desk, roadmap, open_form(desk, roadmap), **{"stages-0-DELETE": "on"}
    )

    assert (
        refused(
            answer,
            "The stage “First” still has steps. Move them to another stage first.",
        )
        == []
    )
    assert (roadmap.stages.count(), roadmap.stops.count()) == (1, 1)
