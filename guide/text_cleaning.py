"""How a text is stored, whether a form or a fixture brings it."""

import re

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
CONTROL_IN_LINE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def tidy(text: str) -> str:
    """As a form would store it; else every save in the admin would look like a change."""
    text = text.strip()
    return text.replace("\r\n", "\n") if "\r" in text else text
