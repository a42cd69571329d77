"""An answer as a tree, so that tests speak of headings and lists instead of markup."""

import re
from collections import Counter

from lxml.html import HtmlElement, HTMLParser, fromstring
from lxml.html.defs import empty_tags

# It keeps a range on one line and is not seen.
WORD_JOINER = "\u2060"
HEADINGS = ("h1", "h2", "h3")
# An end tag, or an element of a drawing that ends itself; our pages escape every other "<".
END = re.compile(r"</([a-zA-Z][\w-]*)\s*>|<([a-zA-Z][\w-]*)(?:\s[^<>]*)?/>")


def document(answer) -> HtmlElement:
    """The tree of a response of the test client, or of HTML as text."""
    text = answer if isinstance(answer, str) else answer.text
    parser = HTMLParser(remove_comments=True)
    page = fromstring(text, parser=parser)
    refuse_guesses(page, text, parser)
    return page


def refuse_guesses(page, text, parser):
    """Refuses what the parser mended as browsers do: an end tag without its start or in the wrong place, and none.

    The parser reports the first two. An element that it closed by itself has no end tag in the text.
    """
    assert [(error.line, error.message) for error in parser.error_log] == []
    ended = Counter((end or alone).lower() for end, alone in END.findall(text))
    found = Counter(element.tag for element in page.iter())
    for tag in empty_tags:
        del ended[tag], found[tag]
    assert found == ended


def words(element) -> str:
    return " ".join("".join(element.itertext()).replace(WORD_JOINER, "").split())


def texts(page, path) -> list[str]:
    """The words of every element on a path, such as ".//h2"."""
    return [words(element) for element in page.findall(path)]


def below(page, heading) -> list[HtmlElement]:
    """What stands between a heading and the next one beside it; nothing where there is no such heading.

    Below a heading in a summary stands what its fold holds."""
    for parent in page.iter():
        children = list(parent)
        for at, child in enumerate(children):
            if child.tag in HEADINGS and words(child) == heading:
                if parent.tag == "summary":
                    return list(parent.itersiblings())
                rest = children[at + 1 :]
                end = next(
                    (i for i, other in enumerate(rest) if other.tag in HEADINGS),
                    len(rest),
                )
                return rest[:end]
    return []


def items(page, heading) -> list[str]:
    """The words of the list items below a heading."""
    return [words(item) for part in below(page, heading) for item in part.iter("li")]


def links(page, heading=None) -> list[str]:
    """The addresses of all links, or of those below a heading."""
    parts = below(page, heading) if heading else [page]
    return [link.get("href") for part in parts for link in part.iter("a")]


def foreign(page) -> dict[str, str]:
    """Texts in another language than the page's: words by language."""
    main = next(page.iter("main"))
    return {
        words(element): element.get("lang")
        for element in main.iter()
        if element.get("lang")
    }
