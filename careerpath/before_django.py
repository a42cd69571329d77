"""Before Django: public pages that are kept are answered from memory, everything else is handed on.

An answer is the one that Django gave before to the same request, with all headers that its middleware set, and as long
as the content version is known to be the same. Nothing about it is decided here: the rules stand in
`careerpath/page_cache.py`.

A server asks in one of two ways: as WSGI does; or `kept_answer` first, which never waits and so needs no thread. By
`computes` it knows what takes long.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from careerpath.compression import best_encoding
from careerpath.computed_pages import computes
from careerpath.page_cache import PAGES, SAFE, has_kept_address, page_key
from guide.models import ContentVersion

OK, NOT_MODIFIED = 200, 304
STATUS_LINES = {OK: "200 OK", NOT_MODIFIED: "304 Not Modified"}
RARE_CONDITIONS = ("if-match", "if-unmodified-since")
SCHEMES = ("http", "https")
# Together they load most of what pages need: the fewest that leave none with more than half a second.
FIRST_PAGES = ("guide:home", "guide:salaries", "guide:market", "accounts:my-path")
# Headers that our pages answer to, as WSGI has them.
NAMES = {
    "accept-encoding": "HTTP_ACCEPT_ENCODING",
    "cookie": "HTTP_COOKIE",
    "host": "HTTP_HOST",
    "if-match": "HTTP_IF_MATCH",
    "if-none-match": "HTTP_IF_NONE_MATCH",
    "if-unmodified-since": "HTTP_IF_UNMODIFIED_SINCE",
    "x-forwarded-proto": "HTTP_X_FORWARDED_PROTO",
}

# The value of a header, by its name in small letters.
Header = Callable[[str], str | None]
best_encoding_known = lru_cache(256)(best_encoding)


class Asked(NamedTuple):
    """A request to which a kept page may be the answer."""

    key: tuple
    # What headers depend on beside the page.
    scheme: str
    encoding: str
    tag: str | None  # If-None-Match


def find_answer(asked: Asked):
    """Status, headers and body; None where Django has not yet given this answer."""
    if not (page := PAGES.get(asked.key)):
        return None
    if asked.tag is None:
        status, body = OK, page.body_for(asked.encoding)
    elif asked.tag == page.tag:
        status, body = NOT_MODIFIED, b""
    else:
        return None
    headers = page.sent_headers.get((status, asked.scheme, asked.encoding))
    return headers and (status, headers, body)


def remember_headers(asked: Asked, status: int, headers: list[tuple[str, str]]):
    """If they are those of the kept page."""
    page = PAGES.get(asked.key)
    is_kept = page and status in STATUS_LINES and ("ETag", page.tag) in headers
    if is_kept and "Set-Cookie" not in dict(headers):
        page.sent_headers[status, asked.scheme, asked.encoding] = [*headers]


class BeforeDjango:
    """The application of WSGI, with the kept pages before it."""

    computes = staticmethod(computes)

    def __init__(self, application):
        self.application = application
        self.is_behind_proxy = bool(settings.SECURE_PROXY_SSL_HEADER)

    def __call__(self, environ, start_response):
        asked = self.kept_request(
            environ["REQUEST_METHOD"],
            environ["wsgi.url_scheme"],
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            lambda name: environ.get(NAMES[name]),
        )
        if not asked:
            return self.application(environ, start_response)
        if answer := find_answer(asked):
            status, headers, body = answer
            start_response(STATUS_LINES[status], [*headers])
            return [body]

        def remember_and_start(status, headers, *error):
            remember_headers(asked, int(status[:3]), headers)
            return start_response(status, headers, *error)

        return self.application(environ, remember_and_start)

    def load_pages(self):
        """Visits some pages before anybody can: what they load is there then, and no first visitor waits for it."""
        for name in FIRST_PAGES:
            for language, _ in settings.LANGUAGES:
                with translation.override(language):
                    path = reverse(name)
                if self.visit(path) != OK:
                    return  # the log says why

    def visit(self, path) -> int:
        """As a visitor who has chosen a theme. Returns the status."""
        scheme, _, host = settings.SITE_URL.partition("://")
        environ = {
            "PATH_INFO": path,
            "HTTP_HOST": host,
            "HTTP_X_FORWARDED_PROTO": scheme,
            "HTTP_COOKIE": "theme=light",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": scheme,
        }
        setup_testing_defaults(environ)
        statuses = []
        answer = self.application(environ, lambda status, *_: statuses.append(status))
        answer.close()
        return int(statuses[0][:3])

    def kept_answer(self, *request):
        """Status, headers and body for a request known by its head; None where the application has to be asked."""
        asked = self.kept_request(*request)
        return asked and find_answer(asked)

    def kept_request(
        self, method: str, scheme: str, path: str, query: str, header: Header
    ) -> Asked | None:
        """None where Django has to look itself."""
        if method not in SAFE or header("cookie") is not None:
            return None
        host, version = header("host"), ContentVersion.known()
        if not host or version is None or any(map(header, RARE_CONDITIONS)):
            return None
        if self.is_behind_proxy:
            scheme = header("x-forwarded-proto") or scheme
        if scheme not in SCHEMES or not has_kept_address(path, query):
            return None
        key = page_key(host, path, query, version)
        encoding = best_encoding_known(header("accept-encoding") or "")
        return Asked(key, scheme, encoding, header("if-none-match"))
