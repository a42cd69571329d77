"""A request of granian as WSGI says it."""

from operations.serving.environ import environ_of
from operations.tests.requests import Scope
from web.request_environ import UNREADABLE_COOKIES, without_process_environment


def headers_of(*pairs, unreadable=()):
    environ = environ_of(Scope(headers=pairs, unreadable=unreadable), b"")
    return {
        name: value
        for name, value in environ.items()
        if name.startswith(("HTTP_", "CONTENT_"))
    }


def test_a_whole_request():
    scope = Scope(
        "POST", "/steps/北/", [("content-length", "2"), ("host", "a.example")]
    )
    scope.query_string = "q=%00&x"

    environ = environ_of(scope, b"ab")

    assert environ.pop("wsgi.input").read() == b"ab"
    assert environ.pop("wsgi.errors")
    assert environ == {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/steps/\xe5\x8c\x97/",
        "QUERY_STRING": "q=%00&x",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.5",
        "CONTENT_LENGTH": "2",
        "HTTP_HOST": "a.example",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def test_addresses_of_version_six_stand_without_brackets():
    scope = Scope()
    scope.server, scope.client = "[::1]:8000", "[2001:db8::5]:40000"

    environ = environ_of(scope, b"")

    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("::1", "8000")
    assert environ["REMOTE_ADDR"] == "2001:db8::5"


def test_headers_of_one_name_are_joined():
    pairs = [("cookie", "a=1"), ("cookie", "b=2"), ("x-a", "1"), ("x-a", "2")]

    assert headers_of(*pairs) == {"HTTP_COOKIE": "a=1; b=2", "HTTP_X_A": "1,2"}


def test_a_header_with_an_underscore_does_not_pass_for_that_of_a_proxy():
    pairs = [("x_forwarded_for", "192.0.2.1"), ("x-forwarded-for", "203.0.113.5")]

    assert headers_of(*pairs) == {"HTTP_X_FORWARDED_FOR": "203.0.113.5"}


def test_the_host_of_a_newer_protocol():
    scope = Scope()
    scope.authority = "a.example"

    assert environ_of(scope, b"")["HTTP_HOST"] == "a.example"


def test_cookies_that_cannot_be_read_are_known_to_have_come():
    environ = environ_of(Scope(unreadable=["cookie"]), b"")
    seen = []

    without_process_environment(lambda environ, start: seen.append(environ))(
        environ, None
    )

    assert environ["HTTP_COOKIE"] == ""
    assert seen[0][UNREADABLE_COOKIES]
