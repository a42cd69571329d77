"""Templates are written to be read: one element a line, indented. Browsers get them without the indentation.

Of every template in HTML or SVG, ours or a library's, each line loses its indentation once, when it is compiled; blank
lines, and lines that hold only a comment or {% load %}, leave nothing. All other newlines stay: they are spaces between
words. Text inside <pre> and <textarea> stays as it is, if both ends stand in one template; so do mails, and
texts for translation.

This changes what was compiled, not the source: the error pages of DEBUG show the lines of the file by their numbers.
"""

import re

from django.template.base import TextNode
from django.template.defaulttags import CommentNode, LoadNode
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


def walk_nodelists(nodelist):
    """This list of nodes and all lists inside of it, each as it stands in the source."""
    yield nodelist
    for node in nodelist:
        # The nodelist of an {% if %} is all its branches in one, made anew each time.
        branches = [branch for _, branch in getattr(node, "conditions_nodelists", ())]
        for inner in branches or [
            getattr(node, name, None) for name in node.child_nodelists
        ]:
            if inner:
                yield from walk_nodelists(inner)


def drop_empty_lines(nodelist, at_start):
    """Drop a newline that follows another one with nothing between them but nodes without output."""
    for node in nodelist:
        if isinstance(node, TextNode):
            node.s = node.s.removeprefix("\n") if at_start else node.s
            at_start = node.s.endswith("\n") if node.s else at_start
        elif not isinstance(node, WITHOUT_OUTPUT):
            at_start = False


class WithoutIndents(base.Loader):
    """Compiles a template without its indentation."""

    def get_template(self, template_name, skip=None):
        template = super().get_template(template_name, skip)
        if template_name.endswith((".html", ".svg")):
            drop_indents(template.nodelist)
            for nodelist in walk_nodelists(template.nodelist):
                drop_empty_lines(nodelist, at_start=nodelist is template.nodelist)
        return template


class Loader(cached.Loader, WithoutIndents):
    """Django's cached loader; what is not in the cache comes from WithoutIndents, by super()."""
