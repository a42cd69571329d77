"""Log lines as JSON: newlines in what a visitor sent cannot forge a line, and nobody reads a token there."""

import json
import logging
import re
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")

# Who holds one of these addresses is let in, so the part that cannot be guessed stays out of the log.
TOKEN = re.compile(r"((?:confirm-email|reset/key|shared|calendar)/)[^/\s?#'\"]+")


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
