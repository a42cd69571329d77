"""What a machine can see is wrong with a Chinese text: spaces, half-width punctuation, quotes, doubled punctuation.

Browsers set the space between Chinese and Latin letters (`text-autospace`), so nobody types one.
"""

import re
from collections.abc import Iterator

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
MARKS = "，。：；！？、（）《》“”"
CHINESE = HAN + MARKS
# What is no prose: code, fences, addresses, the targets of links, tags, and the places of values.
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
ADDRESS = re.compile(r"https?://[!-~]+")
TARGET = re.compile(r"(?<=\])\([^)]*\)")
TAG = re.compile(r"</?[a-z][^>]*>|\*\*")
VALUE = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{[\w:+@-]*\}")
# At the start of a line of Markdown: headings, points, numbers, quotes; between the cells of a table: bars.
MARKUP = re.compile(r"^[ \t]*(?:#+|[-*+>]|\d+\.)[ \t]+", re.MULTILINE)
BAR = re.compile(r"[ \t]*\|[ \t]*")
CLOCK = r"\d\d?:\d\d"  # after a day
FAULTS = {
    "a typed space": re.compile(
        rf"[{CHINESE}][ \u00a0]+(?![·|\s]|{CLOCK})\S|[^·|\s][ \u00a0]+[{CHINESE}]"
    ),
    "a line break, which shows as a space": re.compile(rf"[{CHINESE}]\n[{CHINESE}]"),
    "half-width punctuation": re.compile(
        rf"[{CHINESE}](?:[,:;!?()]|\.(?![A-Za-z]))|[,:;!?()][{CHINESE}]|\.[{HAN}]"
    ),
    "half-width quotes": re.compile(rf"[\"'][{CHINESE}]|[{CHINESE}][\"']"),
    "quotes of another region": re.compile(r"[「」『』]"),
    "a quote that is not closed, or not opened": re.compile(
        r"^[^“”]*”|“[^“”]*(?:“|$)|”[^“”]*”"
    ),
    "doubled punctuation": re.compile(r"[，。：；！、]{2}|？[，。：；、？]|。”。|……。"),
    "full-width letters or digits": re.compile(r"[０-９Ａ-Ｚａ-ｚ]"),
    "a hyphen for a range": re.compile(r"\d[-–—]\d+(?:[%年月日天周个小美英欧万亿])"),
}
SHOWN_AROUND = 8


def typography_faults(text: str) -> Iterator[str]:
    """Each with the place where it stands, such as “a typed space: 例如 1500”."""
    prose = prose_of(text)
    for fault, pattern in FAULTS.items():
        if match := pattern.search(prose):
            start, end = match.span()
            place = prose[max(0, start - SHOWN_AROUND) : end + SHOWN_AROUND]
            yield f"{fault}: {' '.join(place.split())}"


def prose_of(text: str) -> str:
    """A text without its markup; code, addresses and values are one X each."""
    for pattern, instead in (
        (CODE, "X"),
        (TARGET, ""),
        (ADDRESS, "X"),
        (TAG, ""),
        (VALUE, "X"),
        (MARKUP, "\n"),
        (BAR, "|"),
    ):
        text = pattern.sub(instead, text)
    return text
