"""A draft with a time is published then: once, by whichever machine comes first, or its page says why not."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring

from guide.editorial.due import MomentTwice, desk_lines, moment_on_clock
from guide.models import Conflict, DueRun, Revision, Step
from guide.sync.record_schema import record_schemas
from guide.tests.admin_pages import change_url, open_form, text_of
from guide.tests.editorial.desk import (
    draft_url,
    edit_draft,
    keep_draft,
    open_desk,
    press,
)
from guide.tests.factory import make_step

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def step(db):
    return make_step(slug="first", name_en="First")


@pytest.fixture
def writer(db):
    return open_desk("writer@example.org", time_zone="Asia/Shanghai")


@pytest.fixture
def draft(writer, step):
    return keep_draft(writer, step, name_en="Of the draft")


@pytest.fixture
def _runs(db):
    """The command has run."""
    DueRun.objects.create(pk=1, at=timezone.now())


def run():
    out, err = StringIO(), StringIO()
    call_command("publish_due", stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def plan(desk, draft, hours=1):
    """Set a time in so many hours, and let it come."""
    moment = timezone.now().astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(
        hours=hours
    )
    page = press(desk, draft, "schedule", when=f"{moment:%Y-%m-%dT%H:%M}")
    assert "The time is set." in text_of(page)
    return moment


def let_it_come(draft):
    Revision.objects.filter(pk=draft.pk).update(publish_at=timezone.now())


def name():
    return Step.objects.get().name_en


@pytest.mark.usefixtures("_runs")
def test_it_is_published_when_its_time_comes_and_once(writer, draft):
    moment = plan(writer, draft)
    page = writer.get(draft_url(draft))
    assert (
        "(Asia/Shanghai)"
        in fromstring(text_of(page)).find_class("draft-state")[0].text_content()
    )
    assert Revision.objects.get(pk=draft.pk).publish_at == moment.replace(
        second=0, microsecond=0
    )

    assert run() == ("", "")
    assert name() == "First"
    let_it_come(draft)
    assert run() == ("Step first: published\n", "")
    assert run() == ("", "")

    assert name() == "Of the draft"
    [live] = Revision.objects.live().exclude(reason="code").filter(model="guide.step")
    assert (live.by, live.reason) == ("writer@example.org", "draft")
    assert [each.kind for each in draft.notes.all()] == [
        "written",
        "scheduled",
        "published",
    ]


@pytest.mark.usefixtures("_runs")
def test_a_time_that_was_taken_back_never_comes(writer, draft):
    plan(writer, draft)
    let_it_come(draft)

    page = press(writer, draft, "unschedule")

    assert "The time is taken back. The draft waits on." in text_of(page)
    assert run() == ("", "")
    assert name() == "First"


@pytest.mark.usefixtures("_runs")
@pytest.mark.parametrize("do", ["discard", "publish"])
def test_a_draft_that_waits_no_more_has_no_time(writer, draft, do):
    plan(writer, draft)

    press(writer, draft, do)

    assert Revision.objects.get(pk=draft.pk).publish_at is None


@pytest.mark.usefixtures("_runs")
def test_one_that_is_sent_back_loses_its_time(writer, draft):
    reader = open_desk("reader@example.org")
    plan(writer, draft)
    press(writer, draft, "asked")

    press(reader, draft, "sent_back", text="No.")

    assert Revision.objects.get(pk=draft.pk).publish_at is None


@pytest.mark.usefixtures("_runs")
def test_a_conflict_waits_where_others_do_and_the_desk_says_so(writer, draft, step):
    plan(writer, draft)
    writer.post(
        change_url(step), {**open_form(writer, step), "name_en": "Of somebody else"}
    )
    let_it_come(draft)

    assert run() == ("Step first: published; 1 fields wait for a decision\n", "")

    assert name() == "Of somebody else"
    assert (
        Conflict.objects.open().get().theirs,
        desk_lines(record_schemas()).disputed,
    ) == (
        "Of the draft",
        1,
    )
    assert "1 field of a published draft waits for a decision." in text_of(
        writer.get(reverse("admin:index"))
    )


@pytest.mark.usefixtures("_runs")
def test_what_cannot_be_published_waits_on_without_a_time_and_the_desk_says_why(
    writer, draft, step
):
    plan(writer, draft)
    let_it_come(draft)
    Step.objects.all().delete()

    assert run() == ("", "Step first: This record no longer exists.\n")
    assert run() == ("", "")

    draft.refresh_from_db()
    assert (draft.is_waiting, draft.publish_at) == (True, None)
    for prefix, words in [
        ("", "This record no longer exists."),
        ("/zh-hans", "这条记录已不存在。"),
    ]:
        for page in (reverse("admin:index"), draft_url(draft)):
            assert words in text_of(writer.get(prefix + page))
    assert "its time came, and it was not published" in text_of(
        writer.get(draft_url(draft))
    )


@pytest.mark.usefixtures("_runs")
def test_under_the_two_person_rule_a_time_needs_an_approval_of_what_it_says_then(
    writer, draft, step, settings
):
    settings.TWO_PERSON_RULE = True
    reader = open_desk("reader@example.org")
    plan(writer, draft)
    assert "Until then somebody else has to approve it" in text_of(
        writer.get(draft_url(draft))
    )
    press(writer, draft, "asked")
    press(reader, draft, "approved")
    edit_draft(writer, draft, step, name_en="Slipped in")
    let_it_come(draft)
    assert run() == ("", "Step first: Nobody else has approved what it says now.\n")
    assert name() == "First"

    press(writer, draft, "asked")
    press(reader, draft, "approved")
    plan(writer, draft)
    let_it_come(draft)

    assert run() == ("Step first: published\n", "")
    assert name() == "Slipped in"


def test_a_time_is_refused_while_the_command_never_ran(writer, draft):
    page = press(writer, draft, "schedule", when="2027-03-01T09:00")

    assert "“manage.py publish_due” has never run" in text_of(page)
    field = fromstring(text_of(page)).get_element_by_id("id_when")
    assert field.value == "2027-03-01T09:00"
    assert Revision.objects.get(pk=draft.pk).publish_at is None
    assert "has never run" in text_of(writer.get(reverse("admin:index")))


def test_the_first_page_says_when_it_ran_last(writer, draft):
    run()
    assert "looked for last on" in text_of(writer.get(reverse("admin:index")))
    assert not desk_lines(record_schemas()).is_late

    DueRun.objects.update(at=timezone.now() - timedelta(minutes=11))

    assert "That should happen every minute" in text_of(
        writer.get(reverse("admin:index"))
    )
    assert "每分钟" in text_of(writer.get(f"/zh-hans{reverse('admin:index')}"))


@pytest.mark.usefixtures("_runs")
@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("", "Write the date and the time first."),
        ("tomorrow", "Write the date and the time, such as 2027-03-01 09:00."),
        ("2020-01-01T09:00", "That is over: it is"),
        ("9999-12-31T23:59", "That is more than two years away."),
        ("0001-01-01T00:00", "That is over: it is"),
    ],
)
def test_a_time_that_is_none_is_refused_and_stays_as_it_was_typed(
    writer, draft, when, words
):
    page = press(writer, draft, "schedule", when=when)

    assert words in text_of(page)
    assert fromstring(text_of(page)).get_element_by_id("id_when").value == when
    assert Revision.objects.get(pk=draft.pk).publish_at is None


def at(typed, which="", zone=LONDON):
    """`typed`: what a clock shows, without a zone."""
    return moment_on_clock(datetime.fromisoformat(typed), zone, which)


@pytest.fixture
def _spring_2027(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, 3, 1, tzinfo=UTC))


@pytest.mark.usefixtures("_spring_2027")
def test_a_time_that_the_clocks_skip_does_not_exist():
    assert at("2027-03-28 00:59") == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert at("2027-03-28 02:00") == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    for skipped in ("2027-03-28 01:00", "2027-03-28 01:59"):
        with pytest.raises(
            ValidationError, match="does not exist on 2027-03-28 in Europe/London"
        ):
            at(skipped)


@pytest.mark.usefixtures("_spring_2027")
def test_a_time_that_comes_twice_asks_which():
    for which in ("", "third"):
        with pytest.raises(
            MomentTwice, match="comes twice on 2027-10-31 in Europe/London"
        ):
            at("2027-10-31 01:30", which)
    assert at("2027-10-31 01:30", "first") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert at("2027-10-31 01:30", "second") == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert at("2027-10-31 02:00") == datetime(2027, 10, 31, 2, 0, tzinfo=UTC)
    with pytest.raises(MomentTwice):  # half an hour, on an island
        at("2027-04-04 01:45", zone=ZoneInfo("Australia/Lord_Howe"))


@pytest.mark.usefixtures("_runs")
def test_the_form_asks_which_of_the_two(draft):
    desk = open_desk("london@example.org", time_zone="Europe/London")
    last_sunday = next(
        day for day in (datetime(timezone.now().year + 1, 10, 31, tzinfo=UTC) - timedelta(days=n) for n in range(7))
        if day.weekday() == 6
    )  # fmt: skip
    when = f"{last_sunday:%Y-%m-%d}T01:30"

    page = press(desk, draft, "schedule", when=when)
    assert "comes twice" in text_of(page)
    assert fromstring(text_of(page)).get_element_by_id("id_which") is not None
    press(desk, draft, "schedule", when=when, which="second")

    assert Revision.objects.get(pk=draft.pk).publish_at == last_sunday + timedelta(
        hours=1, minutes=30
    )


@pytest.mark.usefixtures("_runs")
@pytest.mark.parametrize("lost", ["rights", "is_active", "is_staff", "account"])
def test_what_was_planned_by_somebody_who_may_not_any_more_waits_for_another(
    writer, draft, lost
):
    plan(writer, draft)
    let_it_come(draft)
    if lost == "account":
        writer.person.delete()
    elif lost == "rights":
        writer.person.groups.clear()
    else:
        type(writer.person).objects.filter(pk=writer.person.pk).update(**{lost: False})

    words = "Whoever set its time may not publish such records any more. Somebody who may has to set the time anew."
    assert run() == ("", f"Step first: {words}\n")
    assert name() == "First"
    editor = open_desk("editor@example.org", time_zone="Asia/Shanghai")
    assert words in text_of(editor.get(reverse("admin:index")))

    plan(editor, draft)
    let_it_come(draft)
    assert run() == ("Step first: published\n", "")
