"""Providers and courses are chosen in the form itself, without scripts: what is sent is what the next page holds."""

import pytest

from accounts.tests.plan.plans import make_planned_roadmap, plan_address, solver
from tests.document import document, words

__all__ = ["solver"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("solver")]


@pytest.fixture
def world(db):
    return make_planned_roadmap()


def course_names(page):
    table = page.find(".//table[@class='rows plan-courses']")
    return [words(row.find("./th/a")) for row in table.findall("./tbody/tr")]


def test_a_provider_is_left_out_by_the_form_and_stays_until_its_tick_goes(
    client, world
):
    address, provider = plan_address(world.roadmap), world.free.provider
    option = f".//select[@name='provider_out']/option[@value='{provider.slug}']"
    box = f".//input[@name='provider_out'][@value='{provider.slug}']"
    before = document(client.get(address))
    after = document(client.get(f"{address}&provider_out={provider.slug}"))

    assert (words(before.find(option)), before.find(box)) == (provider.name_en, None)
    assert after.find(option) is None
    assert after.find(box).get("checked") is not None
    assert world.free.title in course_names(before)
    assert world.free.title not in course_names(after)


@pytest.mark.parametrize(
    ("name", "courses"),
    [("pin", ["A book"]), ("out", ["Free lectures", "Free videos"])],
)
def test_a_course_is_named_in_the_form(client, world, name, courses):
    address = plan_address(world.roadmap)
    before = document(client.get(address))
    options = before.findall(f".//select[@name='{name}']/option")
    assert [words(option) for option in options] == [
        "no other course",
        "A book",
        "Free lectures",
        "Free videos",
    ]
    # The other field is sent empty and says nothing.
    query = f"&pin=&out=&{name}={options[1].get('value')}"

    after = document(client.get(address + query))

    assert course_names(after) == courses
    assert after.find(".//div[@role='alert']") is None
    kept = after.find(f".//input[@id='id_{name}_{world.book.slug}']")
    assert kept.get("checked") is not None
    left = after.findall(f".//select[@name='{name}']/option")
    assert world.book.slug not in [option.get("value") for option in left]


def test_a_course_that_must_be_in_and_is_left_out_stays_and_that_is_said(client, world):
    book = world.book.slug

    page = document(client.get(f"{plan_address(world.roadmap, pin=book, out=book)}"))

    said = words(page.find(".//div[@role='alert']"))
    assert "“A book” must be in and is left out at once: it stays." in said
    assert course_names(page) == ["A book"]
    assert page.find(f".//input[@id='id_out_{book}']") is None


def test_a_pause_that_cannot_be_stays_in_the_form_as_it_was_typed(client, world):
    half = {"pause_from": "2027-02-01", "pause_to": ""}

    page = document(client.get(plan_address(world.roadmap, **half)))

    rows = page.findall(".//input[@name='pause_from']")
    assert [field.get("value") for field in rows] == ["2027-02-01", ""]
    assert "A pause needs its first and its last day." in words(page)
