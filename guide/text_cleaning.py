"""How a text is stored, be it from a form or from a fixture; and which characters it must not have."""

import re

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
CONTROL_IN_LINE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Without space around it; lines end in \\n. A browser sends \\r\\n, which would look like a change."""
    text = text.strip()
    return text.replace("\r\n", "\n") if "\r" in text else text
