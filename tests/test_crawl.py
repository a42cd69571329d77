"""Every address that a visitor can reach, in both languages: it answers, its links lead on, nothing is inline."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html import unescape
from http.client import HTTPConnection
from threading import local
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.served import Site

pytestmark = pytest.mark.crawl

BROWSERS = 4
LINK = re.compile(r'\b(?:href|src)="([^"]*)"')
ID = re.compile(r'\bid="([^"]*)"')
OTHER_ROUTE = re.compile("route=(?!weekend-route$)")
# Filters lead on to every combination of filters: so many of them in one address are walked.
MOST_FILTERS, MOST_PARAMETERS = 1, 3
LOCATION = re.compile("<loc>([^<]*)</loc>")
WRONG = {
    "an inline style": re.compile(r"<style|\sstyle="),
    "an inline script": re.compile(
        r"<script(?![^>]*(\bsrc=|application/json))|<[^>]*\son[a-z]+=|javascript:"
    ),
    "a template that was not rendered": re.compile(r"\{\{|\{%|\[picture\]"),
    "filler": re.compile(r"\b(?:lorem ipsum|todo)\b", re.IGNORECASE),
}
# Readers meet advice and publishers. What the articles said that the site grew out of stands on their own pages.
TALK = re.compile(
    r"\barticles? 0|(?:five|of 5) (?:source )?articles|文章0|[五5]篇(?:来源)?文章",
    re.IGNORECASE,
)
OF_SOURCES = re.compile("(?:/zh-hans)?/sources/.")
# Beside a skill it was how many of them name it.
BARE = re.compile(r">\s*[0-5] (?:of|/) 5\s*<")
OF_SKILLS = re.compile("(?:/zh-hans)?/(?:skills|roles)/.")


def talk_of_articles(address, html):
    """What of a page says something of the articles; none where it may."""
    pattern = BARE if OF_SKILLS.match(address) and BARE.search(html) else TALK
    found = None if OF_SOURCES.match(address) else pattern.search(html)
    return found[0] if found else ""


@cache
def address_of(site, page, link):
    """The address that a link of a page leads to, and its anchor. No address where it is not walked."""
    target, anchor = urldefrag(urljoin(site + page, link))
    parts = urlsplit(target)
    if f"{parts.scheme}://{parts.netloc}" != site:
        return None, ""
    # Signing in and steps remember where one came from: the same page under a thousand addresses.
    is_same = "/accounts/" in parts.path or OTHER_ROUTE.match(parts.query)
    most = MOST_FILTERS if "/courses/" in parts.path else MOST_PARAMETERS
    if parts.query.count("=") > most and not is_same:
        return None, ""
    query = f"?{parts.query}" if parts.query and not is_same else ""
    return parts.path + query, anchor


class Crawl:
    """Walks from page to page. `faults` says where something is wrong."""

    def __init__(self, site):
        self.site = site
        self.faults = []
        self.ids = {}  # of each page, by address
        self.anchors = set()  # address, anchor, where it stands
        self.open = local()
        self.connections = []

    def get(self, address):
        if not hasattr(self.open, "connection"):
            self.open.connection = HTTPConnection(
                "127.0.0.1", self.site.port, timeout=120
            )
            self.connections.append(self.open.connection)
        self.open.connection.request(
            "GET", address, headers={"Host": f"localhost:{self.site.port}"}
        )
        response = self.open.connection.getresponse()
        return response.status, response.headers, response.read()

    def visit(self, address):
        """Look at one page, and give the addresses it leads to."""
        status, headers, body = self.get(address)
        if status != 200:
            self.faults.append(f"{address} answers {status}")
        if not headers.get("Content-Type", "").startswith("text/html"):
            return set()
        html = body.decode()
        self.ids[address] = ids = ID.findall(html)
        if len(set(ids)) < len(ids):
            self.faults.append(
                f"{address} has an id twice: {sorted({i for i in ids if ids.count(i) > 1})}"
            )
        self.faults += [
            f"{address} has {what}"
            for what, pattern in WRONG.items()
            if pattern.search(html)
        ]
        if found := talk_of_articles(address, html):
            self.faults.append(f"{address} talks of articles: {found}")
        return {
            target
            for link in set(LINK.findall(html))
            if (target := self.inside(address, unescape(link)))
        }

    def inside(self, page, link):
        """The address of a link within the site; None for one that leaves it, and for filters beyond those walked."""
        # What begins at the root leads from every page to the same address: those of head and foot are read once.
        start = "/" if link.startswith("/") else page
        address, anchor = address_of(self.site.url, start, link)
        if address and anchor:
            self.anchors.add((address, anchor, page))
        return address

    def run(self, *starts):
        frontier, seen = set(starts), set(starts)
        with ThreadPoolExecutor(BROWSERS) as browsers:
            while frontier:
                found = set().union(*browsers.map(self.visit, sorted(frontier)))
                frontier = found - seen
                seen |= found
        for connection in self.connections:
            connection.close()
        for address, anchor, page in self.anchors:
            if address in self.ids and anchor not in self.ids[address]:
                self.faults.append(
                    f"{page} leads to {address}#{anchor}, which is not there"
                )
        return seen


@pytest.fixture
def crawled(databases, tmp_path):
    """A site of its own, which uses both cores of a small machine."""
    address = databases.new_address(tmp_path, "prepared")
    site = Site(tmp_path, address, workers=2)
    yield site.start()
    site.stop()


@pytest.mark.parametrize(
    ("address", "html", "found"),
    [
        ("/guide/x/", "<p>Article 001 says</p>", "Article 0"),
        ("/guide/x/", "<p>our five source articles</p>", "five source articles"),
        ("/zh-hans/roles/x/", "<p>5篇文章</p>", "5篇文章"),
        ("/zh-hans/guide/x/", "<p>[文章002]</p>", "文章0"),
        ("/roles/x/", "<b>3 of 5</b>", ">3 of 5<"),
        ("/roadmaps/x/", "<b>0 of 5</b>", ""),
        ("/sources/article-000/", "<p>Article 001 says</p>", ""),
        ("/sources/", "<p>the five articles</p>", "five articles"),
        ("/guide/x/", '<a href="/sources/article-000/">a guide</a>', ""),
    ],
)
def test_talk_of_the_articles_is_found_where_it_may_not_be(address, html, found):
    assert talk_of_articles(address, html) == found


def test_every_address_answers_every_anchor_exists_and_nothing_is_inline(crawled):
    crawl = Crawl(crawled)
    _, _, sitemap = crawl.get("/sitemap.xml")
    listed = {urlsplit(address).path for address in LOCATION.findall(sitemap.decode())}

    seen = crawl.run("/", "/zh-hans/", *listed)

    assert sorted(crawl.faults) == []
    chinese = {
        address.removeprefix("/zh-hans")
        for address in seen
        if address.startswith("/zh-hans/")
    }
    english = {
        address
        for address in seen
        if not address.startswith(("/zh-hans/", "/static/", "/css/"))
    }
    assert chinese == english
    assert len(seen) > 1500
    assert len(listed) > 1000
