"""What of a WSGI environ belongs to the request.

Servers put the environment of their process into the environ of every request, and Django makes `request.META` of it.
From there it reaches whatever stores or prints META: sessions, error pages, mails to operators.
"""

import os

# The server says these anew in each request, so an environment cannot have put them there.
ALWAYS_SENT = frozenset(
    (
        "REQUEST_METHOD",
        "PATH_INFO",
        "QUERY_STRING",
        "SERVER_NAME",
        "SERVER_PORT",
        "SERVER_PROTOCOL",
        "REMOTE_ADDR",
    )
)
# These come with some requests only: without them the value of the environment would stand there.
SOMETIMES_SENT = frozenset(
    ("SCRIPT_NAME", "CONTENT_TYPE", "CONTENT_LENGTH", "REMOTE_PORT", "HTTPS")
)


# Added where the header came empty. Browsers send no empty one: granian does so with a header that is not all ASCII.
UNREADABLE_COOKIES = "web.unreadable_cookies"
# Set by the server for a request that found no turn: it is only to be told so.
TOO_BUSY = "web.too_busy"
# Set by the server for a page that computes: how many seconds it may still wait for what others use. With none left it
# answers with what is found at once.
MAY_WAIT = "web.may_wait"


def is_of_request(name: str, value) -> bool:
    """Whether a key of the environ came with the request. A header that equals a variable of its name is left out."""
    if name in ALWAYS_SENT or name.startswith(("wsgi.", "web.")):
        return True
    may_be_sent = name in SOMETIMES_SENT or name.startswith("HTTP_")
    return may_be_sent and os.environ.get(name) != value


def without_process_environment(application):
    """The WSGI application, with environs that hold nothing but the request."""

    def filtered(environ, start_response):
        own = {
            name: environ[name]
            for name in environ
            if is_of_request(name, environ[name])
        }
        own.setdefault("SCRIPT_NAME", "")
        if own.get("HTTP_COOKIE") == "":
            own[UNREADABLE_COOKIES] = True
        return application(own, start_response)

    return filtered
