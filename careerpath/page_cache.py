"""Public pages, kept for visitors without cookies; the Cache-Control and Vary of every answer.

The rules of what is kept, and for whom, stand here. Pages are looked for twice: `careerpath/before_django.py` stands
before Django and knows only what the server knows; the middleware below stands behind its checks and fills the memory.
"""

import hashlib
import time
from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from careerpath.compression import TOO_SMALL, best_encoding, compress_fully
from guide.models import ContentVersion

PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"
VARY = "Cookie, Accept-Encoding"
SAFE = ("GET", "HEAD")
# Asked while the database may be away: they look at no content version.
HEALTH = ("/healthz", "/readyz")
DAY = 24 * 60 * 60  # seconds; it begins at midnight UTC, as all our dates do
# Characters of path and query; longer addresses are answered but not cached.
LONGEST_KEY = 1000


def has_kept_address(path: str, query: str) -> bool:
    return len(path) + len(query) <= LONGEST_KEY and path not in HEALTH


def page_key(host: str, path: str, query: str, version: int) -> tuple:
    """What a kept page depends on."""
    return host, path, query, version, time.time() // DAY


class CachedPage:
    """A page as every visitor without cookies gets it; compressed once for each encoding."""

    def __init__(self, response):
        self.body = response.content
        self.tag = f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"'
        self.headers = {**response.headers, "ETag": self.tag}
        self.encoded = {"": self.body}
        # All headers with which an answer left the site, by what they depend on (careerpath/before_django.py).
        self.sent_headers: dict[tuple, list[tuple[str, str]]] = {}
        self.lock = Lock()
        # In bytes, with its compressed forms and headers, roughly.
        self.size = len(self.body) * 2 + 5000

    def encoding_for(self, accepted: str) -> str:
        return best_encoding(accepted) if len(self.body) >= TOO_SMALL else ""

    def body_for(self, encoding: str) -> bytes:
        return self.encoded.get(encoding, self.body)

    def response_to(self, request):
        encoding = self.encoding_for(request.headers.get("Accept-Encoding", ""))
        with self.lock:  # it takes long: others wait for the one who does it
            if encoding not in self.encoded:
                self.encoded[encoding] = compress_fully(self.body, encoding)
        response = HttpResponse(self.encoded[encoding], headers=self.headers)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(response.content))
        return get_conditional_response(request, etag=self.tag, response=response)


class PageCache:
    """The pages that were asked for last, up to PAGE_CACHE_BYTES in all."""

    def __init__(self):
        self.size = 0
        self.pages: OrderedDict[tuple, CachedPage] = OrderedDict()
        self.lock = Lock()

    def get(self, key):
        with self.lock:
            if page := self.pages.get(key):
                self.pages.move_to_end(key)
            return page

    def keep(self, key, page) -> CachedPage:
        """Of two that were made at once the first stays."""
        with self.lock:
            if key in self.pages:
                return self.pages[key]
            self.pages[key] = page
            self.size += page.size
            while self.size > settings.PAGE_CACHE_BYTES:
                _, oldest = self.pages.popitem(last=False)
                self.size -= oldest.size
        return page

    def clear(self):
        with self.lock:
            self.pages.clear()
            self.size = 0


# Of this process.
PAGES = PageCache()


class PageCacheMiddleware:
    """Without cookies a public page depends on its address, the content and the day, on nothing else.

    A view declares with `web.public.public_page` that it is public, and which query parameters it reads.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages = PAGES

    def __call__(self, request):
        key = self.cache_key(request)
        if key and (page := self.pages.get(key)):
            return page.response_to(request)
        response = self.get_response(request)
        parameters = getattr(response, "public_parameters", None)
        if parameters is not None:
            response.headers["Vary"] = VARY
            # A page renders with the content of one version or a newer one, never of an older one.
            if (
                key
                and response.status_code == 200
                and not response.cookies
                and parameters.issuperset(request.GET)
            ):
                response.headers["Cache-Control"] = PUBLIC
                page = self.pages.keep(key, CachedPage(response))
                return page.response_to(request)
        response.headers.setdefault("Cache-Control", PRIVATE)
        return response

    def cache_key(self, request):
        """None for a request that may not be answered with a kept page."""
        if settings.DEBUG or request.method not in SAFE:
            return None
        path, query = request.META["PATH_INFO"], request.META.get("QUERY_STRING", "")
        if request.headers.get("Cookie") or not has_kept_address(path, query):
            return None
        try:
            version = ContentVersion.current()
            return page_key(request.get_host(), path, query, version)
        except (DatabaseError, DisallowedHost):
            # A host that is not ours is refused by the middleware further in, with all headers.
            return None
