"""Log lines: one JSON object each, with the id of the request and without any token."""

import io
import json
import logging
import sys

import pytest
from django.urls import get_resolver, reverse

from careerpath.logs import JsonFormatter, without_tokens

SAMPLES = {
    "key": "MTI:1vT:abc-DEF_9",
    "uidb36": "2k",
    "token": "tok-EN_9",
    "slug": "python",
}
SECRET = {"key", "token"}


def named_with_secrets(resolver=None, before=""):
    """Every address name with a parameter that lets its holder in."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            if "admin" not in space:
                yield from named_with_secrets(pattern, space)
        elif pattern.name and SECRET & {*pattern.pattern.regex.groupindex}:
            yield f"{before}{pattern.name}", {*pattern.pattern.regex.groupindex}


@pytest.fixture
def log():
    """What the site would write to stderr."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_no_address_with_a_token_reaches_a_log():
    found = dict(named_with_secrets())

    assert {"account_confirm_email", "account_reset_password_from_key"} <= set(found)
    for name, parameters in found.items():
        path = reverse(
            name, kwargs={parameter: SAMPLES[parameter] for parameter in parameters}
        )
        kept = without_tokens(path)
        assert not [part for part in SECRET & parameters if SAMPLES[part] in kept], kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Not Found: /zh-hans/accounts/confirm-email/MTI:1vT:abc/",
            "Not Found: /zh-hans/accounts/confirm-email/…/",
        ),
        (
            '"GET /accounts/password/reset/key/1-dx/ HTTP/1.1" 302',
            '"GET /accounts/password/reset/key/…/ HTTP/1.1" 302',
        ),
        (
            "/accounts/login/?next=%2Fshared%2Fabc%2F",
            "/accounts/login/?next=/shared/…/",
        ),
        ("/calendar/abc.ics?x=1", "/calendar/…?x=1"),
        ("Not Found: /steps/sql-databases/", "Not Found: /steps/sql-databases/"),
    ],
)
def test_the_rest_of_a_line_stays(text, kept):
    assert without_tokens(text) == kept


def test_a_refused_link_is_logged_with_its_request_and_without_its_token(
    db, client, log
):
    client.put("/accounts/confirm-email/MTI:1vT:abc/")
    client.put("/accounts/confirm-email/MTI:1vT:abd/")

    one, other = log()
    assert one["message"] == "Method Not Allowed (PUT): /accounts/confirm-email/…/"
    assert len(one["request"]) == 16
    assert one["request"] != other["request"]


def test_a_trace_holds_no_token_and_a_line_stays_one(log):
    try:
        raise ValueError("/shared/abc/ is wrong\n{}")
    except ValueError:
        logging.getLogger("site").error(
            "broken\n%s", "/shared/abc/", exc_info=sys.exc_info()
        )

    [line] = log()
    assert line["message"] == "broken\n/shared/…/"
    assert line["trace"].endswith("ValueError: /shared/…/ is wrong\n{}")


@pytest.mark.parametrize(
    "name", ["granian.access", "django.server", "django.request", "allauth"]
)
def test_every_logger_writes_through_the_formatter(name):
    logger = logging.getLogger(name)

    assert (logger.handlers, logger.propagate) == ([], True)
