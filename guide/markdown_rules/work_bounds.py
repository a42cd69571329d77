"""How much markup one text may have. What is beyond would take the parser longer than a page may take."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table

# Of 700 slices of manuals, 20,000 characters each and full of code, lists and tables, two have more.
MOST_MARKS = 2600
MOST_WORK = 4600  # in marks; a link is read several times
MOST_STOPS = 8000  # two characters of five; in prose it is one of ten
MOST_CELLS = 2000  # of all tables of a text, empty ones included
MARK = re.compile(r"[*_\[\]<>`|&\\!\n]|[-+][ \t]|\d[.)][ \t]")
STOP = re.compile(r"[\n$%&*+\-:<=>@\[\\\]^_`{}~!]")  # where the parser tries every rule
LINE_END = re.compile(r"\r\n?")  # each is a line to the parser
AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*[:@]")


# A block of code that begins at the edge, up to its end at the latest; in it nothing is markup.
FENCE = re.compile(
    r"^(`{3,}+(?=[^`\n]*+$)|~{3,}+)[^\n]*+\n.*?(?:^ {0,3}\1[`~]*+[ \t]*+$|\Z)",
    re.M
    | re.S,  # `++` gives nothing back: else twenty thousand tildes take half a second
)


def has_too_much_markup(text: str) -> bool:
    if len(text) <= MOST_MARKS // 2:
        return False
    text = FENCE.sub("", LINE_END.sub("\n", text))
    if len(STOP.findall(text)) > MOST_STOPS:
        return True
    marks = len(MARK.findall(text))
    links = 4 * text.count("](") + 2 * text.count("]")
    # Each that is never closed is looked for up to the end.
    open_ones = 4 * max(text.count("[") - text.count("]"), 0)
    autolinks = 6 * len(AUTOLINK.findall(text))
    return marks > MOST_MARKS or marks + links + open_ones + autolinks > MOST_WORK


def bound_tables(parser: MarkdownIt) -> MarkdownIt:
    parser.block.ruler.at(
        "table", take_bounded_table, {"alt": ["paragraph", "reference"]}
    )
    return parser


def take_bounded_table(
    state: StateBlock, startLine: int, endLine: int, silent: bool
) -> bool:
    """A table, unless its head promises more cells than a text may have: rows are filled up to the head's width."""
    cells = state.env.get("cells", 0)
    if cells > MOST_CELLS or not table(state, startLine, endLine, True):
        return False
    if silent:
        return True
    columns = line_of(state, startLine + 1).count("|") + 1
    rows = 0
    while startLine + rows < endLine and line_of(state, startLine + rows).strip():
        rows += 1
    state.env["cells"] = cells + columns * rows
    return state.env["cells"] <= MOST_CELLS and table(state, startLine, endLine, False)


def line_of(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]]
