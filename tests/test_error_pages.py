"""What a visitor sees when something is wrong: in their language, in our look, with a way on, without the database."""

import pytest
from django.shortcuts import render
from django.utils import translation

from tests.document import document, words

PAGES = ["403", "404", "410", "429", "500", "503"]
AGAIN = {"429", "500", "503"}


@pytest.mark.parametrize("code", PAGES)
@pytest.mark.parametrize(
    ("prefix", "language", "tag"),
    [("", "en", "en"), ("/zh-hans", "zh-hans", "zh-Hans")],
)
def test_an_error_is_said_in_the_language_of_the_visitor_without_the_database(
    rf, code, prefix, language, tag
):
    address = f"{prefix}/courses/?page=2"
    with translation.override(language):
        page = document(render(rf.get(address), f"{code}.html"))

    heading, reason = words(page.find(".//h1")), words(page.find(".//p[@class='lede']"))
    assert page.get("lang") == tag
    assert words(page.find(".//main//p[@class='big soft']")) == code
    assert [text.isascii() for text in (heading, reason)] == [language == "en"] * 2
    ways = [link.get("href") for link in page.findall(".//main//a")]
    assert ways == (
        [address, f"{prefix}/"]
        if code in AGAIN
        else [f"{prefix}/", f"{prefix}/roadmaps/"]
    )


@pytest.mark.parametrize("code", PAGES)
def test_an_error_of_a_visit_has_the_ways_of_the_header_and_knows_no_visitor(rf, code):
    request = rf.get("/zh-hans/nowhere/", headers={"Cookie": "sessionid=any"})
    with translation.override("zh-hans"):
        page = document(render(request, f"{code}.html"))

    links = [link.get("href") for link in page.find(".//header")]
    ways = ["/nowhere/", "/zh-hans/my/", "/zh-hans/accounts/login/"]
    assert [link for link in links if link][1:] == (
        [] if code in ("500", "503") else ways
    )


@pytest.mark.parametrize("code", sorted(AGAIN))
def test_what_was_sent_is_not_sent_again_by_a_link(rf, code):
    page = document(render(rf.post("/progress/steps/a/"), f"{code}.html"))

    assert [link.get("href") for link in page.findall(".//main//a")] == ["/"]
