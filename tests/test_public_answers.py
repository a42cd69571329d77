"""Principle 5: without cookies a public page depends on its address, the content and the day, nothing else."""

import gzip
import time

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careerpath import page_cache
from guide import urls
from guide.cache import clear_caches
from guide.tests.factory import (
    make_course,
    make_roadmap,
    make_role,
    make_salary,
    make_skill,
)

pytestmark = pytest.mark.django_db
PUBLIC = {
    "Cache-Control": "public, max-age=0, must-revalidate",
    "Vary": "Cookie, Accept-Encoding",
}
PRIVATE = {
    "Cache-Control": "private, no-store",
    "Vary": "Cookie, Accept-Encoding",
}
NOT_KEPT = {"salaries-place", "report-form"}  # answers posts; each form is another
PAGES = [
    reverse(f"guide:{pattern.name}")
    for pattern in urls.urlpatterns
    if "<" not in str(pattern.pattern) and pattern.name not in NOT_KEPT
]
BOTH = [
    prefix + page for page in PAGES if "." not in page for prefix in ("", "/zh-hans")
]


def headers(response, *names):
    return {name: response.headers.get(name) for name in names or PUBLIC}


def is_stored(client, address, **options):
    """Whether it is answered without asking the database for anything but the content version."""
    with CaptureQueriesContext(connection) as captured:
        client.get(address, **options)
    return len(captured) <= 1


@pytest.fixture
def kept(client):
    """Whether a page is stored by its first visit."""
    return lambda address, **options: (
        client.get(address, **options) and is_stored(client, address, **options)
    )


@pytest.mark.parametrize("address", BOTH)
def test_every_public_page_may_be_stored_and_must_be_asked_about(client, address):
    response = client.get(address)

    assert headers(response) == PUBLIC
    assert response.headers["ETag"].startswith('W/"')
    assert response.headers["Content-Language"] == (
        "zh-hans" if address.startswith("/zh-hans") else "en"
    )
    assert not response.cookies


@pytest.mark.parametrize(
    "address", ["/", "/courses/?kind=book&page=1", "/zh-hans/roles/"]
)
def test_the_same_address_gives_the_same_bytes_to_everybody(client, settings, address):
    make_roadmap()
    first = client.get(address)

    second = client.get(
        address,
        headers={
            "Accept-Language": "zh",
            "User-Agent": "Other",
            "Referer": "https://a.example",
        },
    )

    assert second.content == first.content
    assert headers(second, "ETag", "Vary") == headers(first, "ETag", "Vary")


def test_a_visitor_with_any_cookie_gets_the_same_page_but_nobody_may_store_it(client):
    make_roadmap()
    without = client.get("/roadmaps/")
    client.cookies["campaign"] = "1"

    response = client.get("/roadmaps/")

    assert headers(response) == PRIVATE
    assert "ETag" not in response.headers
    assert response.content == without.content


def test_what_a_learner_sees_is_never_stored_nor_given_to_others(client, learner):
    guest = client.get("/roadmaps/").content
    client.force_login(learner)

    response = client.get("/roadmaps/")
    client.logout()

    assert headers(response) == PRIVATE
    assert response.content != guest
    assert client.get("/roadmaps/").content == guest


def test_a_theme_kept_in_a_cookie_does_not_reach_others(client):
    client.cookies["theme"] = "dark"
    dark = client.get("/roles/")
    client.cookies.clear()

    assert 'data-theme="dark"' in dark.text
    assert headers(dark) == PRIVATE
    assert "data-theme" not in client.get("/roles/").text


def test_a_page_is_kept_and_answered_without_a_query(kept):
    make_role()

    assert kept("/roles/")
    assert kept("/courses/?kind=book&sort=longest")


@pytest.mark.parametrize(
    "address",
    ["/roles/?utm_source=mail", "/roles/?page=2", "/courses/?kind=book&fbclid=1"],
)
def test_unknown_parameters_are_answered_but_never_stored(client, kept, address):
    make_role()

    assert headers(client.get(address)) == PRIVATE
    assert not kept(address)


def test_unknown_parameters_do_not_change_the_page(client):
    make_role()

    assert (
        client.get("/roles/?utm_source=mail").content == client.get("/roles/").content
    )


@pytest.mark.parametrize("address", ["/courses/", "/salaries/", "/salaries/figures/"])
def test_a_request_of_htmx_gets_the_page_that_everybody_gets(client, kept, address):
    make_course()
    htmx = {"HX-Request": "true"}

    assert client.get(address, headers=htmx).content == client.get(address).content
    assert headers(client.get(address, headers=htmx)) == PUBLIC
    assert kept(address, headers=htmx)


@pytest.mark.parametrize(
    ("address", "status"), [("/roles/nobody/", 404), ("/roles", 301)]
)
def test_errors_and_redirects_are_never_stored(client, kept, address, status):
    response = client.get(address)

    assert (response.status_code, response.headers["Cache-Control"]) == (
        status,
        "private, no-store",
    )
    assert "ETag" not in response.headers


def test_a_redirect_of_a_public_page_is_never_stored(client):
    make_salary(country="GB")

    response = client.get("/salaries/GB/")

    assert (response.status_code, headers(response)) == (301, PRIVATE)


def test_a_very_long_address_is_answered_but_not_kept(client, kept):
    make_course()
    address = "/courses/?skill=" + "x" * 1000

    assert headers(client.get(address)) == PRIVATE
    assert not kept(address)


def test_an_unchanged_page_is_304_without_a_body(client):
    tag = client.get("/roles/").headers["ETag"]

    response = client.get("/roles/", headers={"If-None-Match": tag})

    assert (response.status_code, response.content) == (304, b"")
    assert headers(response, *PUBLIC, "ETag") == {**PUBLIC, "ETag": tag}


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_compressed_page_is_304_by_the_same_tag(client, encoding):
    tag = client.get("/roles/").headers["ETag"]

    response = client.get(
        "/roles/", headers={"If-None-Match": tag, "Accept-Encoding": encoding}
    )

    assert (response.status_code, response.headers["ETag"]) == (304, tag)


@pytest.mark.parametrize("change", ["save", "create", "delete"])
def test_a_change_of_content_shows_at_once(client, change):
    role = make_role(slug="mle", name_en="Engineer")
    before = client.get("/roles/")

    if change == "save":
        role.name_en = "Machine learning engineer"
        role.save()
    elif change == "create":
        make_role(name_en="Newcomer")
    else:
        role.delete()
    after = client.get("/roles/", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert after.content != before.content
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_change_elsewhere_that_leaves_the_page_as_it_was_leaves_its_tag(client):
    make_role()
    tag = client.get("/roles/").headers["ETag"]

    make_skill()

    assert not is_stored(client, "/roles/")
    assert client.get("/roles/").headers["ETag"] == tag


def test_a_page_is_made_anew_each_day(client, kept, monkeypatch):
    make_role()
    assert kept("/roles/")
    tomorrow = time.time() + 24 * 60 * 60

    monkeypatch.setattr(time, "time", lambda: tomorrow)

    assert not is_stored(client, "/roles/")


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("br", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("gzip, deflate, br", "br", brotli.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
@pytest.mark.parametrize("cookies", [{}, {"campaign": "1"}])
def test_every_encoding_holds_the_same_text(
    client, accepted, encoding, decode, cookies
):
    make_roadmap(steps=5)
    plain = client.get("/roadmaps/").content
    client.cookies.load(cookies)

    response = client.get("/roadmaps/", headers={"Accept-Encoding": accepted})

    assert response.headers.get("Content-Encoding") == encoding
    assert int(response.headers["Content-Length"]) == len(response.content)
    assert decode(response.content) == plain


def test_head_says_what_get_says_without_the_body(client):
    get, head = client.get("/roles/"), client.head("/roles/")

    assert head.content == b""
    assert headers(head, *PUBLIC, "ETag", "Content-Type") == headers(
        get, *PUBLIC, "ETag", "Content-Type"
    )


@pytest.mark.parametrize("cookies", [{}, {"campaign": "1"}])
def test_a_host_that_is_not_ours_is_refused(client, cookies):
    client.cookies.load(cookies)

    assert client.get("/roles/", headers={"Host": "evil.example"}).status_code == 400


def test_a_small_memory_forgets_the_oldest_pages(client, settings, kept):
    settings.PAGE_CACHE_BYTES = 20_000
    make_role()

    assert kept("/roles/")
    assert [headers(client.get(address)) for address in BOTH] == [PUBLIC] * len(BOTH)
    assert not is_stored(client, "/roles/")


@pytest.mark.parametrize("address", BOTH)
def test_two_processes_render_the_same_bytes(address):
    make_course(skills=[make_skill()])
    make_roadmap()
    first = Client().get(address)
    clear_caches()
    page_cache.PAGES.clear()

    assert Client().get(address).content == first.content
