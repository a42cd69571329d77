"""The stylesheets of static/css as one: a page asks for one file, and its name changes with its content."""

import hashlib
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings

# layers.css fixes the order of the layers, so the order of the others does not matter.
FIRST = "layers.css"
NOT_ON_PAGES = {"admin.css"}


class Stylesheet(NamedTuple):
    body: bytes
    digest: str


def read():
    folder = settings.BASE_DIR / "static" / "css"
    names = sorted(path.name for path in folder.glob("*.css") if path.name not in NOT_ON_PAGES)
    names.sort(key=lambda name: name != FIRST)
    body = b"".join((folder / name).read_bytes() for name in names)
    return Stylesheet(body, hashlib.sha256(body).hexdigest()[:12])


kept = lru_cache(maxsize=1)(read)


def stylesheet() -> Stylesheet:
    return read() if settings.DEBUG else kept()
