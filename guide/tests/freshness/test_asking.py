"""One question reaches one checked address, or nothing: names that change their mind, slow sites, endless answers."""

import time

import pytest

from guide.freshness.asking import Answer, Question, Web, seconds_to_wait
from guide.tests.freshness.sites import Network, serving

PUBLIC, OTHER, INNER = "93.184.215.14", "1.1.1.1", "169.254.169.254"
HEAD = Question("HEAD", "http://site.example/page")


def respond(*parts):
    return lambda request: parts


@pytest.mark.parametrize(
    "addresses",
    [
        [INNER],
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::1"],
        ["fe80::1%eth0"],
        [PUBLIC, INNER],
        [INNER, PUBLIC],
        [],
    ],
)
def test_a_name_with_one_inner_address_is_not_asked_at_all(addresses):
    network = Network({"site.example": addresses})

    answer = network.web().ask(HEAD, 5)

    assert (answer, network.connections) == (Answer(fault="not-public"), [])


def test_a_name_that_changes_its_mind_is_asked_where_it_was_checked():
    with serving(respond(b"HTTP/1.1 200 OK\r\n\r\n")) as (port, _heard):
        network = Network({"site.example": [[PUBLIC], ["127.0.0.1"]]}, {PUBLIC: port})

        first = network.web().ask(HEAD, 5)
        second = network.web().ask(HEAD, 5)

    assert (first, second) == (Answer(200), Answer(fault="not-public"))
    assert network.connections == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/", "https://0.0.0.0/"],
)  # fmt: skip
def test_an_address_in_digits_is_checked_too(address):
    connections = []
    web = Web(connect=lambda *place: connections.append(place))

    assert web.ask(Question("GET", address), 5).fault == "not-public"
    assert connections == []


@pytest.mark.parametrize(
    "address", ["http://site.example:8000/", "ftp://site.example/", "http://u:p@site.example/"]
)  # fmt: skip
def test_what_may_not_be_asked_is_not_even_resolved(address):
    network = Network({})
    network.resolve = lambda *place: pytest.fail("it was resolved")

    assert network.web().ask(Question("GET", address), 5).fault == "refused"


def test_the_question_says_who_asks_and_carries_nothing_else(settings, monkeypatch):
    settings.SITE_URL, settings.CONTACT = (
        "https://careerpath.example",
        "me@careerpath.example",
    )
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with serving(respond(b"HTTP/1.1 206 Partial Content\r\n\r\n")) as (port, heard):
        network = Network({"site.example": [PUBLIC]}, {PUBLIC: port})
        answer = network.web().ask(Question("GET", "http://site.example/a?b=ü#c"), 5)

    assert answer == Answer(206)
    assert heard == [
        "GET /a?b=%C3%BC HTTP/1.1\r\nHost: site.example\r\n"
        "User-Agent: careerpath-links/1.0 (+https://careerpath.example; me@careerpath.example)\r\n"
        "Accept: text/html,*/*;q=0.5\r\nAccept-Encoding: identity\r\nConnection: close\r\n"
        "Range: bytes=0-65535\r\n\r\n"
    ]


def test_the_second_address_is_asked_where_the_first_is_away():
    with serving(respond(b"HTTP/1.1 404 Not Found\r\n\r\n")) as (port, _heard):
        network = Network({"site.example": [OTHER, PUBLIC]}, {PUBLIC: port})

        assert network.web().ask(HEAD, 5) == Answer(404)
    assert network.connections == [(OTHER, 80), (PUBLIC, 80)]


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        ([b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"], Answer(200)),
        ([b"HTTP/1.0 301 Moved\nLocation: /new\n\n"], Answer(301, location="http://site.example/new")),
        ([b"HTTP/1.1 301 Moved\r\nlocation: http://[::1\r\n\r\n"], Answer(301)),
        ([b"HTTP/1.1 503 Busy\r\nRetry-After: 120\r\n\r\n"], Answer(503, wait=120)),
        ([b"HTTP/1.1 ", b"200 OK\r", b"\n\r", b"\n<p>"], Answer(200)),
        ([b"220 mail.example ESMTP\r\n\r\n"], Answer(fault="closed")),
        ([b"\x00" * 70_000], Answer(fault="closed")),
        ([b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 20_000], Answer(fault="closed")),
        ([], Answer(fault="closed")),
    ],
)  # fmt: skip
def test_a_site_may_answer_anything(parts, answer):
    with serving(respond(*parts)) as (port, _heard):
        network = Network({"site.example": [PUBLIC]}, {PUBLIC: port})

        assert network.web().ask(HEAD, 5) == answer


def slowly(request):
    for letter in b"HTTP/1.1 200 OK":
        yield bytes([letter])
        time.sleep(0.2)


def test_a_site_that_sends_letter_by_letter_is_left_in_time():
    with serving(slowly) as (port, _heard):
        network = Network({"site.example": [PUBLIC]}, {PUBLIC: port})
        began = time.monotonic()

        assert network.web().ask(HEAD, 0.5) == Answer(fault="time-out")
    assert time.monotonic() - began < 2


def test_a_resolver_that_sleeps_is_left_in_time():
    network = Network({})
    network.resolve = lambda *place: time.sleep(1)

    assert network.web().ask(HEAD, 0.1) == Answer(fault="time-out")


def test_a_name_that_is_not_there_and_a_site_without_tls_are_told_apart():
    with serving(respond(b"HTTP/1.1 400 no TLS\r\n\r\n")) as (port, _heard):
        network = Network({"site.example": [PUBLIC]}, {PUBLIC: port})

        assert network.web().ask(Question("HEAD", "https://gone.example/"), 5).fault == "no-host"  # fmt: skip
        assert network.web().ask(Question("HEAD", "https://site.example/"), 5).fault == "closed"  # fmt: skip


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("", 0), ("30", 30), ("-5", 0), ("9" * 400, 86400), ("soon", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
     ("Sun, 06 Nov 2994 08:49:37 GMT", 86400), ("٣", 0)],
)  # fmt: skip
def test_how_long_a_site_wants_to_be_left_alone(header, seconds):
    assert seconds_to_wait(header) == seconds
