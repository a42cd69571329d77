"""What is kept is answered before the site, without a thread; all else is the site's."""

import pytest

from operations.serving.server import Notes, load_application
from operations.tests.requests import Protocol, Scope, echo, serve


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
