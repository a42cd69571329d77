"""Some threads stay free for those who read, and nobody is turned away while things move."""

import time
from threading import Barrier, Thread

import pytest
from django.http import HttpResponse

from web.changes_at_once import MOST_CHANGES, ChangesAtOnce, Turns


def test_who_finds_no_turn_is_refused_after_a_while_and_the_next_at_once():
    turns = Turns(1, patience=0.2)
    assert turns.take()

    start = time.monotonic()
    answers = [turns.take()]
    waited = time.monotonic() - start
    answers += [turns.take() for _ in range(100)]

    assert answers == [False] * 101
    assert waited >= 0.2
    assert time.monotonic() - start < waited + 0.1
    turns.give_back()
    assert turns.take()


def test_who_waits_goes_on_as_long_as_others_end():
    turns = Turns(2, patience=0.3)
    together = Barrier(12)
    answers = []

    def work():
        together.wait()
        answers.append(turns.take())
        time.sleep(0.1)
        turns.give_back()

    threads = [Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [True] * 12  # the last of them waited for 0.5 s


def stuck(patience=0.01):
    answered = []
    middleware = ChangesAtOnce(lambda request: answered.append(1) or HttpResponse("ok"))
    middleware.turns = Turns(MOST_CHANGES, patience)
    for _ in range(MOST_CHANGES):
        assert middleware.turns.take()
    return middleware, answered


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_a_change_too_many_is_told_so_and_keeps_what_was_typed(rf, prefix):
    middleware, answered = stuck()

    response = middleware(rf.post(f"{prefix}/progress/x/", {"text": "my <note>"}))

    assert (response.status_code, answered) == (503, [])
    assert response.headers["Retry-After"] == "5"
    assert "my &lt;note&gt;" in response.content.decode()
    assert ("此刻" in response.content.decode()) == bool(prefix)


def test_pages_are_answered_all_the_same(rf):
    middleware, _ = stuck()

    assert middleware(rf.get("/")).status_code == 200


def test_a_turn_is_given_back_after_an_error(rf):
    def broken(request):
        raise ZeroDivisionError

    middleware = ChangesAtOnce(broken)
    for _ in range(MOST_CHANGES + 1):
        with pytest.raises(ZeroDivisionError):
            middleware(rf.post("/"))

    assert middleware.turns.free == MOST_CHANGES
