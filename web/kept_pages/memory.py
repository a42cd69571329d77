"""The memory of kept texts: bounded, for all threads of the process, and each text is made once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from threading import Event, Lock

from django.conf import settings

from web.kept_pages.editions import Edition
from web.kept_pages.texts import KeptText

MOST_TEXTS = 20_000
# Bytes of an entry beside its text, roughly.
OVERHEAD = 500


class Making:
    """A text that a thread is making, for which others wait."""

    def __init__(self):
        self.done = Event()
        self.text: KeptText | None = None


class TextMemory:
    """The texts asked for last, up to a number of them and of bytes in all; outdated ones go at once."""

    def __init__(self):
        self.lock = Lock()
        self.cache_clear()

    def cache_clear(self) -> None:
        with self.lock:
            self.texts: OrderedDict[Hashable, KeptText] = OrderedDict()
            self.size = 0
            self.newest: tuple[int, date] | None = None
            self.in_making: dict[Hashable, Making] = {}

    def get_or_make(
        self, edition: Edition, key: Hashable, make: Callable[[], KeptText]
    ) -> KeptText:
        """While one thread makes a text, the others that ask for it wait; where it fails, each of them tries."""
        key = edition, key
        with self.lock:
            if text := self.texts.get(key):
                self.texts.move_to_end(key)
                return text
            making = self.in_making.get(key)
            if making is None:
                own = self.in_making[key] = Making()
        if making:
            making.done.wait()
            return making.text or make()
        try:
            own.text = make()
            self.put(edition, key, own.text)
            return own.text
        finally:
            with self.lock:
                self.in_making.pop(key, None)
            own.done.set()

    def put(self, edition: Edition, key: Hashable, text: KeptText) -> None:
        if not text.may_be_kept or edition.version < 0:
            return
        with self.lock:
            if self.newest is None or edition.age > self.newest:
                self.newest, self.size = edition.age, 0
                self.texts.clear()
            if edition.age < self.newest:
                return
            self.texts[key] = text
            self.size += text.size + OVERHEAD
            while self.texts and (
                self.size > settings.KEPT_TEXT_BYTES or len(self.texts) > MOST_TEXTS
            ):
                _, oldest = self.texts.popitem(last=False)
                self.size -= oldest.size + OVERHEAD


MEMORY = TextMemory()
