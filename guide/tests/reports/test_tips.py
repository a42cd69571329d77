"""Accepted tips stand on the page of their step or course: plain text, its day, the languages apart."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from guide.models import ContentVersion, Report
from guide.models.report import MOST_TIPS
from guide.tests.factory import (
    make_course,
    make_report,
    make_step,
    make_tip,
    make_track,
)
from guide.tests.fixture_world import World
from tests.document import document, texts

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def tips(client, address):
    return texts(document(client.get(address)), ".//section/blockquote/p[1]")


@pytest.mark.parametrize("make", [make_step, make_course])
def test_only_what_was_accepted_for_this_page_stands_there(client, make):
    row, other = make(), make()
    make_tip(row, words="Good tip.")
    make_tip(other, words="For another page.")
    make_report(row, kind="tip", words="Waiting.")
    make_tip(row, words="Declined.", state="declined")
    make_tip(row, words="Withdrawn.", state="withdrawn")
    make_report(row, words="A mistake.")

    assert tips(client, row.get_absolute_url()) == ["Good tip."]


def test_the_languages_stand_apart(client):
    make_step(slug="sql")
    step = make_step(slug="joins")
    make_tip(step, words="Draw it.")
    make_tip(step, words="先画图。", language="zh")

    assert tips(client, "/steps/joins/") == ["Draw it."]
    assert tips(client, "/zh-hans/steps/joins/") == ["先画图。"]


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_form_is_given_the_english_address_in_both_languages(client, prefix):
    make_course(slug="snakes")

    page = document(client.get(f"{prefix}/courses/snakes/"))

    assert page.xpath("//section[contains(@class, 'tips')]//a/@href") == [
        f"{prefix}/report/?page=/courses/snakes/&kind=tip"
    ]


def test_a_page_shows_the_newest_with_their_day(client):
    step = make_step(slug="sql")
    for number in range(MOST_TIPS + 2):
        tip = make_tip(step, words=f"Tip {number}")
        day = datetime(2026, 11, number + 1, tzinfo=UTC)
        Report.objects.filter(pk=tip.pk).update(made_at=day)

    page = document(client.get("/steps/sql/"))

    assert texts(page, ".//section/blockquote/p[1]") == [
        f"Tip {number}" for number in (6, 5, 4, 3, 2)
    ]
    assert texts(page, ".//section/blockquote/p[2]")[0] == "7 November 2026"


def test_a_tip_is_text_and_nothing_else(client):
    step = make_step(slug="sql")
    make_tip(
        step, words="<img src=x onerror=alert(1)> **b** https://e.example/ step:sql"
    )

    page = document(client.get("/steps/sql/"))

    [quote] = page.iterfind(".//section/blockquote")
    assert {element.tag for element in quote.iter()} == {"blockquote", "p"}


def test_a_tip_comes_and_goes_with_the_word_of_an_editor(client):
    step = make_step(slug="sql")
    tip = make_report(step, kind="tip", words="Draw it.")
    steps = []
    for state in ("accepted", "withdrawn", "accepted", "withdrawn", "declined"):
        number = ContentVersion.current()
        tip.refresh_from_db()
        assert tip.decide(state, "", "editor")
        shown = tips(client, "/steps/sql/") == ["Draw it."]
        steps.append((state, shown, ContentVersion.current() - number))

    assert steps == [
        ("accepted", True, 1),
        ("withdrawn", False, 1),
        ("accepted", True, 1),
        ("withdrawn", False, 1),
        ("declined", False, 0),
    ]


def test_what_arrives_changes_no_content(client):
    step = make_step(slug="sql")
    number = ContentVersion.current()

    make_report(step)
    make_report(step, kind="tip")

    assert ContentVersion.current() == number


def test_the_first_decision_stands(client):
    tip = make_report(make_step(), kind="tip")
    late = Report.objects.get(pk=tip.pk)

    assert tip.decide("declined", "No.", "ada")
    assert not late.decide("accepted", "Yes.", "bo")

    tip.refresh_from_db()
    assert (tip.state, tip.answer, tip.decided_by) == ("declined", "No.", "ada")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "mistake", "state": "accepted"},
        {"kind": "tip", "state": "answered", "subject": "step"},
        {"kind": "tip", "subject": "", "state": "open", "decided_at": None},
        {"state": "answered", "decided_at": None},
        {"state": "open"},
    ],
)
def test_the_database_refuses_what_makes_no_sense(fields):
    now = datetime(2026, 11, 30, tzinfo=UTC)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_report(**{"decided_at": now, **fields})


def test_a_load_of_fixtures_and_the_end_of_a_step_leave_tips_alone(client, tmp_path):
    step = make_step(make_track(99), slug="gone")
    tip = make_tip(step, token="mine", words="Draw it.")
    world = World(tmp_path)
    world.load()

    step.delete()

    tip.refresh_from_db()
    assert (tip.state, tip.words) == ("accepted", "Draw it.")
    assert client.get("/steps/gone/").status_code == 404
    assert client.get("/report/mine/").status_code == 200
