"""The solver's process: one line of JSON in, one out, until the input ends. Started by `guide.planner.process`.

HiGHS writes on the standard output when it pleases, so that one is closed to it and the answers take another way.
"""

import importlib
import json
import os
import sys

from guide.planner.answer import answer_request
from guide.planner.document import (
    answer_document,
    exchange_document,
    read_request,
    write_json,
)
from guide.planner.exchange import exchange_money

READY = "ready\n"
# So that who reads a page goes before who waits for a plan.
NICENESS = 10


def answer_line(line: str) -> str:
    asked = json.loads(line)
    request = read_request(asked["request"])
    if asked["what"] == "exchange":
        found = exchange_document(exchange_money(request.asked, asked["seconds"]))
    else:
        found = answer_document(answer_request(request, asked["seconds"]))
    return write_json(found)


def main() -> None:
    os.nice(NICENESS)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    importlib.import_module("highspy")
    answers.write(READY)
    answers.flush()
    for line in sys.stdin:
        answers.write(answer_line(line) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
