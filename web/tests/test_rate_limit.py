from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import State, StepProgress
from accounts.tests.pressing import hold, press, press_in_place
from guide.tests.factory import make_step
from web import rate_limit

pytestmark = pytest.mark.both_databases

NOON = 1_795_262_400  # a whole minute


@pytest.fixture(autouse=True)
def _ten_a_minute(settings, db, monkeypatch):
    settings.PRESSES_A_MINUTE = 10
    cache.clear()
    at(monkeypatch, NOON)


def at(monkeypatch, seconds):
    # The clock of this module alone: the cache throws away by the real one.
    monkeypatch.setattr(rate_limit, "time", SimpleNamespace(time=lambda: seconds))


def press_often(client, step, times, **options):
    return [
        press(client, step, State.values[n % 5], **options).status_code
        for n in range(times)
    ]


def test_the_eleventh_press_in_a_minute_has_to_wait(signed_in, learner):
    step = make_step()
    assert press_often(signed_in, step, 10) == [303] * 10

    response = press(signed_in, step, "done")

    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert "One moment, please" in response.text
    assert StepProgress.objects.get().state == State.values[9 % 5]


def test_the_answer_says_how_long_to_wait(signed_in, monkeypatch):
    at(monkeypatch, NOON + 45)

    assert press_often(signed_in, make_step(), 11)[-1] == 429
    assert press_in_place(signed_in, make_step()).headers["Retry-After"] == "15"


def test_the_next_minute_is_free_again(signed_in, monkeypatch):
    step = make_step()
    press_often(signed_in, step, 11)

    at(monkeypatch, NOON + 60)

    assert press(signed_in, step).status_code == 303


def test_one_learner_does_not_use_up_what_another_has(signed_in, other_learner):
    press_often(signed_in, make_step(), 11)
    other = Client()
    other.force_login(other_learner)

    assert press(other, make_step()).status_code == 303


def test_guests_share_the_limit_of_their_address(client, settings):
    settings.PRESSES_A_MINUTE = 1  # ten from one address
    step = make_step()
    hold(client, {step: State.DONE})

    assert press_often(client, step, 11)[-2:] == [303, 429]
    assert press(Client(REMOTE_ADDR="192.0.2.7"), step).status_code == 303


def test_addresses_are_counted_by_the_network_that_one_visitor_has(rf):
    addresses = ["192.0.2.7", "2001:db8:0:1::5", "2001:db8:0:1:ffff::6"]
    networks = [
        rate_limit.client_network(rf.get("/", REMOTE_ADDR=address))
        for address in addresses
    ]

    assert networks == ["192.0.2.7", "2001:db8:0:1::", "2001:db8:0:1::"]


def test_processes_count_together(signed_in):
    step = make_step()
    press_often(signed_in, step, 5)
    rate_limit.counts.clear()  # another process
    press_often(signed_in, step, 5)

    assert press(signed_in, step, "done").status_code == 429


def test_a_process_learns_of_presses_elsewhere_before_a_second_limit_is_used_up(
    signed_in,
):
    step = make_step()
    press_often(signed_in, step, 10)
    rate_limit.counts.clear()  # another process

    assert press_often(signed_in, step, 10).count(303) < 5


def test_most_presses_cost_no_query_for_the_count(signed_in, rf, learner):
    request = rf.post("/")
    request.user = learner

    with CaptureQueriesContext(connection) as queries:
        for _ in range(4):
            rate_limit.seconds_to_wait(request, signed_in=True)

    assert len(queries) == 0


def test_the_memory_of_a_process_is_bounded(rf, monkeypatch):
    monkeypatch.setattr(rate_limit, "MOST_KEYS", 100)

    for number in range(300):
        rate_limit.seconds_to_wait(
            rf.post("/", REMOTE_ADDR=f"192.0.2.{number % 256}"), signed_in=False
        )

    assert len(rate_limit.counts) <= 100
