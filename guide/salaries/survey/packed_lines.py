"""The lines of a packed survey file. How much it holds is measured before anything of it is kept."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LARGEST_FILE = 100_000_000  # bytes, unpacked
MOST_ROWS = 1_000_000
LONGEST_LINE = 2000  # bytes
CHUNK = 1 << 20
LINES_A_REPORT = 5000
GZIP_START = b"\x1f\x8b"


class RefusedError(Exception):
    """The file is refused. The message is shown to the operator."""


@contextmanager
def faults_in_words(path: Path):
    try:
        yield
    except EOFError:
        raise RefusedError(
            "it ends too early, the packed file is not complete"
        ) from None
    except (gzip.BadGzipFile, zlib.error) as fault:
        raise RefusedError(f"what is packed in it is damaged ({fault})") from None
    except OSError as fault:
        raise RefusedError(fault.strerror or str(fault)) from None


def check_size(path: Path):
    """Unpack the file once, keeping nothing, and refuse one that is too large, cut off, or not packed."""
    size = lines = 0
    with faults_in_words(path):
        with path.open("rb") as packed:
            start = packed.read(2)
        if start != GZIP_START:
            raise RefusedError("it is not packed with gzip" if start else "it is empty")
        with gzip.open(path) as unpacked:
            while chunk := unpacked.read(CHUNK):
                size += len(chunk)
                lines += chunk.count(b"\n")
                if size > LARGEST_FILE or lines > MOST_ROWS + 1:
                    raise RefusedError(
                        f"it holds more than {MOST_ROWS:,} rows or {LARGEST_FILE:,} bytes unpacked"
                    )


def unpacked_lines(
    path: Path, report_progress: Callable[[int, int], None]
) -> Iterator[bytes | None]:
    """Each line without its end, and None for one that is too long. `report_progress` gets bytes read and in all."""
    total = path.stat().st_size
    with (
        faults_in_words(path),
        path.open("rb") as packed,
        gzip.open(packed) as unpacked,
    ):
        number = 0
        while line := unpacked.readline(LONGEST_LINE + 1):
            number += 1
            if number % LINES_A_REPORT == 0:
                report_progress(packed.tell(), total)
            if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = unpacked.readline(CHUNK)
                yield None
            else:
                yield line.removesuffix(b"\n").removesuffix(b"\r")
