"""What becomes of a link over days, and that readers' pages are made anew only where they change."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from guide.freshness.judging import Finding, Outcome
from guide.freshness.keeping_links import (
    Kept,
    due_links,
    forget_unused_links,
    keep_findings,
)
from guide.models import ContentVersion, Course, Link
from guide.models.link import APART
from guide.tests.factory import make_course

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PAGE, NEW = "https://example.org/course", "https://example.org/new"
FAILED = Finding(Outcome.FAILED, "404")
LIVE = Finding(Outcome.LIVE, "200")
MOVED = Finding(Outcome.MOVED, "200", NEW)
BLOCKED = Finding(Outcome.BLOCKED, "403")
UNKNOWN = Finding(Outcome.UNKNOWN, "time-out")
START = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    """A clock that stands where it is put, in hours."""

    def put(hours):
        now = START + timedelta(hours=hours)
        monkeypatch.setattr(timezone, "now", lambda: now)

    put(0)
    return put


def keep(finding, address=PAGE, **options):
    """As a run that reached another site too."""
    kept = Kept()
    found = [("https://example.org/other", LIVE), (address, finding)]
    list(keep_findings(found, kept, **options))
    return kept


def state():
    return Link.objects.get(address=PAGE).state


@pytest.mark.parametrize(
    ("findings", "states"),
    [
        ([(0, FAILED), (24, FAILED)], ["unknown", "gone"]),
        ([(0, FAILED), (23, FAILED), (25, FAILED)], ["unknown", "unknown", "gone"]),
        ([(0, FAILED), (24, LIVE), (48, FAILED)], ["unknown", "live", "unknown"]),
        ([(0, FAILED), (24, BLOCKED), (48, FAILED)], ["unknown", "blocked", "gone"]),
        ([(0, FAILED), (24, FAILED), (48, BLOCKED)], ["unknown", "gone", "gone"]),
        ([(0, FAILED), (24, FAILED), (48, LIVE)], ["unknown", "gone", "live"]),
        ([(0, FAILED), (24, FAILED), (48, MOVED)], ["unknown", "gone", "moved"]),
        ([(0, MOVED), (24, UNKNOWN), (48, LIVE)], ["moved", "moved", "live"]),
        ([(0, MOVED), (24, FAILED)], ["moved", "unknown"]),
        ([(0, LIVE), (24, BLOCKED), (48, UNKNOWN)], ["live", "blocked", "unknown"]),
    ],
)  # fmt: skip
def test_a_link_is_gone_after_two_failures_on_different_days(at, findings, states):
    found = []
    for hours, finding in findings:
        at(hours)
        keep(finding)
        found.append(state())

    assert found == states


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from([FAILED, LIVE, MOVED, BLOCKED, UNKNOWN])),
        max_size=12,
    )
)  # fmt: skip
def test_gone_means_two_failures_a_day_apart_and_nothing_good_since(steps):
    link, now, failures = Link(address=PAGE), START, []
    for hours, finding in steps:
        now += timedelta(hours=hours)
        if finding is FAILED:
            failures.append(now)
            link.note_failure("404", now)
        else:
            failures = [] if finding in (LIVE, MOVED) else failures
            link.note_answer(
                Link.State(finding.outcome), finding.said, finding.final_address
            )
        failed_twice = bool(failures) and failures[-1] - failures[0] >= APART
        assert (link.state == Link.State.GONE) == failed_twice
        assert (link.first_failed_at is None) == (not failures)


def test_an_editor_who_opened_it_is_believed_for_a_while(at):
    for hours in (0, 24):
        at(hours)
        keep(FAILED)
    Link.objects.vouch([PAGE, ""], "ed@example.org")
    seen = [state()]
    for days in (2, 4, 88, 92):
        at(days * 24)
        keep(FAILED)
        seen.append(state())

    assert seen == ["blocked", "blocked", "blocked", "blocked", "gone"]


def test_pages_are_made_anew_only_when_a_link_goes_or_comes_back(at):
    numbers = []
    for hours, finding in enumerate([LIVE, MOVED, BLOCKED, FAILED, FAILED, FAILED, UNKNOWN, LIVE]):  # fmt: skip
        at(hours * 25)
        before = ContentVersion.current()
        keep(finding)
        numbers.append(ContentVersion.current() - before)

    assert numbers == [0, 0, 0, 0, 1, 0, 0, 1]


def test_what_fails_all_at_once_is_not_believed(at):
    addresses = [f"https://example.org/{number}" for number in range(40)]
    for day in (0, 1):
        at(day * 24)
        kept = Kept()
        found = [(each, FAILED if at_ < 11 else LIVE) for at_, each in enumerate(addresses)]  # fmt: skip
        list(keep_findings(found, kept))
        assert (kept.disbelieved, kept.failed) == (True, 11)
    assert Link.objects.filter(first_failed_at=None).count() == 40

    for day in (2, 3):
        at(day * 24)
        list(keep_findings(found, kept := Kept(), believe_all=True))
    assert len(kept.gone) == Link.objects.gone().count() == 11


def test_failures_of_a_run_that_reached_nobody_are_not_believed(at):
    kept = Kept()
    list(keep_findings([(PAGE, Finding(Outcome.FAILED, "no-host"))], kept))

    assert (kept.disbelieved, state()) == (True, "unknown")


def test_a_run_says_what_changed(at):
    keep(FAILED)
    at(30)
    assert keep(FAILED).gone == [PAGE]
    assert keep(FAILED).gone == []
    moved = keep(MOVED)

    assert (moved.back, moved.moved) == ([PAGE], [f"{PAGE} → {NEW}"])


def test_the_next_run_begins_with_what_was_asked_longest_ago(at):
    for name in ("a", "b", "c"):
        make_course(url=f"https://example.org/{name}")
    make_course(url="https://example.org/draft", published=False)
    make_course(url="https://example.org/over", status="retired")
    for hours, name in ((0, "b"), (5, "a"), (20, "c")):
        at(hours)
        keep(LIVE, f"https://example.org/{name}")

    due = due_links(["course"], timezone.now())

    assert due == ["https://example.org/b"]
    at(100)
    assert [each[-1] for each in due_links(["course"], timezone.now())] == ["b", "a", "c"]  # fmt: skip
    make_course(url="https://example.org/d")
    assert due_links(["course"], timezone.now())[0] == "https://example.org/d"
    assert forget_unused_links() == 1  # the other site of the runs
    assert Link.objects.count() == 3


def test_a_course_whose_link_is_gone_is_neither_recommended_nor_counted(at):
    make_course(url="https://example.org/stays")
    course = make_course(url=PAGE, price=20, currency="USD", price_period="total", checked_on="2026-02")  # fmt: skip
    assert list(Course.objects.price_past_date()) == [course]
    for hours in (0, 24):
        at(hours)
        keep(FAILED)

    assert Course.objects.recommended().count() == Course.objects.offered().count() == 1
    assert list(Course.objects.gone()) == [course]
    assert list(Course.objects.unverified()) == list(Course.objects.price_past_date()) == []  # fmt: skip
    assert (course.is_verified, course.standing, course.check_age) == (False, "unverified", "empty")  # fmt: skip
    assert str(course.gone_since) == "2026-11-01"
