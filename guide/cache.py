"""What is computed once for each content version and kept in the process."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any
from weakref import WeakSet

from guide.models import ContentVersion


class Kept:
    """The answers of a function for the current content version, the last `most` of them.

    The version is read before the function runs, so an answer may be newer than its version, never older.
    """

    everyone: "WeakSet[Kept]" = WeakSet()

    def __init__(self, function: Callable, most: int):
        self.function = function
        self.most = most
        self.version = -1
        self.answers: dict[Hashable, Any] = {}
        self.lock = Lock()
        self.everyone.add(self)

    def __call__(self, *key):
        version = ContentVersion.current()
        if version != self.version:
            self.start_again(version)
        answers = self.answers
        if key not in answers:
            answer = self.function(*key)
            with self.lock:
                while len(answers) >= self.most:
                    answers.pop(next(iter(answers)))
                answers[key] = answer
            return answer
        return answers[key]

    def start_again(self, version: int):
        with self.lock:
            self.version, self.answers = version, {}

    @classmethod
    def forget(cls):
        """For tests, which roll back: the same version number then stands for other content."""
        for kept in cls.everyone:
            kept.start_again(-1)


def kept(most: int):
    """Decorates a function of hashable arguments."""
    return lambda function: Kept(function, most)
