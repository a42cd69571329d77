"""Stops on the page of their roadmap: moved by typing one place, or with a button, also without scripts."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from lxml.html import fromstring

from guide.models import Revision, Stage, Step, Stop
from guide.tests.admin_pages import (
    change_url,
    open_form,
    refused,
    rows_of,
    save_form,
    state_of,
    text_of,
)
from guide.tests.factory import make_roadmap, make_step
from tests.people import make_person

pytestmark = pytest.mark.both_databases


@pytest.fixture
def way(db):
    return make_roadmap(steps=12)


def order_of(roadmap):
    return list(roadmap.stops.in_order().values_list("step_id", flat=True))


def numbers_of(roadmap):
    return list(roadmap.stops.in_order().values_list("order", flat=True))


def test_the_twelfth_goes_to_place_2_with_one_number(desk, way):
    before = order_of(way)
    Revision.objects.all().delete()

    answer = save_form(desk, way, open_form(desk, way), **{"stops-11-order": "2"})

    assert answer.status_code == 302
    assert order_of(way) == [before[0], before[11], *before[1:11]]
    assert numbers_of(way) == list(range(1, 13))
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(("typed", "place"), [("0", 0), ("99", 11), ("", 11)])
def test_a_place_that_is_none_is_the_nearest_one(desk, way, typed, place):
    moved = order_of(way)[4]

    save_form(desk, way, open_form(desk, way), **{"stops-4-order": typed})

    assert order_of(way)[place] == moved


def test_two_change_places(desk, way):
    before = order_of(way)
    form = open_form(desk, way)

    save_form(desk, way, form, **{"stops-0-order": "2", "stops-1-order": "1"})

    assert order_of(way) == [before[1], before[0], *before[2:]]


def test_nothing_moves_where_nothing_was_typed(desk, way):
    Stop.objects.filter(order__gt=3).update(order=40)
    before = rows_of(way, "stops")

    save_form(desk, way, open_form(desk, way), **{"stops-0-need": "choice"})

    changed = [row | {"need": "required"} for row in rows_of(way, "stops")]
    assert changed == [row | {"need": "required"} for row in before]


def test_another_stage_takes_a_stop_at_its_end_or_at_the_place_typed(desk, way):
    later = Stage.objects.create(roadmap=way, code="later", order=2, name_en="Later")
    first, second, third, *others = order_of(way)
    form = open_form(desk, way)
    save_form(desk, way, form, **{"stops-0-stage": str(later.pk)})
    form = open_form(desk, way)
    save_form(desk, way, form, **{"stops-0-stage": str(later.pk)})

    form = open_form(desk, way)
    moved = {"stops-0-stage": str(later.pk), "stops-0-order": "2"}
    save_form(desk, way, form, **moved)

    assert order_of(way) == [*others, first, third, second]


def test_a_button_moves_a_stop_and_shows_its_stage_again(desk, way):
    before = order_of(way)
    form = open_form(desk, way)

    up = desk.post(change_url(way), {**form, "move": "stops-3-up", "name_en": "Other"})

    stop = Stop.objects.get(step=before[3])
    assert up.url == f"{change_url(way)}?stage={stop.stage_id}#stop-{stop.pk}"
    assert order_of(way)[:4] == [before[0], before[1], before[3], before[2]]
    assert state_of(way)["name_en"] == "Other"
    page = fromstring(text_of(desk.get(up.url)))
    assert page.xpath("//details[@open]//@id")[0] == "stages-0"

    desk.post(change_url(way), {**open_form(desk, way), "move": "stops-2-down"})
    assert order_of(way) == before


@pytest.mark.parametrize("move", ["stops-0-up", "stops-11-down", "stops-3-over", "x"])
def test_a_button_that_leads_nowhere_changes_nothing(desk, way, move):
    before = rows_of(way, "stops")

    answer = desk.post(change_url(way), {**open_form(desk, way), "move": move})

    assert (answer.status_code, rows_of(way, "stops")) == (302, before)


def test_a_new_stop_stands_at_its_place_and_is_dated(desk, way):
    step, stage = make_step(), way.stages.get()
    form = open_form(desk, way)
    new = {"stops-12-step": step.pk, "stops-12-stage": stage.pk, "stops-12-order": "3"}

    assert save_form(desk, way, form, **new).status_code == 302

    stop = way.stops.get(step=step)
    assert (stop.order, stop.required_since) == (3, timezone.localdate())
    assert numbers_of(way) == list(range(1, 14))


def test_the_form_has_a_line_for_each_stage_and_each_stop(desk, way):
    Stage.objects.create(roadmap=way, code="later", order=2, name_en="Later")
    Step.objects.filter(pk=order_of(way)[1]).update(retired_on="2026-01-01")
    Step.objects.filter(pk=order_of(way)[2]).update(published=False)

    page = fromstring(text_of(desk.get(change_url(way))))

    lines = page.xpath("//details[@name='stage']/summary")
    stages = [" ".join(each.text_content().split()) for each in lines]
    assert stages == ["1. First 12 stops", "2. Later 0 stops"]
    rows = page.xpath("//table[@class='stops']/tbody/tr")
    states = [each.xpath("string(.//*[@class='stop__state'])") for each in rows]
    assert (len(rows), states[:3]) == (12, ["", "retired", "not published"])
    disabled = page.xpath("//button[@name='move'][@disabled]/@value")
    assert disabled == ["stops-0-up", "stops-11-down"]


def test_a_stage_with_something_wrong_is_open_and_named_at_the_top(desk, way):
    form = open_form(desk, way)

    answer = save_form(desk, way, form, **{"stops-2-order": "two"})

    assert refused(answer, 'href="#id_stops-2-order"', "is not a whole number") == []
    page = fromstring(text_of(answer))
    assert len(page.xpath("//details[@id='stages-0'][@open]")) == 1


def test_whoever_may_only_look_at_stops_sees_fields_that_take_nothing(db):
    way = make_roadmap(steps=2)
    person = make_person("looks@example.org", is_staff=True)
    named = ["view_stop", "change_roadmap", "change_stage", "view_step"]
    person.user_permissions.set(Permission.objects.filter(codename__in=named))
    desk = Client()
    desk.force_login(person)

    page = fromstring(text_of(desk.get(change_url(way))))

    for field in ("order", "need", "stage"):
        shown = page.get_element_by_id(f"id_stops-0-{field}")
        assert shown.get("disabled") is not None, field
    moves = page.xpath("//button[@name='move']")
    assert moves
    assert all(move.get("disabled") is not None for move in moves)
