"""How far a learner is on a roadmap as a picture of two words: SVG that needs nothing from elsewhere."""

import unicodedata

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.sharing.shared_view import SharedView

HEIGHT = 20  # pixels
PADDING = 7
# Pixels of a letter at 11 pixels of height; `textLength` makes every font keep to it.
WIDE, NARROW = 11, 5.9
LONGEST = 60  # letters of the name of a roadmap
INK, PAPER = "#1a1c20", "#fbfaf6"  # as in static/css/tokens.css


def draw_badge(shared: SharedView) -> SafeString:
    count = shared.path.count
    name = str(shared.link.roadmap.name)
    if len(name) > LONGEST:
        name = name[: LONGEST - 1] + "…"
    words = _("%(done)s of %(total)s steps · %(roadmap)s") % {
        "done": count.done,
        "total": count.total,
        "roadmap": name,
    }
    head, text = text_width("careerpath"), text_width(words)
    left = head + 2 * PADDING
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{all}" height="{height}" role="img" aria-label="{words}">'
        "<title>careerpath: {words}</title>"
        '<rect width="{all}" height="{height}" rx="3" fill="{ink}"/>'
        '<path d="M{left} .5h{inner}v19h-{inner}z" fill="{paper}" stroke="{ink}"/>'
        '<g font-family="system-ui,sans-serif" font-size="11">'
        '<text x="{padding}" y="14" fill="{paper}" textLength="{head}">careerpath</text>'
        '<text x="{start}" y="14" fill="{ink}" textLength="{text}">{words}</text>'
        "</g></svg>",
        all=left + text + 2 * PADDING,
        height=HEIGHT,
        words=words,
        ink=INK,
        paper=PAPER,
        left=left,
        inner=text + 2 * PADDING - 0.5,
        padding=PADDING,
        head=head,
        start=left + PADDING,
        text=text,
    )


def text_width(words: str) -> int:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in words)
    return round(wide * WIDE + (len(words) - wide) * NARROW)
