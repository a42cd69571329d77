"""Who finds no turn is told so soon, and nobody is turned away while things move."""

import time
from threading import Barrier, Thread

from web.turns import Turns


def test_who_finds_no_turn_is_refused_after_a_while_and_the_next_at_once():
    turns = Turns(1, patience=0.2)
    assert turns.take()

    start = time.monotonic()
    answers = [turns.take()]
    waited = time.monotonic() - start
    answers += [turns.take() for _ in range(100)]

    assert answers == [False] * 101
    assert waited >= 0.2
    assert time.monotonic() - start < waited + 5  # waiting would take twenty
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
