"""The calendar of a plan: an address that can be withdrawn, names that stay, and what other programs need."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from accounts.models import CalendarEvent, CalendarLink, StudyPlan
from accounts.models.calendar_link import CANCELLED_FOR, Entry
from accounts.plan.calendar_file import FileEvent, calendar_file
from accounts.tests.plan.plans import make_planned_roadmap, plan_address, solver
from accounts.tests.plan.test_keeping import keep, undo
from accounts.tests.pressing import OURS
from careerpath.logs import without_tokens
from tests.document import document

__all__ = ["solver"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("solver")]
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def world(db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return make_planned_roadmap()


def renew(client, action="renew"):
    return client.post("/my/plan/calendar/", {"action": action}, headers=OURS)


def address_in(answer):
    page = document(answer)
    found = page.find(".//code[@class='address']")
    return found.text.partition("8000")[2] if found is not None else ""


def lines_of(content: bytes) -> list[str]:
    """Our own reader: physical lines of 75 octets at most, each valid UTF-8 by itself, unfolded."""
    assert content.endswith(b"\r\n")
    physical = content.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in physical)
    lines: list[str] = []
    for line in physical:
        text = line.decode()
        assert "\n" not in text
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def events_in(content: bytes) -> list[dict[str, str]]:
    events = []
    for line in lines_of(content):
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            events[-1][name.partition(";")[0]] = value
    return events


def test_the_address_is_shown_once_and_answers_with_the_weeks(signed_in, client, world):
    keep(signed_in, world.roadmap, hours=20)
    address = address_in(renew(signed_in))
    signed_in.logout()

    answer = client.get(address)

    events = events_in(answer.content)
    first, second, *_ = world.steps
    days = sorted((e["DTSTART"], e["DTEND"], e["SUMMARY"]) for e in events)
    assert [day for day in days if day[0] < "20261214"] == [
        ("20261130", "20261207", f"20 h: {first.name_en}"),
        ("20261207", "20261214", f"15 h: {second.name_en}"),
        ("20261207", "20261214", f"5 h: {world.steps[2].name_en}"),
    ]
    assert {event["STATUS"] for event in events} == {"CONFIRMED"}
    assert all(
        {"UID", "DTSTAMP", "SEQUENCE", "URL"} <= event.keys() for event in events
    )
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "learner@example.org" not in answer.content.decode()


def test_it_is_not_shown_again_and_its_token_is_kept_hashed(signed_in, learner, world):
    address = address_in(renew(signed_in))
    token = address.removeprefix("/calendar/").removesuffix(".ics")

    again = signed_in.get("/my/plan/calendar/")

    assert token not in again.text
    assert len(token) >= 32  # of 64 letters: 192 bits
    assert token not in str(CalendarLink.objects.values().get())
    assert without_tokens(f"GET {address} 200") == "GET /calendar/… 200"


def test_a_new_address_ends_the_old_one_and_a_withdrawn_one_is_gone_at_once(
    signed_in, world
):
    keep(signed_in, world.roadmap)
    first = address_in(renew(signed_in))
    uids = {event["UID"] for event in events_in(signed_in.get(first).content)}
    second = address_in(renew(signed_in))
    found = signed_in.get(first).status_code, signed_in.get(second).status_code
    same = {event["UID"] for event in events_in(signed_in.get(second).content)}
    renew(signed_in, "withdraw")

    assert found == (404, 200)
    assert same == uids
    assert signed_in.get(second).status_code == 404
    assert signed_in.get(f"/calendar/{'x' * 5000}.ics").status_code == 404


def test_an_unchanged_plan_is_the_same_bytes_and_304_with_two_queries(
    signed_in, client, world, settings
):
    settings.CONTENT_VERSION_SECONDS = 60
    keep(signed_in, world.roadmap)
    address = address_in(renew(signed_in))
    signed_in.logout()
    first = client.get(address)
    keep_tag = {"If-None-Match": first.headers["ETag"]}

    with CaptureQueriesContext(connection) as queries:
        unchanged = client.get(address, headers=keep_tag)

    assert client.get(address).content == first.content
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert len(queries) <= 2


def test_an_undo_brings_days_back_under_the_same_names_with_a_higher_sequence(
    signed_in, learner, world
):
    keep(signed_in, world.roadmap, hours=20)
    address = address_in(renew(signed_in))
    before = events_in(signed_in.get(address).content)
    keep(
        signed_in,
        world.roadmap,
        hours=20,
        pause_from="2026-12-07",
        pause_to="2026-12-13",
    )
    undo(signed_in, 2)
    after = events_in(signed_in.get(address).content)

    moved = {"SEQUENCE", "DTSTAMP", "LAST-MODIFIED"}
    assert [{k: v for k, v in e.items() if k not in moved} for e in after] == [
        {k: v for k, v in e.items() if k not in moved} for e in before
    ]
    # The first week never moved; the others went away and came back.
    assert [event["SEQUENCE"] for event in after] == ["0", *["2"] * (len(after) - 1)]


def test_without_a_plan_the_events_are_cancelled_and_leave_after_thirty_days(
    signed_in, learner, world, monkeypatch
):
    keep(signed_in, world.roadmap)
    address = address_in(renew(signed_in))
    count = len(events_in(signed_in.get(address).content))
    undo(signed_in, 1)

    cancelled = events_in(signed_in.get(address).content)
    monkeypatch.setattr(timezone, "now", lambda: NOW + CANCELLED_FOR)
    left = events_in(signed_in.get(address).content)

    assert StudyPlan.objects.current(learner) is None
    assert [event["STATUS"] for event in cancelled] == ["CANCELLED"] * count
    assert left == []


def test_fifty_random_edits_raise_the_sequence_where_they_must_and_nowhere_else(
    learner,
):
    chance = random.Random(50)  # noqa: S311  no secret
    CalendarLink.objects.renew(learner, "en")
    link = CalendarLink.objects.get(user=learner)
    monday = date(2026, 11, 30)
    plan = {f"step {n}": (monday + timedelta(weeks=n), f"Title {n}") for n in range(6)}
    link.follow(entries(plan), NOW)

    for edit in range(1, 51):
        before = {e.uid: e for e in CalendarEvent.objects.all()}
        item = chance.choice(sorted(plan) or ["step 0"])
        change = chance.choice(["move", "rename", "drop", "add", "nothing"])
        day, title = plan.get(item, (monday, "Title"))
        if change == "move":
            plan[item] = day + timedelta(weeks=1), title
        elif change == "rename":
            plan[item] = day, f"{title}!"
        elif change == "drop":
            plan.pop(item, None)
        elif change == "add":
            plan[f"step {edit + 5}"] = monday, "New"
        revision = link.revision
        link.follow(entries(plan), NOW + timedelta(hours=edit))

        after = {e.uid: e for e in CalendarEvent.objects.all()}
        risen = {uid for uid in before if after[uid].sequence != before[uid].sequence}
        must = {
            uid
            for uid in before
            if (after[uid].words, after[uid].cancelled_at)
            != (before[uid].words, before[uid].cancelled_at)
        }
        assert risen == must
        assert all(after[uid].sequence == before[uid].sequence + 1 for uid in risen)
        assert (link.revision > revision) == bool(risen or after.keys() - before.keys())


def entries(plan):
    return [Entry(item, *words, "https://example.org/") for item, words in plan.items()]


def test_four_hundred_chinese_events_fold_without_broken_characters():
    at = datetime(2026, 11, 30, tzinfo=UTC)
    title = "12小时：用梯度下降、正则化与交叉验证训练模型；逗号, 分号; 反斜线\\ 与\n换行，长到必须折行"
    events = [
        FileEvent(
            f"{n:040}", date(2026, 11, 30), title, "https://example.org/步骤", 3, at
        )
        for n in range(400)
    ]

    content = calendar_file(events)

    read = events_in(content)
    assert len(read) == 400
    escaped = title.replace("\\", "\\\\").replace("\n", "\\n")
    escaped = escaped.replace(",", "\\,").replace(";", "\\;")
    assert read[0]["SUMMARY"] == escaped
    assert (read[0]["SEQUENCE"], read[0]["DTSTAMP"]) == ("3", "20261130T000000Z")
    parsed = Calendar.from_ical(content).walk("VEVENT")
    assert len(parsed) == 400
    assert {str(event["SUMMARY"]) for event in parsed} == {title}
    assert {event.decoded("DTEND") for event in parsed} == {date(2026, 12, 7)}


def test_a_guest_downloads_the_calendar_once(client, world):
    address = plan_address(world.roadmap, hours=20).replace(
        "/my/plan/", "/my/plan/calendar.ics"
    )

    first, second = client.get(address), client.get(address)

    assert "attachment" in first.headers["Content-Disposition"]
    assert first.content == second.content
    assert len(events_in(first.content)) == 4
    assert client.get("/my/plan/calendar.ics").status_code == 302


def test_the_page_is_for_learners_and_in_chinese(client, signed_in, world):
    assert (
        "谷歌日历可能要一天才更新" in signed_in.get("/zh-hans/my/plan/calendar/").text
    )
    assert renew(signed_in, "nonsense").status_code == 200
    assert CalendarLink.objects.count() == 0
    signed_in.logout()
    assert renew(signed_in).url.startswith("/accounts/login/")


def test_a_chinese_address_has_chinese_titles(signed_in, world):
    keep(signed_in, world.roadmap, hours=20)
    made = signed_in.post(
        "/zh-hans/my/plan/calendar/", {"action": "renew"}, headers=OURS
    )

    events = events_in(signed_in.get(address_in(made)).content)

    assert events[0]["SUMMARY"] == f"20小时：{world.steps[0].name_zh}"
    assert "/zh-hans/steps/" in events[0]["URL"]
