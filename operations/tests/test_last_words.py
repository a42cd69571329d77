"""A server that ends waits until nobody has asked for half a second on a connection that is kept, but not for ever."""

from types import SimpleNamespace

import pytest

from operations.serving import server
from operations.serving.limits import LONGEST_SETTLE_SECONDS, SETTLE_SECONDS
from operations.serving.server import Notes, wait_until_nobody_asks


class Clock:
    """Nothing waits; at each sleep the workers answer what is asked by then."""

    def __init__(self, asked_at, workers):
        self.now, self.asked_at, self.workers = 0.0, list(asked_at), workers

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds
        while self.asked_at and self.asked_at[0] <= self.now:
            self.asked_at.pop(0)
            self.workers[-1].notes.count_last_word()


def seconds_waited(monkeypatch, asked_at):
    workers = [SimpleNamespace(notes=Notes()), SimpleNamespace(notes=Notes())]
    clock = Clock(asked_at, workers)
    monkeypatch.setattr(server, "time", clock)
    wait_until_nobody_asks(workers)
    return clock.now


def test_with_nobody_there_it_waits_once(monkeypatch):
    assert seconds_waited(monkeypatch, []) == pytest.approx(SETTLE_SECONDS, abs=0.1)


def test_each_answer_begins_the_wait_anew(monkeypatch):
    waited = seconds_waited(monkeypatch, [0.3, 0.7])
    assert waited == pytest.approx(0.7 + SETTLE_SECONDS, abs=0.1)


def test_who_never_stops_asking_does_not_hold_it(monkeypatch):
    always = [number / 10 for number in range(1000)]
    waited = seconds_waited(monkeypatch, always)
    assert waited == pytest.approx(LONGEST_SETTLE_SECONDS, abs=0.1)


def test_256_answers_at_once_are_not_none():
    notes = Notes()
    seen = set()
    for _ in range(256):
        notes.count_last_word()
        seen.add(notes.last_words)
    assert len(seen) == 256
