"""Log lines as JSON, so that a newline in a request cannot forge a line, and without the tokens of addresses."""

import json
import logging
import re
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")

# One of these addresses is enough to get in, so its secret part stays out of the log.
TOKEN = re.compile(r"((?:confirm-email|reset/key|shared|calendar|report)/)[^/\s?#'\"]+")


def without_tokens(text):
    return TOKEN.sub(r"\1…", text.replace("%2F", "/").replace("%2f", "/"))


class JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get(),
            "message": without_tokens(record.getMessage()),
        }
        # What Django calls suspicious, such as a host that is not ours, is said by its message: anybody can send it.
        if record.exc_info and not record.name.startswith("django.security."):
            line["trace"] = without_tokens(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def logging_settings(level):
    """Django's LOGGING: every line goes to stderr through the formatter."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "careerpath.logs.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {
            "handlers": ["stderr"],
            "level": level,
        },
        # Lines of the servers too go this way, and their level is not ours: who asks for an access log gets it.
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "granian.access": {"handlers": [], "propagate": True},
        },
    }
