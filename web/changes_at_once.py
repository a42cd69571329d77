"""How many threads of a process may be busy with changes: some stay free for those who only read.

A change may have to wait: for the one writer of SQLite, for a mail server, for the disk. Without a bound a few dozen of
them hold every thread, and no page is answered.
"""

import time
from threading import Condition

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import UnreadablePostError
from django.utils import translation

from web.gate import SAFE
from web.refusals import too_busy

# Of the eight threads of a process (README).
MOST_CHANGES = 5
# How long a change waits for its turn while none of the others ends. As long as they end it waits on.
PATIENCE = 0.5


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


class ChangesAtOnce:
    """Middleware. What a browser sends is read before, so that nobody holds a turn by sending slowly."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.turns = Turns(MOST_CHANGES, PATIENCE)

    def __call__(self, request):
        if request.method in SAFE:
            return self.get_response(request)
        try:
            request.body  # noqa: B018 - read now
        except (RequestDataTooBig, UnreadablePostError):
            return self.get_response(request)  # refused further in
        if not self.turns.take():
            language = translation.get_language_from_path(request.path_info)
            with translation.override(language or settings.LANGUAGE_CODE):
                return too_busy(request)
        try:
            return self.get_response(request)
        finally:
            self.turns.give_back()
