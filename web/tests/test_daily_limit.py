from collections import OrderedDict
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from web import daily_limit
from web.daily_limit import DAY, amounts, seconds_to_tomorrow, take_room

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MIDNIGHT = 20_000 * DAY


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    cache.clear()
    clock = SimpleNamespace(now=MIDNIGHT, time=lambda: clock.now)
    # The clock of this module alone: the cache throws away by the real one.
    monkeypatch.setattr(daily_limit, "time", clock)
    return clock


def test_what_does_not_fit_is_not_counted():
    assert take_room("a", 90, 100)
    assert not take_room("a", 11, 100)
    assert take_room("a", 10, 100)
    assert not take_room("a", 1, 100)
    assert take_room("b", 100, 100)


def test_tomorrow_there_is_room_again(clock):
    clock.now += DAY - 60
    assert take_room("a", 100, 100)
    assert (take_room("a", 1, 100), seconds_to_tomorrow()) == (False, 60)

    clock.now += 60

    assert (take_room("a", 100, 100), seconds_to_tomorrow()) == (True, DAY)


def test_processes_count_together(monkeypatch):
    memories = [OrderedDict(), OrderedDict()]
    let_through = 0
    for turn in range(300):
        monkeypatch.setattr(daily_limit, "amounts", memories[turn % 2])
        let_through += take_room("a", 1, 100)

    assert 100 <= let_through <= 110


def test_a_process_that_starts_anew_knows_after_a_twentieth():
    for _ in range(100):
        take_room("a", 1, 100)
    amounts.clear()

    assert [take_room("a", 1, 100) for _ in range(7)] == [True] * 5 + [False] * 2
