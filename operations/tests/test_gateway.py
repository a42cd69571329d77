"""What stands between granian and the site: bodies within limits, threads for those who are there as a whole."""

import asyncio
import threading
import time

import pytest

from operations.serving import bodies, gateway
from operations.serving.gateway import Gateway
from operations.serving.limits import (
    CHANGERS,
    LONGEST_BODY,
    LONGEST_UPLOAD,
    READERS,
    longest_body,
)
from operations.serving.server import Notes, load_application
from operations.tests.loops import run_in_own_thread
from web.request_environ import TOO_BUSY


class Headers:
    """As RSGI has them: lower case, several of one name, and names whose value could not be read."""

    def __init__(self, pairs, unreadable=()):
        self.pairs, self.unreadable = pairs, unreadable

    def items(self):
        return self.pairs

    def get(self, name):
        return dict(self.pairs).get(name)

    def __contains__(self, name):
        return name in self.unreadable or name in dict(self.pairs)


class Scope:
    authority = None
    http_version = "1.1"
    query_string = ""
    scheme = "http"
    server, client = "127.0.0.1:8000", "203.0.113.5:40000"

    def __init__(self, method="GET", path="/", headers=(), unreadable=()):
        self.method, self.path = method, path
        self.headers = Headers(list(headers), unreadable)


class Protocol:
    """`pieces` arrive one after the other; after them the connection is silent or, where `ends`, over."""

    def __init__(self, *pieces, ends=True):
        self.pieces, self.ends, self.answer = list(pieces), ends, None

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.pieces:
            return self.pieces.pop(0)
        if self.ends:
            raise StopAsyncIteration
        await asyncio.Event().wait()

    def response_bytes(self, status, headers, body):
        self.answer = self.answer or (status, dict(headers), body)


def echo(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read(), b"!"]


def posted(length, *more):
    return Scope("POST", "/x", [("content-length", str(length)), *more])


def serve(*asked, application=echo, notes=None, prepare=lambda served: None):
    """Ask all at once; the gateway, when all are answered."""

    async def run():
        served = Gateway(application, notes or Notes())
        prepare(served)
        served.__rsgi_init__(asyncio.get_running_loop())
        await asyncio.gather(*(served.__rsgi__(*each) for each in asked))
        return served

    return run_in_own_thread(run())


def test_a_body_comes_whole_to_the_site():
    protocol = Protocol(b"ab", b"c", b"")

    served = serve((posted(3), protocol))

    assert protocol.answer == (200, {"Content-Type": "text/plain"}, b"abc!")
    assert (served.bodies.arriving, served.bodies.bytes_held) == (0, 0)
    assert served.under_way == {}
    assert served.turns.free == CHANGERS


def test_a_body_that_does_not_arrive_is_refused_in_words(caplog):
    protocol = Protocol(b"ab", ends=False)

    def be_quick(served):
        served.bodies.seconds = 0.05

    served = serve((posted(3), protocol), prepare=be_quick)

    status, headers, text = protocol.answer
    assert (status, headers["Connection"]) == (408, "close")
    assert "did not arrive in time" in text.decode()
    assert "没有保存" in text.decode()
    assert "did not arrive in time" in caplog.text
    assert (served.bodies.arriving, served.bodies.bytes_held) == (0, 0)


def test_half_a_body_is_no_body():
    protocol = Protocol(b"ab")

    serve((posted(3), protocol))

    assert protocol.answer is None


def test_a_body_without_a_length_is_refused_as_it_could_be_cut_unseen():
    protocol = Protocol(b"ab")

    serve((Scope("POST", "/", [("transfer-encoding", "chunked")]), protocol))

    assert protocol.answer[0] == 411


def test_a_body_that_is_too_long_is_not_read():
    protocol = Protocol(b"ab", ends=False)
    lengths = []

    def tell_length(environ, start_response):
        lengths.append(environ["CONTENT_LENGTH"])
        return echo(environ, start_response)

    serve((posted(LONGEST_BODY + 1), protocol), application=tell_length)

    assert (protocol.answer[2], lengths) == (b"!", [str(LONGEST_BODY + 1)])


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/my/cv/", LONGEST_UPLOAD),
        ("/zh-hans/my/data/import/", LONGEST_UPLOAD),
        ("/my/cv/levels/", LONGEST_BODY),
        ("/x/y/my/cv/", LONGEST_BODY),
        ("/", LONGEST_BODY),
    ],
)
def test_only_the_pages_that_take_a_file_take_a_longer_body(path, most):
    assert longest_body(path) == most


@pytest.mark.parametrize(("limit", "most"), [("MOST_BODIES", 2), ("MOST_BYTES", 1000)])
def test_bodies_that_arrive_together_are_bounded(monkeypatch, limit, most):
    monkeypatch.setattr(bodies, limit, most)
    asked = [(posted(1000), Protocol(b"a" * 500, b"a" * 500)) for _ in range(3)]

    def be_slow(served):
        for _, protocol in asked:
            protocol.ends = False
            protocol.pieces[1:] = []
        served.bodies.seconds = 0.05

    served = serve(*asked, prepare=be_slow)

    assert sorted(protocol.answer[0] for _, protocol in asked) == [408, 408, 503]
    assert (served.bodies.arriving, served.bodies.bytes_held) == (0, 0)


def test_who_reads_is_answered_while_changes_hang_and_others_are_told_so():
    over = threading.Event()
    told = []

    def hang(environ, start_response):
        if TOO_BUSY in environ:
            told.append(environ["PATH_INFO"])
        elif environ["REQUEST_METHOD"] == "POST":
            over.wait(20)
        return echo(environ, start_response)

    pages = [(Scope(), Protocol()) for _ in range(READERS)]

    async def run():
        served = Gateway(hang, Notes())
        served.turns.patience = 0.2
        served.__rsgi_init__(asyncio.get_running_loop())
        hanging = [
            asyncio.create_task(served.__rsgi__(Scope("POST", "/x"), Protocol()))
            for _ in range(CHANGERS + 30)
        ]
        await asyncio.sleep(0)
        start = time.monotonic()
        await asyncio.gather(*(served.__rsgi__(*each) for each in pages))
        took = time.monotonic() - start
        await asyncio.wait(hanging, timeout=2)
        over.set()
        await asyncio.gather(*hanging)
        return took

    took = run_in_own_thread(run())

    assert took < 0.3
    assert told == ["/x"] * 30
    assert {protocol.answer[0] for _, protocol in pages} == {200}


def test_an_error_of_the_site_is_logged_and_said(caplog):
    def broken(environ, start_response):
        raise ZeroDivisionError

    protocol = Protocol()
    served = serve((Scope("POST", "/x"), protocol), application=broken)

    assert protocol.answer[0] == 500
    assert "ZeroDivisionError" in caplog.text
    assert served.turns.free == CHANGERS


def test_an_error_before_the_site_is_logged_and_said(caplog):
    scope, protocol = Scope(), Protocol()
    scope.client = None

    served = serve((scope, protocol))

    assert protocol.answer[0] == 500
    assert "could not be passed on: /" in caplog.text
    assert served.under_way == {}


def test_what_is_not_finished_when_the_server_leaves_is_told_so(monkeypatch, caplog):
    monkeypatch.setattr(gateway, "GIVE_UP_SECONDS", 0.05)
    notes, protocol = Notes(), Protocol()
    notes.is_leaving = True

    def slow(environ, start_response):
        time.sleep(0.3)
        return echo(environ, start_response)

    serve((Scope("POST", "/x"), protocol), application=slow, notes=notes)

    status, headers, text = protocol.answer
    assert (status, headers["Retry-After"]) == (503, "10")
    assert "was not finished" in text.decode()
    assert "Not finished at the stop: POST /x" in caplog.text


def test_a_kept_connection_is_closed_when_the_server_leaves():
    notes, protocol = Notes(), Protocol()
    notes.is_leaving = True

    serve((Scope(), protocol), notes=notes)

    assert protocol.answer[1]["Connection"] == "close"


def test_the_parts_of_an_answer_are_closed_in_the_thread_that_made_them():
    threads = []

    class Parts:
        def __iter__(self):
            threads.append(threading.current_thread().name)
            yield b"part"

        def close(self):
            threads.append(threading.current_thread().name)

    def application(environ, start_response):
        start_response("200 OK", [])
        return Parts()

    protocol = Protocol()
    serve((Scope(), protocol), application=application)

    assert protocol.answer[2] == b"part"
    assert threads == ["reader_0", "reader_0"]


class KeepsOne:
    """An application that can answer /kept without a thread."""

    def __init__(self):
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        return echo(environ, start_response)

    def kept_answer(self, method, scheme, path, query, header):
        if (method, path, header("host")) == ("GET", "/kept/\xe5\x8c\x97", "a.example"):
            return 304, [("ETag", "1")], b""
        return None


HOST = ("host", "a.example")


def ask_keeper(*headers, method="GET", path="/kept/北", notes=None, **scope):
    keeper, protocol = KeepsOne(), Protocol()
    asked = Scope(method, path, [HOST, *headers], **scope)
    served = serve((asked, protocol), application=keeper, notes=notes)
    assert served.under_way == {}
    return keeper.asked, protocol.answer


def test_what_is_kept_is_answered_without_a_thread():
    assert ask_keeper() == ([], (304, {"ETag": "1"}, b""))


def test_the_host_of_a_newer_protocol_is_known():
    keeper, protocol = KeepsOne(), Protocol()
    scope = Scope("GET", "/kept/北")
    scope.authority = "a.example"

    serve((scope, protocol), application=keeper)

    assert protocol.answer[0] == 304


@pytest.mark.parametrize(
    "options",
    [
        {"path": "/other"},
        {"method": "POST"},
        {"unreadable": ["cookie"]},
    ],
)
def test_the_rest_goes_to_a_thread(options):
    asked, answer = ask_keeper(**options)

    assert len(asked) == 1
    assert answer[0] == 200


@pytest.mark.parametrize(
    "headers",
    [[HOST], [("content-length", "0")], [("accept-encoding", "br")] * 2],
)
def test_a_request_that_its_head_does_not_tell_goes_to_a_thread(headers):
    asked, answer = ask_keeper(*headers)

    assert (len(asked), answer[0]) == (1, 200)


def test_a_kept_answer_too_says_that_the_server_leaves():
    notes = Notes()
    notes.is_leaving = True

    assert ask_keeper(notes=notes)[1][1]["Connection"] == "close"


def test_an_error_while_looking_for_what_is_kept_is_logged_and_the_site_asked(caplog):
    class Broken(KeepsOne):
        def kept_answer(self, *request):
            raise ZeroDivisionError

    protocol = Protocol()
    serve((Scope(), protocol), application=Broken())

    assert protocol.answer[0] == 200
    assert "cannot be looked for: /" in caplog.text


class LoadsFirst:
    loaded = 0

    def load_pages(self):
        self.loaded += 1


loads_first = LoadsFirst()


def test_an_application_loads_its_pages_before_it_is_asked():
    application = load_application(f"{__name__}:loads_first")

    assert (application, application.loaded) == (loads_first, 1)
    assert load_application(f"{__name__}:echo") is echo
