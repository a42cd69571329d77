"""How many threads of a process may be busy with the same slow thing, such as a mail server that hangs."""

import time
from threading import Condition


class Turns:
    """A number of turns. Who finds none free waits while others are given back, and no longer than they come."""

    def __init__(self, number: int, patience: float):
        self.free = number
        self.patience = patience
        self.condition = Condition()
        self.given_back_at = 0.0
        # Somebody has waited in vain since the last turn was given back: the next ones need not try.
        self.is_stuck = False

    def take(self) -> bool:
        with self.condition:
            start = time.monotonic()
            while not self.free:
                moved_at = max(start, self.given_back_at)
                left = moved_at + self.patience - time.monotonic()
                if self.is_stuck or left <= 0:
                    self.is_stuck = True
                    return False
                self.condition.wait(left)
            self.free -= 1
            return True

    def give_back(self) -> None:
        with self.condition:
            self.free += 1
            self.given_back_at = time.monotonic()
            self.is_stuck = False
            self.condition.notify()
