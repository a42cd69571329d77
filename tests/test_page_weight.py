"""The first view is small: every roadmap after collectstatic, compressed with brotli."""

import re
import secrets
from http.client import HTTPConnection

import pytest

from tests.served import Site

MOST_HTML = 12_000
# HTML and stylesheets: with their headers, what fits into the first window of a connection, ten packets of 1,460 bytes.
MOST_BEFORE_PAINT = 14_000
MOST_IN_ALL = 40_000
PRODUCTION = {
    "CAREERPATH_LOCAL": "0",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "SITE_URL": "https://careerpath.example",
    "ALLOWED_HOSTS": "careerpath.example",
}
STOP = re.compile(rb'<li\s+class="stop')
FILES = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<script[^>]* src="([^"]+)"')


@pytest.fixture(scope="module")
def collected(site, tmp_path_factory):
    """The same content served as in production: files collected, named by their content, compressed beforehand."""
    folder = tmp_path_factory.mktemp("collected")
    served = Site(
        folder, site.environment["DATABASE_URL"], STATIC_ROOT=str(folder / "static")
    )
    Site(folder, **{**served.environment, **PRODUCTION}).manage(
        "collectstatic", "--noinput"
    )
    yield served.start()
    served.stop()


def fetch(site, address, encoding="br"):
    connection = HTTPConnection("127.0.0.1", site.port, timeout=120)
    headers = {"Host": f"localhost:{site.port}", "Accept-Encoding": encoding}
    try:
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        return response.headers.get("Content-Encoding"), response.read()
    finally:
        connection.close()


def roadmap_addresses(site):
    _, html = fetch(site, "/roadmaps/", "identity")
    return sorted(set(re.findall(r'href="(/roadmaps/[a-z-]+/)"', html.decode())))


def count_stops(site, address):
    return len(STOP.findall(fetch(site, address, "identity")[1]))


def test_every_roadmap_is_small_in_both_languages(collected):
    """One test for all: two workers would collect the files twice. The one with the most stops is not the heaviest."""
    addresses = roadmap_addresses(collected)

    assert max(count_stops(collected, address) for address in addresses) >= 63
    for address in addresses:
        for prefix in ("", "/zh-hans"):
            assert_small(collected, prefix + address)


def assert_small(collected, address):
    encoding, html = fetch(collected, address)
    _, plain = fetch(collected, address, "identity")

    files = [style or script for style, script in FILES.findall(plain.decode())]
    loaded = {name: fetch(collected, name) for name in files}

    assert {encoding, *(how for how, _ in loaded.values())} == {"br"}
    assert len(html) < MOST_HTML
    assert (
        len(html)
        + sum(len(body) for name, (_, body) in loaded.items() if ".css" in name)
        < MOST_BEFORE_PAINT
    )
    assert len(html) + sum(len(body) for _, body in loaded.values()) < MOST_IN_ALL
    assert any(".css" in name for name in files)
    assert any(".js" in name for name in files)
