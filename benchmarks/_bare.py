"""What no page can be quicker than: an answer of as many bytes as its address says, by WSGI alone."""

from functools import cache


@cache
def answer_of(size):
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(size)),
    ]
    return headers, b"x" * size


def application(environ, start_response):
    digits = environ["PATH_INFO"].strip("/")
    headers, body = answer_of(int(digits) if digits.isdecimal() else 2)
    start_response("200 OK", headers)
    return [body]
