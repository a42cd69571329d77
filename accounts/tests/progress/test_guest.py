import base64
import hashlib
import json
import zlib
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.signing import TimestampSigner
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import State
from accounts.progress import guest_cookie
from accounts.progress.guest_cookie import (
    COOKIE_NAME,
    MAX_AGE,
    MAX_BYTES,
    SALT,
    FullError,
    GuestProgress,
    guest_progress,
    pack_cookie,
)

TICKS = GuestProgress(
    {"python-basics": State.DONE, "statistics": State.SKIPPED},
    "self-taught-route",
    ("statistics", State.DOING),
)
EMPTY = GuestProgress(has_cookie=True, unreadable=True)


def read(rf, value):
    request = rf.get("/")
    request.COOKIES[COOKIE_NAME] = value
    return guest_progress(request)


def signed(text, salt=SALT, **kwargs):
    return TimestampSigner(salt=salt, **kwargs).sign(text)


def compressed(data):
    return base64.urlsafe_b64encode(zlib.compress(data)).decode().rstrip("=")


def test_what_is_packed_comes_back(rf):
    assert read(rf, pack_cookie(TICKS)) == GuestProgress(
        TICKS.states, TICKS.roadmap, TICKS.undo, has_cookie=True
    )


def test_no_cookie_is_a_fresh_start(rf):
    assert guest_progress(rf.get("/")) == GuestProgress()


@given(
    st.dictionaries(
        st.from_regex(r"[a-z0-9-]{1,30}", fullmatch=True),
        st.sampled_from(State),
        max_size=40,
    )
)
def test_any_states_come_back(states):
    from django.test import (
        RequestFactory,
    )  # a fixture is not made anew for each example

    assert read(RequestFactory(), pack_cookie(GuestProgress(states))).states == states


FOREIGN = [
    "nonsense", ":", "1.:x:y", "进度", "\x00", pack_cookie(TICKS)[:-1], pack_cookie(TICKS)[1:], "x" * 5000,
    pack_cookie(TICKS).replace("1.", "2.", 1),
    signed("2.abc"), signed("1."), signed("1.$$$"), signed("1." + compressed(b"not json")),
    signed("1." + compressed(b'{"s":{"flying":"python"},"r":"","u":null}')),
    signed("1." + compressed(b'{"s":[],"r":"","u":null}')), signed("1." + compressed(b"[]")),
    signed("1." + compressed(b"\xff\xfe")), signed("1." + compressed(b'{"s":{},"r":"","u":null}' + b" " * 70_000)),
    signed(pack_cookie(TICKS), salt="sessions"), signed("1." + compressed(b"{}"), key="another site"),
]  # fmt: skip


# The values hold a time, so they cannot name the cases: every worker would find others.
@pytest.mark.parametrize("value", FOREIGN, ids=range(len(FOREIGN)))
def test_a_cookie_that_is_not_ours_is_an_empty_start(rf, value):
    assert read(rf, value) == EMPTY


@given(st.text())
def test_no_cookie_is_an_error(value):
    from django.test import (
        RequestFactory,
    )  # a fixture is not made anew for each example

    read(RequestFactory(), value)


def test_a_cookie_is_verified_before_it_is_unpacked(rf, monkeypatch):
    unpacked = []
    monkeypatch.setattr(zlib, "decompressobj", lambda: unpacked.append("unpacked"))

    read(rf, pack_cookie(TICKS)[:-1] + "-")

    assert unpacked == []


def test_a_cookie_of_400_days_ago_is_too_old(rf, monkeypatch):
    import time  # the signer reads the clock

    value = pack_cookie(TICKS)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + MAX_AGE.total_seconds() - 60)
    assert read(rf, value).states == TICKS.states
    monkeypatch.setattr(time, "time", lambda: now + MAX_AGE.total_seconds() + 60)
    assert read(rf, value) == EMPTY


def test_a_cookie_outlives_a_new_secret_key(rf, settings):
    value = pack_cookie(TICKS)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = (
        "a new key " * 8,
        [settings.SECRET_KEY],
    )

    assert read(rf, value).states == TICKS.states


def test_a_cookie_is_never_larger_than_browsers_keep():
    guest = GuestProgress()
    kept = 0
    with suppress(FullError):
        for number in range(1000):
            guest = guest.with_state(
                hashlib.sha256(number.to_bytes(2)).hexdigest()[:40], State.DONE
            )
            response = HttpResponse()
            guest.write_to(response)
            kept += 1
            assert (
                len(f"{COOKIE_NAME}={response.cookies[COOKIE_NAME].value}") <= MAX_BYTES
            )

    assert 60 < kept < 1000


def test_every_step_of_the_guide_fits_in_each_state():
    from django.conf import settings  # the fixtures are the subject

    files = (settings.BASE_DIR / "fixtures").glob("*.json")
    rows = [
        row
        for file in files
        for row in json.loads(file.read_text())
        if row["model"] == "guide.step"
    ]
    slugs = [row["fields"]["slug"] for row in rows]
    assert len(slugs) >= 64
    guest = GuestProgress(
        {slug: list(State)[number % 5] for number, slug in enumerate(slugs)},
        "self-taught-route",
        (slugs[0], State.DOING),
    )

    guest.write_to(HttpResponse())


def test_the_cookie_is_kept_400_days_out_of_reach_of_scripts_and_other_sites(settings):
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()

    TICKS.write_to(response)

    cookie = response.cookies[COOKIE_NAME]
    assert (cookie["max-age"], cookie["path"], cookie["domain"]) == (
        int(timedelta(days=400).total_seconds()),
        "/",
        "",
    )
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (
        True,
        True,
        "Lax",
    )


def test_a_press_remembers_what_an_undo_brings_back():
    guest = GuestProgress().with_state("sql", State.DOING).with_state("sql", State.DONE)

    assert (guest.states, guest.undo) == ({"sql": State.DONE}, ("sql", State.DOING))
    assert guest.with_state("sql", State.DONE) == guest
    assert guest.with_state("sql", State.DOING, is_undo=True).undo is None


def test_the_first_roadmap_pressed_is_the_one_in_hand_until_another_is_taken():
    guest = (
        GuestProgress()
        .with_state("sql", State.DOING, roadmap="one")
        .with_state("git", State.DONE, roadmap="other")
    )

    assert (guest.roadmap, guest.with_roadmap("other").roadmap) == ("one", "other")


def test_a_cookie_is_read_once_a_request(rf, monkeypatch):
    read = []
    monkeypatch.setattr(guest_cookie, "unpack_cookie", read.append)
    request = rf.get("/", headers={"Cookie": "progress=1"})

    for _ in range(3):
        guest_cookie.guest_progress(request)

    assert read == ["1"]
