"""What a database means that refuses: away, full, read-only, busy, too slow, or asked for too much.

Everything else (a missing table, a broken rule) is a fault of the program: it stays an error with its trace.
"""

import logging
import os
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from web.refusals import ask_again

logger = logging.getLogger(__name__)

LEAST_ROOM = 64 * 1024  # bytes: the file beside a database takes 32 KiB


@dataclass(frozen=True)
class DatabaseRefusal:
    cause: str  # for the log
    status: int
    retry_after: int  # seconds
    heading: str
    reason: str


CANNOT_ANSWER = _("The site cannot answer right now")
CANNOT_SAVE = _("Nothing can be saved right now")
AWAY = DatabaseRefusal(
    "the database does not answer",
    503,
    5,
    CANNOT_ANSWER,
    _(
        "Its database does not answer. Nothing that was saved is lost; try again in a moment."
    ),
)
FULL = DatabaseRefusal(
    "the disk of the database is full",
    503,
    60,
    CANNOT_SAVE,
    _(
        "There is no room left on our machine. What was saved is safe, and reading goes on. Try again later."
    ),
)
# SQLite opens a database with a small file beside it: where that has no room, nothing can be read either.
FULL_AT_OPENING = replace(AWAY, cause=FULL.cause)
READ_ONLY = DatabaseRefusal(
    "the database cannot be written",
    503,
    60,
    CANNOT_SAVE,
    _(
        "Our database can only be read at the moment. What was saved is safe. Try again later."
    ),
)
BUSY = DatabaseRefusal(
    "the database is busy",
    503,
    5,
    CANNOT_ANSWER,
    _(
        "Too many people are saving at this moment. Nothing that was saved is lost; try again in a moment."
    ),
)
SLOW = DatabaseRefusal(
    "a question to the database took too long",
    503,
    5,
    CANNOT_ANSWER,
    _("Finding this took too long and was stopped. Ask for less, or try again."),
)
TOO_LONG = DatabaseRefusal(
    "a question is too long for the database",
    400,
    0,
    _("That is too long"),
    _("Nobody can look for that much at once. Use fewer words."),
)

SQLITE_ERRORS = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_INTERRUPT": SLOW,
    "SQLITE_TOOBIG": TOO_LONG,
    "SQLITE_CANTOPEN": AWAY,
    "SQLITE_IOERR": AWAY,
    "SQLITE_NOTADB": AWAY,
    "SQLITE_CORRUPT": AWAY,
    "SQLITE_PROTOCOL": BUSY,
}
# SQLite has one name, SQLITE_ERROR, for these and for faults of ours.
SQLITE_TOO_LONG = (
    "pattern too complex",
    "too large",
    "too many sql variables",
    "too many terms",
    "stack overflow",
    "too many levels",
)
# By the beginning of PostgreSQL's error codes, the longest first.
POSTGRES_ERRORS = {
    "53100": FULL,
    "53300": BUSY,
    "55P03": BUSY,
    "57014": SLOW,
    "57P": AWAY,
    "08": AWAY,
    "25006": READ_ONLY,
    "40": BUSY,
    "53": BUSY,
    "54": TOO_LONG,
}


def explain_database_error(error: BaseException | None) -> DatabaseRefusal | None:
    """The cause behind an error of Django's database layer; None where it is a fault of ours."""
    cause = getattr(error, "__cause__", None)
    if name := getattr(cause, "sqlite_errorname", None):
        return explain_sqlite_error(name, str(cause))
    if code := getattr(cause, "sqlstate", None):
        found = (POSTGRES_ERRORS.get(code[:length]) for length in (5, 3, 2))
        return next(filter(None, found), None)
    if not isinstance(error, (OperationalError, InterfaceError)):
        return None
    text = str(error).lower()
    if "others have been saving" in text:  # accounts/models/write_lock.py
        return BUSY
    return None if text.startswith("no such ") else AWAY


def explain_sqlite_error(name: str, text: str) -> DatabaseRefusal | None:
    if name == "SQLITE_ERROR":
        is_long = any(words in text.lower() for words in SQLITE_TOO_LONG)
        return TOO_LONG if is_long else None
    # SQLITE_IOERR_WRITE and others name more than the kind.
    kind = "_".join(name.split("_")[:2])
    if kind in ("SQLITE_IOERR", "SQLITE_CANTOPEN") and is_disk_full():
        return FULL_AT_OPENING
    return SQLITE_ERRORS.get(kind)


def is_disk_full() -> bool:
    """SQLite speaks of an error of the disk where it is only full."""
    try:
        disk = os.statvfs(Path(connection.settings_dict["NAME"]).parent)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < LEAST_ROOM


def answer_database_error(request, error: BaseException | None):
    """The page that says what is wrong, with what was sent; None for a fault of ours. The cause goes into the log."""
    if not (refusal := explain_database_error(error)):
        return None
    text = " ".join(str(error).split())
    logger.error("%s: %s (%s)", refusal.cause.capitalize(), text, request.path)
    words = {"heading": refusal.heading, "reason": refusal.reason}
    if request.method in ("GET", "HEAD"):
        response = render(
            request,
            "503.html",
            {**words, "code": refusal.status},
            status=refusal.status,
        )
        if refusal.retry_after:
            response.headers["Retry-After"] = str(refusal.retry_after)
        return response
    return ask_again(request, refusal.status, refusal.retry_after, **words)
