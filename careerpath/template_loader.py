"""Templates are written to be read: one element a line, indented. Browsers get them without the indentation.

Of every template in HTML or SVG, ours or a library's, each line loses its indentation once, when it is compiled; blank
lines, and lines that hold only a comment or {% load %}, leave nothing. All other newlines stay: they are spaces between
words. Text inside <pre> and <textarea> stays as it is, if both ends stand in one template; so do mails, and
texts for translation.

This changes what was compiled, not the source: the error pages of DEBUG show the lines of the file by their numbers.
"""

import re

from django.template.base import TextNode
from django.template.defaulttags import (
    CommentNode,
    ForNode,
    IfNode,
    LoadNode,
    WithNode,
)
from django.template.loaders import base, cached

INDENT = re.compile(r"\n\s*", re.ASCII)  # the wide space of Chinese is no indentation
PREFORMATTED = re.compile(r"(</?(?:pre|textarea)\b)")
WITHOUT_OUTPUT = (CommentNode, LoadNode)


def drop_indents(nodelist):
    preformatted = False
    for node in nodelist.get_nodes_by_type(TextNode):
        pieces = PREFORMATTED.split(node.s)
        for place, piece in enumerate(pieces):
            if PREFORMATTED.match(piece):
                preformatted = not piece.startswith("</")
            elif not preformatted:
                pieces[place] = INDENT.sub("\n", piece)
        node.s = "".join(pieces)


def drop_empty_lines(nodelist, at_start: bool) -> bool:
    """Drop a newline that follows another one with nothing between them but nodes without output.

    `at_start`: whether the output before this list surely ended with a newline. Returns the same of its own end. A tag
    such as {% if %} prints nothing itself, so a line that began before it goes on inside of it and behind it.
    """
    for node in nodelist:
        if isinstance(node, TextNode):
            node.s = node.s.removeprefix("\n") if at_start else node.s
            at_start = node.s.endswith("\n") if node.s else at_start
        elif isinstance(node, IfNode):
            branches = node.conditions_nodelists
            ends = [drop_empty_lines(inner, at_start) for _, inner in branches]
            has_else = branches[-1][0] is None
            at_start = all(ends) and (has_else or at_start)
        elif isinstance(node, ForNode):
            # From the second turn on, what comes before a turn is the turn before it.
            begins_line = at_start and ends_line(node.nodelist_loop)
            end = drop_empty_lines(node.nodelist_loop, begins_line)
            empty = drop_empty_lines(node.nodelist_empty, at_start)
            at_start = at_start and end and empty
        elif isinstance(node, WithNode):
            at_start = drop_empty_lines(node.nodelist, at_start)
        elif not isinstance(node, WITHOUT_OUTPUT):
            for name in node.child_nodelists:
                drop_empty_lines(getattr(node, name, None) or (), at_start=False)
            at_start = False
    return at_start


def ends_line(nodelist) -> bool:
    last = nodelist[-1] if nodelist else None
    return isinstance(last, TextNode) and last.s.endswith("\n")


class WithoutIndents(base.Loader):
    """Compiles a template without its indentation."""

    def get_template(self, template_name, skip=None):
        template = super().get_template(template_name, skip)
        if template_name.endswith((".html", ".svg")):
            drop_indents(template.nodelist)
            drop_empty_lines(template.nodelist, at_start=True)
        return template


class Loader(cached.Loader, WithoutIndents):
    """Django's cached loader; what is not in the cache comes from WithoutIndents, by super()."""
