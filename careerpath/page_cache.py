"""Public pages, kept for visitors without cookies; the Cache-Control and Vary of every answer.

The rules of what is kept, and for whom, stand here. Pages are asked for twice: `careerpath/kept_pages.py` stands before
Django and knows only what the server knows, the middleware below stands behind its checks and fills the memory.
"""

import hashlib
import time
from collections import OrderedDict
from threading import Event, Lock

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import get_conditional_response

from careerpath.compression import FULL_LEVELS, TOO_SMALL, best_encoding, compress
from guide.models import ContentVersion
from web.public import known_query

PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"
VARY = "Cookie, Accept-Encoding"
SAFE = ("GET", "HEAD")
# Asked while the database may be away: they look at no content version.
HEALTH = ("/healthz", "/readyz")
DAY = 24 * 60 * 60  # seconds; it begins at midnight UTC, as all our dates do
# Characters of path and query; longer addresses are answered but not cached.
LONGEST_KEY = 1000
# How long others wait for the one who renders a page, in seconds; then they render it too.
LONGEST_RENDERING = 10


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
        # All headers with which an answer left the site, by what they depend on (careerpath/kept_pages.py).
        self.sent_headers: dict[tuple, list[tuple[str, str]]] = {}
        # In bytes, with its compressed forms and headers, roughly.
        self.size = len(self.body) * 2 + 5000

    def encoding_for(self, accepted: str) -> str:
        return best_encoding(accepted) if len(self.body) >= TOO_SMALL else ""

    def body_for(self, encoding: str) -> bytes:
        return self.encoded.get(encoding, self.body)

    def response_to(self, request):
        encoding = self.encoding_for(request.headers.get("Accept-Encoding", ""))
        if encoding not in self.encoded:
            self.encoded[encoding] = compress(self.body, encoding, FULL_LEVELS)
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
        self.rendering: dict[tuple, Event] = {}
        self.lock = Lock()

    def get(self, key):
        with self.lock:
            if page := self.pages.get(key):
                self.pages.move_to_end(key)
            return page

    def put(self, key, page):
        with self.lock:
            if replaced := self.pages.pop(key, None):
                self.size -= replaced.size
            self.pages[key] = page
            self.size += page.size
            while self.size > settings.PAGE_CACHE_BYTES:
                _, oldest = self.pages.popitem(last=False)
                self.size -= oldest.size

    def clear(self):
        with self.lock:
            self.pages.clear()
            self.size = 0

    def begin_rendering(self, key) -> bool:
        """False after another thread has done it, so that many who ask at once render a page once."""
        with self.lock:
            under_way = self.rendering.get(key)
            if not under_way:
                self.rendering[key] = Event()
                return True
        under_way.wait(LONGEST_RENDERING)
        return False

    def end_rendering(self, key):
        with self.lock:
            self.rendering.pop(key).set()


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
        parameters = public_parameters(request.path_info) if key else None
        if parameters is None:
            return self.answer_alone(request)
        query = request.META.get("QUERY_STRING", "")
        if (known := known_query(query, parameters)) != query:
            return self.answer_unknown(request, known)
        is_mine = self.pages.begin_rendering(key)
        try:
            if not is_mine and (page := self.pages.get(key)):
                return page.response_to(request)
            return self.keep_answer(request, key)
        finally:
            if is_mine:
                self.pages.end_rendering(key)

    def answer_alone(self, request):
        """For this visitor."""
        response = self.get_response(request)
        if hasattr(response, "public_parameters"):
            response.headers["Vary"] = VARY
        response.headers.setdefault("Cache-Control", PRIVATE)
        return response

    def answer_unknown(self, request, query):
        """The page knows less of the query than was sent: it is made from the kept one, but nobody may store it."""
        environ = {
            name: value
            for name, value in request.META.items()
            if not name.startswith("HTTP_IF_")
        }
        response = self(WSGIRequest({**environ, "QUERY_STRING": query}))
        if response.status_code != 200:
            return self.answer_alone(request)
        response.headers["Cache-Control"] = PRIVATE
        response.headers.pop("ETag", None)
        return response

    def keep_answer(self, request, key):
        """A page renders with the content of the key's version or of a newer one, never of an older one."""
        response = self.get_response(request)
        if not hasattr(response, "public_parameters"):
            response.headers.setdefault("Cache-Control", PRIVATE)
            return response
        response.headers["Vary"] = VARY
        if response.status_code != 200 or response.cookies:
            response.headers.setdefault("Cache-Control", PRIVATE)
            return response
        response.headers["Cache-Control"] = PUBLIC
        page = CachedPage(response)
        self.pages.put(key, page)
        return page.response_to(request)

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


def public_parameters(path: str) -> frozenset[str] | None:
    """The query parameters that the public page at this path knows; None where there is none."""
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            view = resolve(path).func
        except Resolver404:
            return None
    return getattr(view, "public_parameters", None)
