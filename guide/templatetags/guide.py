"""Template tags and filters that format. The only query is that of the glossary, once for each content version."""

import re

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from guide import formats, markdown
from guide.courses.check_words import check_sentence, price_age
from guide.courses.course_facts import (
    is_series,
    says_whether_free_to_study,
    unknown_facts,
)
from guide.courses.reach import detour_of, website_of
from guide.models.fields import Level
from guide.models.known_addresses import gone_since
from guide.models.text import Text, active_language
from guide.texts.chapter_parts import anchor_headings
from web.links import readable_host

register = template.Library()
# The part of the site that a page belongs to, where its address does not say it.
PARTS = {
    "steps": "roadmaps",
    **dict.fromkeys(
        ("questions", "beliefs", "glossary", "industries", "market", "further-reading"),
        "guide",
    ),
}
# What only one of two texts says; the rest of a comparison stands unmarked.
MARKS = {"gone": "<del>{}</del>", "new": "<ins>{}</ins>"}

# What stands between two lines of a template.
BREAK = re.compile(r"\s*\n\s*")

register.filter("money", formats.format_money)
register.filter("number", formats.format_number)
register.filter("partial_date", formats.format_partial_date)
register.filter("country", formats.country_name)
register.filter("country_in_sentence", formats.country_in_sentence)
register.filter("place", formats.place_name)
register.filter("language_name", formats.language_name)
register.simple_tag(formats.format_money_range, name="money_range")
register.simple_tag(formats.format_hours, name="hours")
register.simple_tag(formats.format_range, name="span")
register.filter("unit", formats.unit_suffix)
register.filter("place_in_ranking", formats.place_in_ranking)
register.filter("period", formats.format_period)
register.simple_tag(check_sentence)
register.simple_tag(price_age)
register.simple_tag(gone_since)
register.simple_tag(unknown_facts)
register.filter("is_series", is_series)
register.filter("says_whether_free_to_study", says_whether_free_to_study)
register.simple_tag(website_of)
register.simple_tag(detour_of)
register.filter("host", readable_host)


def menu_section(path):
    """The section of the menu for an address: its first word, or the section in PARTS."""
    word = path.removeprefix("/zh-hans").strip("/").partition("/")[0]
    return PARTS.get(word, word)


@register.simple_tag(takes_context=True)
def menu_link(context, view, text, query=""):
    """A link of the menu, with aria-current “page” for this page or “true” for its section."""
    address, path = reverse(view), context["request"].path
    here = (
        "page"
        if address == path
        else "true"
        if menu_section(address) == menu_section(path)
        else ""
    )
    current = format_html(' aria-current="{}"', here) if here else ""
    return format_html('<a href="{}{}"{}>{}</a>', address, query, current, text)


class Joined(template.Node):
    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        return self.nodelist.render(context)


@register.tag
def joined(parser, token):
    """The lines of the block without the breaks between them, where each would be seen as a space.

    Only breaks that stand in the template go, once, when it is read; what a variable says stays as it is.
    A tag of HTML inside stands on one line."""
    nodelist = parser.parse(("endjoined",))
    parser.delete_first_token()
    for text in nodelist.get_nodes_by_type(template.base.TextNode):
        text.s = BREAK.sub("", text.s)
    return Joined(nodelist)


@register.simple_tag
def sentence_space():
    """Between two sentences, or a sentence and a link; Chinese writes none. For use within `joined`."""
    return "" if active_language() == "zh" else " "


class Remembered(Joined):
    """Shows its block, and keeps it in the context for the rest of the page."""

    def __init__(self, nodelist, name):
        super().__init__(nodelist)
        self.name = name

    def render(self, context):
        context[self.name] = mark_safe(super().render(context).strip())  # noqa: S308  the template escaped it
        return context[self.name]


@register.tag
def remember(parser, token):
    """{% remember name %}…{% endremember %}: what stands twice on a page is written once."""
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return Remembered(nodelist, token.split_contents()[1])


@register.simple_tag
def level_name(level):
    return dict(Level.choices).get(int(level), level)


@register.simple_tag
def level_dots(level):
    """The level as four stops, as far as it is asked for, with its name for those who cannot see them."""
    level = int(level)
    stops = mark_safe('<i class="need"></i>' * level + "<i></i>" * (4 - level))  # noqa: S308
    words = dict(Level.choices)[level]
    return format_html(
        '<span class="dots" aria-hidden="true">{}</span><span class="hidden">{}</span>',
        stops,
        words,
    )


@register.filter("mark")
def mark_language(text):
    """The text, in a span with `lang` if its language is not that of the page."""
    if isinstance(text, Text) and text.is_foreign:
        return format_html('<span lang="{}">{}</span>', text.html_language, text)
    return text


@register.simple_tag
def link_to(content, text=""):
    """A link to the page of a content row, with its name or `text`; no link if it is a draft."""
    text = mark_language(text or content.name)
    return (
        format_html('<a href="{}">{}</a>', content.get_absolute_url(), text)
        if content.published
        else text
    )


@register.filter("lines")
def text_lines(text):
    """The lines of a text that are not empty, each a Text with its language."""
    language = text.language if isinstance(text, Text) else "en"
    return [Text(line.strip(), language) for line in text.splitlines() if line.strip()]


@register.filter
def word_by_word(pieces):
    """A comparison of two texts as one text, with marks and without any white space
    besides their own, which is shown as it stands."""
    marked = (format_html(MARKS.get(kind, "{}"), words) for kind, words in pieces)
    return format_html_join("", "{}", ((piece,) for piece in marked))


@register.simple_tag(takes_context=True, name="prose")
def render_prose(context, text):
    """Markdown as HTML. The first use of each glossary term becomes a link: on the template, or on the page where its
    view gives a set of `linked_terms`."""
    if not text:
        return ""
    seen = context.get("linked_terms")
    if seen is None:
        seen = context.render_context.setdefault("linked_terms", set())
    for skip in context.get("unlinked_terms", ()):
        seen.add(skip)
    return with_language(text, markdown.render_markdown(text, seen))


def with_language(text, html: SafeString):
    if isinstance(text, Text) and text.is_foreign:
        return format_html('<div lang="{}">{}</div>', text.html_language, html)
    return html


@register.simple_tag(takes_context=True)
def prose_around_picture(context, text):
    """The HTML of a chapter before and after the placeholder of its picture."""
    before, _, after = text.partition(markdown.PICTURE)
    language = text.language if isinstance(text, Text) else "en"
    return anchor_headings(
        [
            render_prose(context, Text(half.strip(), language))
            if half.strip()
            else mark_safe("")
            for half in (before, after)
        ]
    )
