"""The sentence that a reader speaks of, found in the text of the page as it is today."""

import re
from html.parser import HTMLParser

from django.http import Http404

from guide.editorial.preview import request_of
from guide.models import Report
from guide.reports.pages import local_address, public_match
from web.typed_words import clean_words

AROUND = 160  # characters of the page before and behind the sentence
INLINE = set("a abbr b code del em i ins mark q small span strong sub sup time".split())
UNREAD = {"script", "style", "template"}
# Signs that one keyboard or browser writes for another, one for one.
SIGNS = str.maketrans("“”„«»‘’‚′‐‑–—−", '"""""\'\'\'\'-----')


class MainText(HTMLParser):
    """The text within <main>, blocks parted by lines."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.is_main, self.unread = False, 0

    def handle_starttag(self, tag, attributes):
        self.is_main = self.is_main or tag == "main"
        self.unread += tag in UNREAD
        if tag not in INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        self.is_main = self.is_main and tag != "main"
        self.unread -= tag in UNREAD
        if tag not in INLINE:
            self.parts.append("\n")

    def handle_data(self, data):
        if self.is_main and not self.unread:
            # A line break of the source is a blank on the page.
            self.parts.append(data.replace("\n", " "))


def text_of_page(html: str) -> str:
    parser = MainText()
    parser.feed(html)
    return clean_words("".join(parser.parts)).replace("\n\n", "\n")


def page_text(request, report: Report) -> str:
    """The page of a report as the one who asks sees it; empty where it is gone."""
    path, _, query = report.page.partition("?")
    match = public_match(path, report.language)
    if match is None:
        return ""
    address = local_address(path, report.language)
    asked = request_of(request, address, query, match)
    try:
        page = match.func(asked, *match.args, **match.kwargs)
    except Http404:
        return ""
    return text_of_page(page.content.decode()) if page.status_code == 200 else ""


def mark_sentence(text: str, sentence: str) -> tuple[str, str, str] | None:
    """What stands before the sentence, the sentence as it stands there, what follows; None where it is not found."""
    words = sentence.translate(SIGNS).split()
    pattern = r"\s*".join(map(re.escape, words))
    found = re.search(pattern, text.translate(SIGNS), re.IGNORECASE) if words else None
    if found is None:
        return None
    start, end = found.span()
    before, behind = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return (
        "…" * (start > AROUND) + before,
        text[start:end],
        behind + "…" * (end + AROUND < len(text)),
    )
