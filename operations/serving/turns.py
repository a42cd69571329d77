"""Turns, for the loop of a worker: who waits for one holds no thread."""

import asyncio
import time
from collections import deque


class Turns:
    """Who finds none free waits while others are given back, and no longer than they come."""

    def __init__(self, number: int, patience: float, most_waiting: int):
        self.free = number
        self.patience = patience
        self.most_waiting = most_waiting
        self.waiting: deque[asyncio.Future] = deque()
        self.given_back_at = 0.0
        # Somebody has waited in vain since the last turn was given back: the next ones need not try.
        self.is_stuck = False

    async def take(self) -> bool:
        if self.free:
            self.free -= 1
            return True
        if self.is_stuck or len(self.waiting) >= self.most_waiting:
            return False
        mine = asyncio.get_running_loop().create_future()
        self.waiting.append(mine)
        start = time.monotonic()
        while not mine.done():
            left = max(start, self.given_back_at) + self.patience - time.monotonic()
            if left <= 0 or self.is_stuck:
                self.is_stuck = True
                self.waiting.remove(mine)
                return False
            await asyncio.wait([mine], timeout=left)
        return True

    def give_back(self) -> None:
        self.given_back_at = time.monotonic()
        self.is_stuck = False
        if self.waiting:
            self.waiting.popleft().set_result(None)
        else:
            self.free += 1


class BriefTurns:
    """A number of turns, for which nobody waits longer than `patience` seconds, whatever the others do."""

    def __init__(self, number: int, patience: float):
        self.patience = patience
        self.free = asyncio.Semaphore(number)

    async def take(self) -> bool:
        try:
            async with asyncio.timeout(self.patience):
                return await self.free.acquire()
        except TimeoutError:
            return False

    def give_back(self) -> None:
        self.free.release()
