"""benchmarks/RESULTS.md: one section a benchmark, with its last figures."""

import re
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"


def replace(title, text):
    """Write the section anew where it stands, or at the end where there is none yet."""
    start, *sections = re.split(
        r"^(?=## )", RESULTS.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    heading, new = f"## {title}\n", f"## {title}\n{text.rstrip()}\n\n"
    place = next(
        (n for n, section in enumerate(sections) if section.startswith(heading)),
        len(sections),
    )
    sections[place : place + 1] = [new]
    RESULTS.write_text(
        start
        + "".join(section.rstrip() + "\n\n" for section in sections).rstrip()
        + "\n",
        encoding="utf-8",
    )
