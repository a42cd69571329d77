"""Changes wait for their turn without a thread, and nobody is turned away while things move."""

import asyncio
import time

from operations.serving.turns import BriefTurns, Turns
from operations.tests.loops import run_in_own_thread


async def take_and_give_back(turns, seconds=0.05):
    has_turn = await turns.take()
    if has_turn:
        await asyncio.sleep(seconds)
        turns.give_back()
    return has_turn


def test_who_waits_goes_on_as_long_as_others_end():
    async def run():
        turns = Turns(2, patience=0.2, most_waiting=100)
        answers = await asyncio.gather(*(take_and_give_back(turns) for _ in range(20)))
        return answers, turns.free

    assert run_in_own_thread(run()) == (
        [True] * 20,
        2,
    )  # the last of them waited for 0.5 s


def test_who_finds_no_turn_is_refused_after_a_while_and_the_next_at_once():
    async def run():
        turns = Turns(1, patience=0.2, most_waiting=100)
        assert await turns.take()
        start = time.monotonic()
        together = await asyncio.gather(*(turns.take() for _ in range(50)))
        waited = time.monotonic() - start
        later = [await turns.take() for _ in range(50)]
        took = time.monotonic() - start - waited
        turns.give_back()
        return together + later, waited, took, await turns.take(), len(turns.waiting)

    answers, waited, took, again, left = run_in_own_thread(run())

    assert answers == [False] * 100
    assert waited >= 0.2
    assert took < 3  # waiting would take ten
    assert (again, left) == (True, 0)


def test_only_so_many_wait():
    async def run():
        turns = Turns(1, patience=0.2, most_waiting=2)
        assert await turns.take()
        tasks = [asyncio.create_task(turns.take()) for _ in range(3)]
        await asyncio.sleep(0)
        answers = [tasks[2].done() and tasks[2].result(), len(turns.waiting)]
        turns.give_back()
        turns.give_back()
        return answers, await asyncio.gather(*tasks)

    assert run_in_own_thread(run()) == ([False, 2], [True, True, False])


def test_nobody_waits_longer_than_the_patience_of_brief_turns_though_others_end():
    async def run():
        turns = BriefTurns(1, patience=0.3)
        start = time.monotonic()
        answers = await asyncio.gather(
            *(take_and_give_back(turns, 0.1) for _ in range(10))
        )
        return answers, time.monotonic() - start, await turns.take()

    answers, took, again = run_in_own_thread(run())

    assert 2 <= answers.count(True) <= 4
    assert answers.count(False) == 10 - answers.count(True)
    assert took < 0.6
    assert again
