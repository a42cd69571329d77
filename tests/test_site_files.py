"""robots.txt, security.txt, favicon.ico, and the pages that exist only where somebody can be written to."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.document import document, texts
from web.contact import contact_uri

pytestmark = pytest.mark.django_db
SITE = "https://careerpath.example"
FILES = ["/robots.txt", "/sitemap.xml", "/favicon.ico", "/.well-known/security.txt"]
ABOUT = ["/about/", "/privacy/", "/zh-hans/about/", "/zh-hans/privacy/"]


@pytest.fixture(autouse=True)
def _site_url(settings):
    settings.SITE_URL = SITE


@pytest.mark.parametrize("address", FILES)
def test_everybody_gets_the_same_bytes_without_cookies_and_may_ask_again_by_tag(
    client, address
):
    first = client.get(address)
    other = Client().get(
        address, headers={"Accept-Language": "zh", "User-Agent": "Bot"}
    )
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, other.content) == (200, first.content)
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (first.cookies, other.headers["ETag"]) == ({}, first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", FILES)
def test_a_file_knows_no_other_method_and_no_other_language(client, address):
    assert client.post(address).status_code == 405
    assert client.get(f"/zh-hans{address}").status_code == 404


def test_robots_are_led_to_the_sitemap_and_kept_from_the_pages_of_people(client):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert (
        response.text
        == f"""\
User-agent: *
Disallow: /my/
Disallow: /progress/
Disallow: /accounts/
Disallow: /admin/
Disallow: /theme/
Disallow: /report/
Disallow: /zh-hans/my/
Disallow: /zh-hans/progress/
Disallow: /zh-hans/accounts/
Disallow: /zh-hans/admin/
Disallow: /zh-hans/theme/
Disallow: /zh-hans/report/
Allow: /my/$
Allow: /accounts/signup/$
Allow: /zh-hans/my/$
Allow: /zh-hans/accounts/signup/$

Sitemap: {SITE}/sitemap.xml
"""
    )


def test_the_favicon_is_an_icon(client):
    response = client.get("/favicon.ico")

    assert response.headers["Content-Type"] == "image/vnd.microsoft.icon"
    assert response.content[:6] == b"\0\0\1\0\1\0"
    assert response.content[22:30] == b"\x89PNG\r\n\x1a\n"


def fields(text):
    return dict(line.split(": ", 1) for line in text.splitlines())


@pytest.mark.parametrize(
    ("contact", "uri"),
    [
        ("hello@careerpath.example", "mailto:hello@careerpath.example"),
        ("a+b@careerpath.example", "mailto:a+b@careerpath.example"),
        ("a%b?c@careerpath.example", "mailto:a%25b%3Fc@careerpath.example"),
        ("https://careerpath.example/help", "https://careerpath.example/help"),
    ],
)
def test_security_txt_says_what_its_rfc_asks_for(client, settings, contact, uri):
    settings.CONTACT = contact

    response = client.get("/.well-known/security.txt")

    said = fields(response.text)
    expires = datetime.fromisoformat(said.pop("Expires"))
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert said == {
        "Contact": uri,
        "Preferred-Languages": "en, zh",
        "Canonical": f"{SITE}/.well-known/security.txt",
    }
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)


def test_without_contact_nothing_is_offered_that_needs_one(client, settings):
    settings.CONTACT = ""

    found = {
        address: client.get(address).status_code
        for address in [*ABOUT, "/.well-known/security.txt"]
    }
    page, sitemap = client.get("/").text, client.get("/sitemap.xml").text

    assert set(found.values()) == {404}
    assert not any(name in page + sitemap for name in ("/about/", "/privacy/"))
    assert contact_uri() == ""


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_footer_leads_to_both_pages_and_to_the_contact(client, settings, prefix):
    settings.CONTACT = "hello@careerpath.example"

    page = document(client.get(f"{prefix}/"))

    links = [link.get("href") for link in page.findall(".//footer//a")]
    assert links[-3:] == [
        f"{prefix}/about/",
        f"{prefix}/privacy/",
        "mailto:hello@careerpath.example",
    ]


@pytest.mark.parametrize("address", ABOUT)
def test_both_pages_name_the_contact(client, settings, address):
    settings.CONTACT = "https://careerpath.example/help?a=1&b=2"

    page = document(client.get(address))

    assert texts(page, ".//article//a[@href='https://careerpath.example/help?a=1&b=2']")
