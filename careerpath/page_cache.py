"""Public pages, cached for visitors without cookies; the Cache-Control and Vary of every answer."""

import hashlib
from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from careerpath.compression import FULL_LEVELS, TOO_SMALL, best_encoding, compress
from guide.models import ContentVersion

PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"
VARY = "Cookie, Accept-Encoding"
# Asked while the database may be away: they look at no content version.
HEALTH = ("/healthz", "/readyz")
# Characters of path and query; longer addresses are answered but not cached.
LONGEST_KEY = 1000


class CachedPage:
    """A page as every visitor without cookies gets it; compressed once for each encoding."""

    def __init__(self, response):
        self.body = response.content
        self.headers = dict(response.headers)
        self.headers["ETag"] = f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"'
        self.encoded = {"": self.body}
        # In bytes, with its compressed forms and headers, roughly.
        self.size = len(self.body) * 2 + 2000

    def response_to(self, request):
        encoding = (
            best_encoding(request.headers.get("Accept-Encoding", ""))
            if len(self.body) >= TOO_SMALL
            else ""
        )
        if encoding not in self.encoded:
            self.encoded[encoding] = compress(self.body, encoding, FULL_LEVELS)
        response = HttpResponse(self.encoded[encoding], headers=self.headers)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(response.content))
        return get_conditional_response(
            request, etag=self.headers["ETag"], response=response
        )


class PageCache:
    """The pages that were asked for last, up to a number of bytes in all."""

    def __init__(self, limit):
        self.limit = limit  # bytes
        self.size = 0
        self.pages = OrderedDict()
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
            while self.size > self.limit:
                _, oldest = self.pages.popitem(last=False)
                self.size -= oldest.size


class PageCacheMiddleware:
    """Without cookies a public page depends on its address, the content and the day, on nothing else.

    A view declares with `web.public.public_page` that it is public, and which query parameters it reads.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages = PageCache(settings.PAGE_CACHE_BYTES)

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
                page = CachedPage(response)
                self.pages.put(key, page)
                return page.response_to(request)
        response.headers.setdefault("Cache-Control", PRIVATE)
        return response

    def cache_key(self, request):
        """What a cached page depends on, or None for a request that may not be answered with one."""
        if settings.DEBUG or request.method not in ("GET", "HEAD"):
            return None
        if request.headers.get("Cookie"):
            return None
        path = request.get_full_path()
        if len(path) > LONGEST_KEY or path in HEALTH:
            return None
        try:
            return (
                request.get_host(),
                path,
                ContentVersion.current(),
                timezone.now().date(),
            )
        except (DatabaseError, DisallowedHost):
            # A host that is not ours is refused by the middleware further in, with all headers.
            return None
