"""What is answered before Django is what Django would answer, and nobody gets it who should not."""

import sqlite3
import time

import pytest
from django.contrib.sessions.models import Session
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from careerpath.before_django import FIRST_PAGES, NAMES, BeforeDjango
from careerpath.page_cache import PAGES
from guide.models import ContentVersion
from guide.tests.factory import (
    make_course,
    make_roadmap,
    make_role,
    make_salary,
    make_skill,
)
from tests.test_public_answers import BOTH
from web.kept_pages.memory import MEMORY

pytestmark = pytest.mark.django_db
ROLES = "/roles/"


@pytest.fixture(autouse=True)
def _version_is_believed(settings):
    settings.CONTENT_VERSION_SECONDS = 1000


@pytest.fixture
def site():
    """Ask it with `ask`; `django` says how often Django was asked."""
    return Asked(get_wsgi_application())


class Asked:
    def __init__(self, django_application):
        self.django_application = django_application
        self.site = BeforeDjango(self.ask_django)
        self.django = 0

    def ask_django(self, environ, start_response):
        self.django += 1
        return self.django_application(environ, start_response)

    def ask(self, path, method="GET", application=None, **environ):
        """Status, headers and body."""
        usual = RequestFactory().generic(method, path).environ
        del usual["HTTP_COOKIE"]  # it is empty
        environ = {**usual, "HTTP_HOST": "localhost", **environ}
        started = []
        parts = (application or self.site)(environ, lambda *head: started.append(head))
        body = b"".join(parts)
        [(status, headers, *_)] = started
        return status, sorted(headers), body

    def is_kept(self, path, **options):
        """Whether it is answered without Django, once it was asked before."""
        for _ in range(2):
            self.ask(path, **options)
        before = self.django
        self.ask(path, **options)
        return self.django == before


def tag_of(answer):
    return dict(answer[1])["ETag"]


@pytest.mark.parametrize("encoding", ["", "gzip", "br, gzip"])
@pytest.mark.parametrize("address", BOTH)
def test_every_public_page_is_as_django_answers_it(site, address, encoding):
    options = {"HTTP_ACCEPT_ENCODING": encoding}
    assert site.is_kept(address, **options)
    kept = site.ask(address, **options)
    options["HTTP_IF_NONE_MATCH"] = tag_of(kept)
    assert site.is_kept(address, **options)
    unchanged = site.ask(address, **options)

    fresh = get_wsgi_application()

    assert unchanged == site.ask(address, application=fresh, **options)
    assert unchanged[0] == "304 Not Modified"
    del options["HTTP_IF_NONE_MATCH"]
    assert kept == site.ask(address, application=fresh, **options)
    assert kept[0] == "200 OK"


def test_a_page_of_one_thing_is_kept_in_its_language(site):
    make_roadmap()
    pages = [
        make_role(slug="mle"),
        make_skill(slug="sql"),
        make_course(slug="intro"),
    ]
    make_salary(country="GB")

    for page in pages:
        address = page.get_absolute_url()
        assert site.is_kept(address)
        assert site.is_kept(f"/zh-hans{address}")
        assert dict(site.ask(f"/zh-hans{address}")[1])["Content-Language"] == "zh-hans"
        assert dict(site.ask(address)[1])["Content-Language"] == "en"


def test_known_parameters_are_kept_and_unknown_ones_are_not(site):
    assert site.is_kept("/courses/?kind=book&page=1")
    assert not site.is_kept("/courses/?kind=book&utm_source=mail")
    assert not site.is_kept("/courses/?page=1" + "0" * 1000)


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "visitor=1"},
        {"HTTP_COOKIE": ""},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": ""},
        {"HTTP_IF_MATCH": '"other"'},
        {"HTTP_IF_UNMODIFIED_SINCE": "Mon, 30 Nov 2026 08:00:00 GMT"},
        {"HTTP_IF_NONE_MATCH": 'W/"other"'},
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "OPTIONS"},
    ],
)
def test_what_is_not_for_everybody_goes_to_django(site, environ):
    assert site.is_kept(ROLES)

    answer = site.ask(ROLES, **environ)

    assert not site.is_kept(ROLES, **environ)
    assert answer == site.ask(ROLES, application=get_wsgi_application(), **environ)


@pytest.mark.parametrize("address", ["/roles/nobody/", "/roles", "/my/", "/healthz"])
def test_errors_redirects_and_own_pages_are_not_kept(site, address):
    assert not site.is_kept(address)


def test_a_host_that_is_not_ours_keeps_nothing_for_others(site):
    for _ in range(3):
        assert site.ask(ROLES, HTTP_HOST="evil.example")[0].startswith("400")

    assert site.ask(ROLES)[0] == "200 OK"
    assert site.ask(ROLES, HTTP_HOST="evil.example")[0].startswith("400")


def test_head_is_answered_with_the_headers_of_get(site):
    assert site.is_kept(ROLES, method="HEAD")

    assert site.ask(ROLES, method="HEAD")[:2] == site.ask(ROLES)[:2]


def test_a_proxy_says_whether_it_was_https(settings, site):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURE_SSL_REDIRECT = True
    site = Asked(get_wsgi_application())

    safe, open_ = ({"HTTP_X_FORWARDED_PROTO": name} for name in ("https", "http"))

    assert site.is_kept(ROLES, **safe)
    assert "Strict-Transport-Security" in dict(site.ask(ROLES, **safe)[1])
    assert site.ask(ROLES, **open_)[0].startswith("301")
    assert not site.is_kept(ROLES, **open_)
    assert not site.is_kept(ROLES, HTTP_X_FORWARDED_PROTO="https, http")
    assert not site.is_kept(ROLES)


def test_a_header_of_a_proxy_counts_only_behind_one(site):
    assert site.is_kept(ROLES, HTTP_X_FORWARDED_PROTO="https")
    assert site.ask(ROLES, HTTP_X_FORWARDED_PROTO="https") == site.ask(ROLES)


def test_what_was_answered_cannot_be_changed_by_who_got_it(site):
    assert site.is_kept(ROLES)
    before = site.ask(ROLES)
    application = site.site

    def clear_headers(environ, start_response):
        return application(
            environ, lambda _, headers: start_response("", headers.clear() or headers)
        )

    site.ask(ROLES, application=clear_headers)

    assert site.ask(ROLES) == before


def test_an_edit_shows_as_soon_as_it_is_known_here(site):
    role = make_role(slug="mle", name_en="Engineer")
    assert site.is_kept(ROLES)
    before = site.ask(ROLES)

    role.name_en = "Machine learning engineer"
    role.save()
    ContentVersion.expire_current()  # a test's transaction is never committed

    after = site.ask(ROLES, HTTP_IF_NONE_MATCH=tag_of(before))
    assert after[0] == "200 OK"
    assert b"Machine learning engineer" in after[2]
    assert site.is_kept(ROLES)


def test_an_edit_elsewhere_shows_some_seconds_later(settings, site):
    settings.CONTENT_VERSION_SECONDS = seconds = 60  # a busy machine may pause for one
    make_role()
    assert site.is_kept(ROLES)
    ContentVersion.objects.update(number=1000)  # by another process
    known_until, number = ContentVersion._known
    assert time.monotonic() < known_until <= time.monotonic() + seconds

    ContentVersion._known = (known_until - seconds, number)
    before = site.django
    site.ask(ROLES)

    assert site.django == before + 1
    assert ContentVersion.known() == 1000


def test_while_the_database_is_away_what_is_known_is_answered(
    settings, site, monkeypatch
):
    settings.CONTENT_VERSION_SECONDS = 1
    make_role()
    assert site.is_kept(ROLES)
    before = site.ask(ROLES)

    def refuse(*arguments, **options):
        raise OperationalError from sqlite3.OperationalError("away")

    monkeypatch.setattr(ContentVersion.objects, "values_list", refuse)
    ContentVersion._known = (time.monotonic() - 1, ContentVersion._known[1])

    assert ContentVersion.known() is None
    assert site.ask(ROLES) == before
    assert ContentVersion.known() is not None
    assert site.ask(ROLES) == before


def test_the_version_is_asked_for_once_while_the_answer_takes_long(
    settings, monkeypatch
):
    settings.CONTENT_VERSION_SECONDS = 1
    make_role()
    number = ContentVersion.current()
    ContentVersion._known = (time.monotonic() - 1, number)
    meanwhile = []

    def look(*arguments, **options):
        meanwhile.append(ContentVersion.known())
        raise OperationalError

    monkeypatch.setattr(ContentVersion.objects, "values_list", look)

    assert ContentVersion.current() == number
    assert meanwhile == [number]


def test_without_a_thread_the_same_is_answered(site):
    make_role()
    head = {"accept-encoding": "br", "host": "localhost"}
    environ = {NAMES[name]: value for name, value in head.items()}
    assert site.is_kept(ROLES, **environ)
    asked = site.django

    status, headers, body = site.site.kept_answer("GET", "http", ROLES, "", head.get)

    assert (f"{status} OK", sorted(headers), body) == site.ask(ROLES, **environ)
    assert site.site.kept_answer("POST", "http", ROLES, "", head.get) is None
    assert site.site.kept_answer("GET", "http", "/courses/", "", head.get) is None
    assert site.django == asked


def test_what_first_visitors_need_is_loaded_before_them(site, settings):
    make_roadmap()
    settings.SECURE_SSL_REDIRECT = True  # as in production
    settings.SITE_URL = "https://localhost"

    site.site.load_pages()

    kept = {(key[1], edition.language) for edition, key in MEMORY.texts}
    assert kept >= {
        ("/", "en"),
        ("/zh-hans/", "zh-hans"),
        ("/salaries/", "en"),
        ("/zh-hans/salaries/", "zh-hans"),
    }
    assert site.django == 2 * len(FIRST_PAGES)
    assert (len(PAGES.pages), Session.objects.count()) == (0, 0)


def test_a_page_that_fails_ends_the_loading_and_not_the_start(site):
    site.django_application = lambda environ, start_response: (
        start_response("503 Service Unavailable", []) or HttpResponse(status=503)
    )

    site.site.load_pages()

    assert site.django == 1
