"""Reads one file from the standard input, and writes a line of JSON: its text, or why there is none.

A process of its own, because a file may be built to need all memory and all time of whoever reads it. It may neither
write files nor start others, and knows nothing of the environment. Started by process.py.
"""

import importlib
import json
import resource
import signal
import sys
from pathlib import Path

from accounts.skills.cv_files.bounds import (
    MOST_MEMORY,
    MOST_SECONDS,
    UnreadableFile,
)
from accounts.skills.cv_files.reading import PDF, PDF_WITHIN, read_text


def limit_resources() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = pages * resource.getpagesize() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)  # its signal ends the process
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answer(content: bytes) -> dict[str, str]:
    try:
        return {"text": read_text(content)}
    except UnreadableFile as error:
        return {"refused": error.reason}
    except MemoryError:
        return {"refused": "too big inside"}


def main() -> None:
    content = sys.stdin.buffer.read()
    if PDF in content[:PDF_WITHIN]:
        importlib.import_module(
            "pypdf"
        )  # what a reader needs to start is not the file's fault
    limit_resources()
    sys.stdout.write(json.dumps(answer(content)))


if __name__ == "__main__":
    main()
