"""What a visitor sees when something is wrong: in their language, in our look, with a way on, without the database."""

from unittest.mock import patch

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.shortcuts import render
from django.test import Client
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from accounts.sign_in import staff_session
from tests.document import document, words
from tests.people import make_person

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


def ways(page):
    """Where the header leads, besides the places of the site and the search."""
    return [
        link.get("href")
        for link in page.find(".//header").iterchildren("a")
        if link.get("class") != "brand" and "find" not in link.get("class", "")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_where_it_can_be_asked_the_header_says_who_is_signed_in(desk, prefix):
    other = "/zh-hans" if not prefix else ""
    page = f"{prefix}/nowhere/"

    known, guest = document(desk.get(page)), document(Client().get(page))

    own = [f"{other}/nowhere/", f"{prefix}/my/"]
    assert ways(known) == own
    assert ways(guest) == [*own, f"{prefix}/accounts/login/"]
    assert known.findall(".//main//a")[-1].get("href") == f"{prefix}/admin/"
    assert len(guest.findall(".//main//a")) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prefix", "sentence"),
    [
        ("", " You are signed in as clerk@example.org."),
        ("/zh-hans", "。你现在登录的账号是clerk@example.org。"),
    ],
)
def test_who_is_refused_reads_as_whom(prefix, sentence):
    clerk, client = make_person("clerk@example.org", is_staff=True), Client()
    client.force_login(clerk)
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(clerk)

    refused = [
        client.get(f"{prefix}/admin/guide/course/"),
        forged.post(f"{prefix}/accounts/logout/"),
    ]

    assert [answer.status_code for answer in refused] == [403, 403]
    for answer in refused:
        assert words(document(answer).find(".//p[@class='lede']")).endswith(sentence)


@pytest.mark.django_db
def test_a_page_that_does_not_exist_comes_also_where_nobody_can_be_found(
    desk, monkeypatch
):
    def fail(request):
        raise OperationalError("the database is away")

    monkeypatch.setattr(staff_session, "person_of_session", fail)

    answer = desk.get("/zh-hans/nowhere/")

    assert answer.status_code == 404
    assert ways(document(answer))[-1] == "/zh-hans/accounts/login/"


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["400", "429", "500", "503"])
def test_what_must_not_ask_knows_only_who_was_found_before(rf, learner, code):
    def refuse(execute, sql, *rest):
        raise AssertionError(sql)

    asked = []
    request = rf.get("/steps/x/", headers={"Cookie": "sessionid=any"})
    request.user = SimpleLazyObject(lambda: asked.append(1) or learner)
    with connection.execute_wrapper(refuse):
        unknown = document(render(request, f"{code}.html"))
        assert asked == []
        assert bool(request.user.pk)
        known = document(render(request, f"{code}.html"))
        request.user = AnonymousUser()
        stranger = document(render(request, f"{code}.html"))

    own = ["/zh-hans/steps/x/", "/my/"]
    nobody = [] if code in ("500", "503") else [*own, "/accounts/login/"]
    assert [ways(page) for page in (unknown, known, stranger)] == [nobody, own, nobody]


@pytest.mark.django_db
def test_a_fault_of_ours_is_said_to_somebody_signed_in_with_their_own_ways(desk):
    desk.raise_request_exception = False
    with patch("accounts.visitor_parts.frame.edit_address", side_effect=RuntimeError):
        answer = desk.get("/zh-hans/roles/")

    assert answer.status_code == 500
    assert ways(document(answer)) == ["/roles/", "/zh-hans/my/"]
