"""The roadmaps of a step on its own page: it is put on them, moved and taken off, and they learn of it."""

import pytest

from guide.models import Revision, Stage, Step, StepPrerequisite
from guide.tests.admin_pages import (
    add_url,
    change_url,
    chosen,
    form_of,
    open_form,
    refused,
    rows_of,
    save_form,
    state_of,
)
from guide.tests.factory import make_roadmap, make_source, make_step, make_track

pytestmark = pytest.mark.both_databases


def order_of(roadmap):
    return list(roadmap.stops.in_order().values_list("step__name_en", flat=True))


def named_steps(*names):
    return [make_step(name_en=name) for name in names]


def row(number, stage, place=""):
    return {
        "stops-TOTAL_FORMS": str(number + 1),
        f"stops-{number}-stage": stage.pk,
        f"stops-{number}-order": place,
        f"stops-{number}-need": "required",
    }


def add_step(desk, **fields):
    needed = {
        "name_en": "New",
        "hours_low": "2",
        "hours_high": "3",
        "track": make_track().pk,
        "source": make_source().pk,
    }
    form = form_of(desk.get(add_url(Step)))
    return desk.post(add_url(Step), {**form, **needed, **fields})


@pytest.fixture
def way(db):
    return make_roadmap(steps=named_steps("A", "B", "C"), name_en="The way")


def test_a_new_step_goes_on_two_roadmaps_with_one_save(desk, way):
    other = make_roadmap(steps=named_steps("D"))

    rows = row(0, way.stages.get(), "2") | row(1, other.stages.get())
    answer = add_step(desk, **rows)

    assert answer.status_code == 302
    assert order_of(way) == ["A", "New", "B", "C"]
    assert order_of(other) == ["D", "New"]
    assert [state_of(each)["version"] for each in (way, other)] == [2, 2]
    labels = Revision.objects.order_by("model").values_list("model", "key")
    keys = {("guide.roadmap", way.slug), ("guide.roadmap", other.slug)}
    assert keys | {("guide.step", "new")} <= set(labels)


def test_a_step_moves_on_its_own_page_and_the_others_make_room(desk, way):
    step = Step.objects.get(name_en="C")
    form = open_form(desk, step)

    save_form(desk, step, form, **{"stops-0-order": "1"})

    assert order_of(way) == ["C", "A", "B"]
    assert state_of(way)["version"] == 2


def test_a_step_is_taken_off_a_roadmap(desk, way):
    step = Step.objects.get(name_en="B")

    save_form(desk, step, open_form(desk, step), **{"stops-0-DELETE": "on"})

    assert (order_of(way), state_of(way)["version"]) == (["A", "C"], 2)


def test_saving_the_rest_leaves_the_roadmaps_alone(desk, way):
    step, before = Step.objects.get(name_en="B"), rows_of(way, "stops")

    save_form(desk, step, open_form(desk, step), name_en="Other")

    assert rows_of(way, "stops") == before
    assert state_of(way)["version"] == 1


def test_a_step_is_on_a_roadmap_once(desk, way):
    step, before = Step.objects.get(name_en="B"), rows_of(way, "stops")

    answer = save_form(desk, step, open_form(desk, step), **row(1, way.stages.get()))

    assert refused(answer, "The step is on the roadmap “The way” already.") == []
    assert rows_of(way, "stops") == before


def test_an_existing_row_stays_on_its_roadmap(desk, way):
    step, other = Step.objects.get(name_en="B"), make_roadmap(steps=1)
    moved = {"stops-0-stage": other.stages.get().pk}

    answer = save_form(desk, step, open_form(desk, step), **moved)

    assert refused(answer, "This stage belongs to another roadmap.") == []
    assert order_of(way) == ["A", "B", "C"]


def test_a_new_step_does_not_stand_before_what_it_builds_on(desk, way):
    needed = Step.objects.get(name_en="B")
    builds = {
        "prerequisite_links-TOTAL_FORMS": "1",
        "prerequisite_links-0-prerequisite": needed.pk,
    }
    said = "On the roadmap “The way”, “New” comes before “B”, which it builds on."

    wrong = add_step(desk, **row(0, way.stages.get(), "2"), **builds)
    assert refused(wrong, said) == []
    assert order_of(way) == ["A", "B", "C"]

    assert add_step(desk, **row(0, way.stages.get(), "3"), **builds).status_code == 302
    assert order_of(way) == ["A", "B", "New", "C"]


def test_a_step_does_not_move_behind_what_builds_on_it(desk, way):
    first, second = Step.objects.filter(name_en__in=["A", "B"]).order_by("name_en")
    StepPrerequisite.objects.create(step=second, prerequisite=first)

    answer = save_form(desk, first, open_form(desk, first), **{"stops-0-order": "2"})

    said = "On the roadmap “The way”, “B” comes before “A”, which it builds on."
    assert refused(answer, said) == []
    assert order_of(way) == ["A", "B", "C"]


def test_a_roadmap_that_was_reordered_meanwhile_is_asked_about(desk, way):
    step = Step.objects.get(name_en="C")
    mine = open_form(desk, step)
    save_form(desk, way, open_form(desk, way), **{"stops-2-order": "1"})

    answer = save_form(desk, step, mine, name_en="Mine")

    asked = form_of(answer)
    assert chosen(asked) == {"stops-0-order-choose": "theirs"}
    assert state_of(step)["name_en"] == "C"
    save_form(desk, step, asked)
    assert order_of(way) == ["Mine", "A", "B"]


def test_a_roadmap_that_took_the_step_meanwhile_keeps_it(desk, way):
    step, other = Step.objects.get(name_en="C"), make_roadmap(steps=1)
    mine = open_form(desk, step)
    stage = other.stages.get()
    row_of_other = {"stops-1-step": step.pk, "stops-1-stage": stage.pk}
    save_form(desk, other, open_form(desk, other), **row_of_other)

    answer = save_form(desk, step, mine, name_en="Mine")

    assert refused(answer, "Added by somebody else and kept:") == []
    save_form(desk, step, form_of(answer))
    assert (state_of(step)["name_en"], step.stops.count()) == ("Mine", 2)


def test_two_editors_who_put_a_step_on_the_same_roadmap_put_it_there_once(desk, way):
    step, other = Step.objects.get(name_en="C"), make_roadmap(steps=1)
    stage = other.stages.get()
    mine = open_form(desk, step) | row(1, stage)
    row_of_other = {"stops-1-step": step.pk, "stops-1-stage": stage.pk}
    save_form(desk, other, open_form(desk, other), **row_of_other)

    asked = save_form(desk, step, mine)
    again = save_form(desk, step, form_of(asked))

    assert refused(asked, "Added by somebody else and kept:") == []
    assert refused(again, "is on the roadmap") == []
    assert step.stops.filter(roadmap=other).count() == 1


def test_a_draft_holds_nothing_of_the_roadmaps_and_says_so(desk, way):
    step = Step.objects.get(name_en="C")
    form = open_form(desk, step) | {"stops-0-order": "1", "_draft": "1"}

    answer = desk.post(change_url(step), form)

    words = "A draft of a step keeps nothing of its roadmaps."
    assert refused(answer, words, 'value="1"') == []
    desk.post(change_url(step), form | {"stops-0-order": "3", "name_en": "Draft"})
    draft = Revision.objects.drafts().get()
    page = desk.get(f"{change_url(step)}?draft={draft.pk}")
    assert "stops-TOTAL_FORMS" not in form_of(page)
    assert order_of(way) == ["A", "B", "C"]


def test_the_page_asks_as_much_for_ten_roadmaps_as_for_one(
    desk, django_assert_max_num_queries
):
    few, many = make_step(), make_step()
    make_roadmap(steps=[few])
    for _ in range(10):
        make_roadmap(steps=[many])
    desk.get(change_url(few))
    with django_assert_max_num_queries(40) as opened:
        form = open_form(desk, few)
    with django_assert_max_num_queries(80) as saved:
        save_form(desk, few, form, name_en="One")

    with django_assert_max_num_queries(len(opened)):
        form = open_form(desk, many)
    with django_assert_max_num_queries(len(saved)):
        assert save_form(desk, many, form, name_en="Two").status_code == 302


def test_every_stage_of_every_roadmap_is_offered_under_its_name(desk, way):
    Stage.objects.create(roadmap=way, code="later", order=2, name_en="Later")
    page = desk.get(add_url(Step)).content.decode()

    group = page.partition('<optgroup label="The way">')[2].partition("</optgroup>")[0]
    assert [name for name in ("1. First", "2. Later") if name not in group] == []
