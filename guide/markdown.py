"""The one place where text becomes HTML: Markdown of editors and learners, our short links, links to the glossary."""

import logging
import re
from collections.abc import Callable
from typing import NamedTuple

import nh3
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from guide.cache import cached_per_version
from guide.formats import WAVE
from guide.markdown_rules.emphasis import use_wide_emphasis
from guide.markdown_rules.pictures import pictures_as_links, text_token
from guide.markdown_rules.work_bounds import bound_tables, has_too_much_markup
from guide.models import Term
from guide.models.text import active_language
from web.links import readable_address, readable_host

logger = logging.getLogger(__name__)

LONGEST = 20_000  # characters of one text
TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "h4",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
ATTRIBUTES = {"a": {"href", "class"}, "ol": {"start"}, "td": {"class"}, "th": {"class"}}
PICTURE = "[picture]"  # stands alone in a paragraph where a chapter's picture belongs

# [text](step:sql-databases): kind → name of the address, and whether the slug is its argument or its anchor
PAGES = {
    "home": "guide:home",
    "roadmaps": "guide:roadmap-list",
    "skills": "guide:skill-list",
    "courses": "guide:course-list",
    "salaries": "guide:salaries",
    "roles": "guide:role-list",
    "guide": "guide:chapter-list",
    "glossary": "guide:glossary",
    "questions": "guide:question-list",
    "beliefs": "guide:belief-list",
    "industries": "guide:industries",
    "market": "guide:market",
    "sources": "guide:source-list",
    "further-reading": "guide:reading-list",
}
DETAILS = {
    kind: f"guide:{kind}"
    for kind in ("roadmap", "step", "skill", "course", "role", "chapter", "source")
}
ANCHORS = {
    "question": "guide:question-list", "belief": "guide:belief-list", "term": "guide:glossary",
    "industry": "guide:industries", "employer": "guide:industries",
}  # fmt: skip
PREFIXES = {
    "employer": "employer-"
}  # an industry on the same page may have the same slug
# Letters and marks of Chinese and Japanese, full-width forms, and the quotes and dashes that they share with others.
SHORT_LINK = re.compile(r"^(?P<kind>[a-z]+):(?P<slug>[a-z0-9-]+)$")


def short_links(text: str) -> list[tuple[str, str]]:
    """Every (kind, slug) that a text links to, for the loader's check."""
    return [
        (m["kind"], m["slug"])
        for target in re.findall(r"\]\(([^)\s]+)\)", text)
        if (m := SHORT_LINK.match(target)) and m["kind"] != "mailto"
    ]


def short_link_address(kind: str, slug: str) -> str | None:
    """The address of one of our own objects in the active language, or None for a kind there is not."""
    if kind == "page" and slug in PAGES:
        return reverse(PAGES[slug])
    if kind in DETAILS:
        return reverse(DETAILS[kind], args=[slug])
    if kind in ANCHORS:
        return f"{reverse(ANCHORS[kind])}#{PREFIXES.get(kind, '')}{slug}"
    return None


class Parser(MarkdownIt):
    """CommonMark with tables, without HTML; links lead to the web, to a mailbox, or to one of our own objects."""

    def validateLink(self, url: str) -> bool:
        short = SHORT_LINK.match(url)
        own = short is not None and short["kind"] in {"page", *DETAILS, *ANCHORS}
        return own or url.lower().startswith(("http://", "https://", "mailto:"))

    def normalizeLinkText(self, link: str) -> str:
        return readable_address(link)


def text_parser(**options: bool) -> Parser:
    parser = Parser("commonmark", {"html": False, "linkify": False, **options})
    use_wide_emphasis(bound_tables(parser.enable("table")))
    return parser


PARSER = text_parser()
NOTES = text_parser(breaks=True)

# Before and after a name. Chinese puts no space between words; a Latin name is still no part of a longer Latin word.
WORD_EDGES = {
    "en": (r"(?<![\w-])", r"(?:e?s)?(?![\w-])"),
    "zh": (
        r"(?:(?<![A-Za-z0-9])|(?![A-Za-z0-9]))",
        r"(?:(?![A-Za-z0-9])|(?<![A-Za-z0-9]))",
    ),
}


class Glossary(NamedTuple):
    """The terms that texts link to: one pattern for all names, longest first."""

    pattern: re.Pattern
    slugs: dict[str, str]


@cached_per_version(most=2)
def glossary_in(language: str) -> Glossary:
    slugs: dict[str, str] = {}
    for slug, name, name_zh in (
        Term.objects.published()
        .filter(linked=True)
        .values_list("slug", "name_en", "name_zh")
    ):
        word = (
            name_zh.partition("（")[0].strip()
            if language == "zh"
            else name.partition(" (")[0].strip()
        )
        if len(word) > 1:
            slugs.setdefault(word.casefold(), slug)
    names = (
        "|".join(re.escape(word) for word in sorted(slugs, key=len, reverse=True))
        or r"(?!)"
    )
    before, after = WORD_EDGES[language]
    return Glossary(re.compile(f"{before}(?P<name>{names}){after}", re.I), slugs)


def glossary_terms() -> Glossary:
    """One query for a content version and language, however many terms a page links."""
    return glossary_in(active_language())


def link_terms(
    children: list[Token], terms: Glossary, seen: set[str], here: str
) -> list[Token]:
    """The same inline tokens with the first use of each term linked; nothing inside links or code."""
    out: list[Token] = []
    inside = 0
    for token in children:
        inside += token.type == "link_open"
        inside -= token.type == "link_close"
        if token.type != "text" or inside:
            out.append(token)
            continue
        at = 0
        for match in terms.pattern.finditer(token.content):
            # Letters that only look alike, such as ı and i, match and fold to different words.
            slug = terms.slugs.get(match["name"].casefold())
            if slug is None or slug in seen:
                continue
            seen.add(slug)
            opened = Token(
                "link_open", "a", 1, attrs={"href": f"{here}#{slug}", "class": "term"}
            )
            out += [
                text_token(token.content[at : match.start()]),
                opened,
                text_token(match[0]),
                Token("link_close", "a", -1),
            ]
            at = match.end()
        out.append(text_token(token.content[at:]))
    return out


def _resolve_links(children: list[Token]):
    for token in children:
        if token.type == "link_open" and (
            match := SHORT_LINK.match(str(token.attrs.get("href", "")))
        ):
            token.attrs["href"] = (
                short_link_address(match["kind"], match["slug"]) or "#"
            )


def render_markdown(text: str, seen: set[str] | None = None) -> SafeString:
    """Markdown as clean HTML. With `seen`, terms not in it are linked once and added to it."""
    terms = glossary_terms() if seen is not None else None
    return render_or_escape(text, lambda text: parse_and_render(text, terms, seen))


def parse_and_render(
    text: str, terms: Glossary | None, seen: set[str] | None
) -> SafeString:
    tokens = PARSER.parse(text)
    here = reverse("guide:glossary")
    heading = False
    for token in tokens:
        heading = token.type == "heading_open" or (
            heading and token.type != "heading_close"
        )
        if token.children is not None:
            token.children = pictures_as_links(token.children)
            _resolve_links(token.children)
            if terms and seen is not None and not heading:
                token.children = link_terms(token.children, terms, seen, here)
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    return clean_html(html.replace(WAVE, "～").replace("～", WAVE))


def render_or_escape(text: str, render: Callable[[str], SafeString]) -> SafeString:
    """What is stored can always be shown, soon: a text that defeats the parser stands as it was typed, escaped."""
    # Half of a letter outside of 16 bits is no letter, and no page could be sent with it.
    text = text[:LONGEST].encode("utf-8", "replace").decode()
    if has_too_much_markup(text):
        return clean_html(linebreaks(text, autoescape=True))
    try:
        return render(text)
    except Exception as error:  # of a parser; its message would have the text in it
        logger.error("A text was shown without its markup: %s", type(error).__name__)
        return clean_html(linebreaks(text, autoescape=True))


def render_untrusted(text: str) -> SafeString:
    """What a visitor wrote: lines break as typed, headings fit below those of the page, links tell where they lead.

    Nothing of it is kept.
    """
    return render_or_escape(text, parse_and_render_untrusted)


def parse_and_render_untrusted(text: str) -> SafeString:
    tokens = NOTES.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(4, int(token.tag[1]) + 2)}"
        if token.children is not None:
            token.children = with_hosts(pictures_as_links(token.children))
            _resolve_links(token.children)
    return clean_html(
        NOTES.renderer.render(tokens, NOTES.options, {}),
        link_rel="noopener nofollow ugc",
    )


def with_hosts(children: list[Token]) -> list[Token]:
    """The same inline tokens with the host of each link to another site behind its words."""
    out: list[Token] = []
    host = ""
    for token in children:
        out.append(token)
        if token.type == "link_open":
            # Behind a picture's words its host stands already.
            address = "" if "picture" in token.meta else str(token.attrs["href"])
            host = readable_host(address)
        elif token.type == "link_close" and host:
            out.append(text_token(f" ({host})"))
    return out


def clean_html(html: str, link_rel: str | None = None) -> SafeString:
    schemes = {"http", "https", "mailto"}
    cleaned = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=schemes, link_rel=link_rel
    )
    return mark_safe(cleaned)  # noqa: S308  nh3 keeps our allow-list only
