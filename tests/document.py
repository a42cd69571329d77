"""An answer as a tree, so that tests speak of headings and lists instead of markup."""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
HEADINGS = ("h1", "h2", "h3")


class Reader(HTMLParser):
    """Refuses what a browser would have to guess: an end tag that does not fit its start."""

    def __init__(self):
        super().__init__()
        self.tree = TreeBuilder()
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.tree.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        self.tree.end(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, (
            f"</{tag}> closes <{self.open[-1]}> {self.getpos()}"
        )
        self.tree.end(self.open.pop())

    def handle_data(self, data):
        if self.open:
            self.tree.data(data)


def document(answer) -> Element:
    """The tree of a response of the test client, or of HTML as text."""
    reader = Reader()
    reader.feed(answer if isinstance(answer, str) else answer.text)
    reader.close()
    assert reader.open == []
    return reader.tree.close()


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def texts(page, path) -> list[str]:
    """The words of every element on a path, such as ".//h2"."""
    return [words(element) for element in page.findall(path)]


def below(page, heading) -> list[Element]:
    """What stands between a heading and the next one beside it; nothing where there is no such heading."""
    for parent in page.iter():
        children = list(parent)
        for at, child in enumerate(children):
            if child.tag in HEADINGS and words(child) == heading:
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
