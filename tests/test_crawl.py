"""Every address that a visitor can reach, in both languages: it answers, its links lead on, nothing is inline."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from html import unescape
from http.client import HTTPConnection
from itertools import combinations
from typing import ClassVar
from urllib.parse import parse_qsl, quote, urldefrag, urljoin, urlsplit

import pytest

from tests.served import Site

pytestmark = pytest.mark.crawl

BROWSERS = 4
LINK = re.compile(r'\b(?:href|src)="([^"]*)"')
ID = re.compile(r'\bid="([^"]*)"')
OTHER_ROUTE = re.compile("route=(?!weekend-route$)")
CHINESE = "/zh-hans"
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


def in_english(address):
    return address.removeprefix(CHINESE) or "/"


def sights(address):
    """What may be seen at an address for the first time: the path, each value of a parameter, two parameters at once.

    A parameter that is the address of a page counts as that page and the names of its parameters.
    """
    path, _, query = address.partition("?")
    values = [(name, *of_page(value)) for name, value in parse_qsl(query, True)]
    names = [name for name, *_ in values]
    yield path, ()
    yield from ((path, (name, word)) for name, *words in values for word in words)
    yield from ((path, pair) for pair in combinations(names, 2))


def of_page(value):
    page, mark, query = value.partition("?")
    if not (value.startswith("/") and mark):
        return [value]
    return [page, *(f"?{name}" for name, _ in parse_qsl(query, True))]


def sights_of(addresses):
    return {sight for address in addresses for sight in sights(address)}


def of_each_language(addresses):
    """Those of pages, in English: of the Chinese ones and of the English ones."""
    chinese = {in_english(each) for each in addresses if each.startswith(f"{CHINESE}/")}
    return chinese, {
        each
        for each in addresses
        if not each.startswith((f"{CHINESE}/", "/static/", "/css/"))
    }


class Choice:
    """Which addresses are walked, the same in both languages: those where something is seen for the first time."""

    def __init__(self):
        self.seen = set()
        self.chosen = set()
        self.looked_at = set()

    def of(self, addresses):
        """Those to walk, of addresses that were just found. Fewer parameters first, so that they are met alone."""
        english = {in_english(address) for address in addresses} - self.looked_at
        self.looked_at |= english
        for address in sorted(english, key=lambda each: (each.count("="), each)):
            new = set(sights(address)) - self.seen
            if new:
                self.chosen.add(address)
                self.seen |= new
        return {each for each in addresses if in_english(each) in self.chosen}


class Crawl:
    """Walks from page to page. `faults` says where something is wrong."""

    def __init__(self, site):
        self.site = site
        self.faults = []
        self.ids = {}  # of each page, by address
        self.anchors = set()  # address, anchor, where it stands
        self.walked = set()
        self.choice = Choice()

    def get(self, address):
        """By a connection of its own, which any worker of the server may take."""
        connection = HTTPConnection("127.0.0.1", self.site.port, timeout=120)
        with closing(connection):
            host = f"localhost:{self.site.port}"
            connection.request("GET", address, headers={"Host": host})
            response = connection.getresponse()
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

    def left_out(self, found):
        """To what was found in one language only a page may lead that was not chosen: those of its query are walked."""
        chinese, english = of_each_language(found)
        queries = {urlsplit(each).query for each in chinese ^ english} - {""}
        left = {each for each in found if urlsplit(each).query in queries}
        self.choice.chosen |= {in_english(each) for each in left}
        return left - self.walked

    def run(self, *starts):
        """All addresses that were found; those that the choice leaves out are not asked for."""
        new, seen = set(starts), set()
        with ThreadPoolExecutor(BROWSERS) as browsers:
            while new:
                seen |= new
                frontier = sorted(self.choice.of(new))
                self.walked.update(frontier)
                new = set().union(*browsers.map(self.visit, frontier)) - seen
                new = new or self.left_out(seen)
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


def test_an_address_is_chosen_where_something_is_seen_for_the_first_time():
    choice = Choice()
    pay = [f"/pay/?role={role}&land={land}" for role in "ab" for land in "xyz"]

    first = choice.of({"/pay/", "/zh-hans/pay/", "/pay/?role=a", *pay})
    later = choice.of(
        {f"/zh-hans{each}" for each in pay} | {"/pay/?role=a&land=x&page=2"}
    )

    alone = {"/pay/", "/pay/?role=a", "/pay/?role=a&land=x"}
    values = {f"/pay/?role={both}" for both in ("a&land=y", "a&land=z", "b&land=x")}
    assert first == {"/zh-hans/pay/", *alone, *values}
    assert later == {f"/zh-hans{each}" for each in first if each.count("=") == 2} | {
        "/pay/?role=a&land=x&page=2"
    }


def test_two_parameters_are_met_together_once():
    alone = {"/pay/?role=a", "/pay/?role=b", "/pay/?land=x"}
    together = [f"/pay/?role={role}&land=x" for role in "ab"]

    assert Choice().of({*alone, *together}) == {*alone, together[0]}


class OfLinks(Crawl):
    """A site of two languages whose pages are nothing but their links."""

    links: ClassVar = {
        "/": ["/pay/?land=x", "/pay/?role=a&land=b", "/all/?role=a&land=x"],
        "/zh-hans/": ["/zh-hans/pay/?land=x", "/zh-hans/pay/?role=a&land=b"],
        "/pay/?land=x": ["/pay/?role=a&land=x"],
        "/zh-hans/pay/?land=x": ["/zh-hans/pay/?role=a&land=x"],
        "/pay/?role=a&land=x": ["/all/?role=a&land=x"],
        "/zh-hans/pay/?role=a&land=x": ["/zh-hans/all/?role=a&land=x"],
    }

    def visit(self, address):
        return set(self.links.get(address, ()))


def test_what_one_language_leads_to_is_looked_for_on_the_pages_left_out_of_the_other():
    crawl = OfLinks(None)

    found = crawl.run("/", "/zh-hans/")

    chinese, english = of_each_language(found)
    assert chinese == english
    assert english == {"/", *OfLinks.links["/"], "/pay/?role=a&land=x"}
    crawl.links = {**crawl.links, "/zh-hans/pay/?role=a&land=x": []}
    chinese, english = of_each_language(crawl.run("/", "/zh-hans/"))
    assert english - chinese == {"/all/?role=a&land=x"}


def test_pages_that_differ_in_values_only_are_one_page_to_a_form_about_them():
    pages = ["/pay/", "/pay/?land=x", "/pay/?land=y", "/pay/?role=a", "/roles/"]
    forms = [f"/report/?page={quote(page)}" for page in pages]

    assert Choice().of(set(forms)) == {*forms} - {forms[2]}


def test_every_address_answers_every_anchor_exists_and_nothing_is_inline(crawled):
    crawl = Crawl(crawled)
    _, _, sitemap = crawl.get("/sitemap.xml")
    listed = {urlsplit(address).path for address in LOCATION.findall(sitemap.decode())}

    found = crawl.run("/", "/zh-hans/", *listed)

    assert sorted(crawl.faults) == []
    chinese, english = of_each_language(found)
    assert chinese == english
    chinese, english = of_each_language(crawl.walked)
    assert chinese == english
    for each in (chinese, english):
        assert sights_of(each) == sights_of(of_each_language(found)[0])
    assert listed <= crawl.walked
    assert len(crawl.walked) > 5000
    assert len(listed) > 1000
