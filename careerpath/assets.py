"""The stylesheets of static/css as one: a page asks for one file, and its name changes with its content."""

import hashlib
from functools import cache
from typing import NamedTuple

from django.conf import settings

from careerpath.compression import FULL, compress

# layers.css fixes the order of the layers, so the order of the others does not matter.
FIRST = "layers.css"
NOT_ON_PAGES = {"admin.css"}


class Stylesheet(NamedTuple):
    body: bytes
    digest: str

    def encoded(self, encoding: str) -> bytes:
        return compressed(self.body, encoding) if encoding else self.body


def read() -> Stylesheet:
    folder = settings.BASE_DIR / "static" / "css"
    names = sorted(path.name for path in folder.glob("*.css") if path.name not in NOT_ON_PAGES)
    names.sort(key=lambda name: name != FIRST)
    body = b"".join((folder / name).read_bytes() for name in names)
    return Stylesheet(body, hashlib.sha256(body).hexdigest()[:12])


kept = cache(read)


@cache
def compressed(body: bytes, encoding: str) -> bytes:
    return compress(body, encoding, FULL)


def stylesheet() -> Stylesheet:
    return read() if settings.DEBUG else kept()
