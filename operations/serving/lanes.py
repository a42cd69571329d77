"""Threads for requests of one kind, which never take those of another."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from operations.serving.turns import BriefTurns, Turns


class Lane:
    """`turns`: where there are some, who takes one finds a thread free; else requests queue for the threads."""

    def __init__(self, name: str, number: int, turns: Turns | BriefTurns | None = None):
        self.threads = start_threads(number, name)
        self.turns = turns

    async def take(self) -> bool:
        return await self.turns.take() if self.turns else True

    def give_back(self) -> None:
        if self.turns:
            self.turns.give_back()


def start_threads(number: int, name: str) -> ThreadPoolExecutor:
    """All at once, before the worker is ready: a machine short of memory may refuse one more when a request needs it.

    Raises RuntimeError where it refuses now; the worker does not start then, and those that serve go on.
    """
    threads, all_are_there = ThreadPoolExecutor(number, name), Barrier(number)
    try:
        for _ in range(number):  # each waits for the others, so that none takes two
            threads.submit(all_are_there.wait)
    except RuntimeError:
        all_are_there.abort()
        raise
    return threads
