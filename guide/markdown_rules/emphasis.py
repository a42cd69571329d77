"""Emphasis beside Chinese, Japanese and Korean writing, which has no blanks between words.

CommonMark takes `**` behind punctuation for the end of emphasis only before a blank or more punctuation, so that in
`**具体：**与` the marks would stand as they were typed. Here wide letters and punctuation count as neither.
"""

import unicodedata

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

MARKS = "*_"
WIDE = {"W", "F", "H"}
# Of both writings. Their width is that of the text around them.
WIDE_PUNCTUATION = set("“”‘’…—–·《》〈〉「」『』【】〔〕、。")


def use_wide_emphasis(parser: MarkdownIt) -> MarkdownIt:
    parser.inline.ruler.at("emphasis", take_emphasis_marks)
    return parser


def take_emphasis_marks(state: StateInline, silent: bool) -> bool:
    """Each mark as a text token, and what it may open or close for the rules that pair them."""
    marker = state.src[state.pos]
    if silent or marker not in MARKS:
        return False
    length = run_length(state.src, state.pos, state.posMax)
    end = state.pos + length
    before = state.src[state.pos - 1] if state.pos else " "
    behind = state.src[end] if end < state.posMax else " "
    opens = may_open(marker, length, before, behind)
    closes = may_open(marker, length, behind, before)
    for _ in range(length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(ord(marker), length, len(state.tokens) - 1, -1, opens, closes)
        )
    state.pos = end
    return True


def run_length(text: str, start: int, end: int) -> int:
    place = start
    while place < end and text[place] == text[start]:
        place += 1
    return place - start


def may_open(marker: str, length: int, outer: str, inner: str) -> bool:
    """Whether a run of marks may open emphasis. Read from the other side, whether it may close it."""
    if not flanks(outer, inner):
        return False
    if marker == "*" or not flanks(inner, outer) or is_punctuation(outer):
        return True
    # Within a word an underscore is a letter of a name, as in snake_case.
    return is_wide(outer) and (is_punctuation(inner) or (length > 1 and is_wide(inner)))


def flanks(outer: str, inner: str) -> bool:
    if isWhiteSpace(ord(inner)):
        return False
    is_narrow_punctuation = is_punctuation(inner) and not is_wide(inner)
    return (
        not is_narrow_punctuation
        or isWhiteSpace(ord(outer))
        or is_punctuation(outer)
        or is_wide(outer)
    )


def is_punctuation(letter: str) -> bool:
    return isMdAsciiPunct(ord(letter)) or isPunctChar(letter)


def is_wide(letter: str) -> bool:
    return letter in WIDE_PUNCTUATION or (
        unicodedata.east_asian_width(letter) in WIDE and not letter.isspace()
    )
