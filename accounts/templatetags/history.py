"""Words and days of the history, and how two versions of a note differ. No queries."""

from django import template
from django.utils.html import format_html, format_html_join

from accounts.history import wording
from guide import dates, durations

register = template.Library()
# How pieces of a comparison are marked: what only one of the two versions says.
MARKS = {"gone": "<del>{}</del>", "new": "<ins>{}</ins>"}

register.filter("change_words", wording.change_words)
register.filter("meta_words", wording.meta_words)
register.filter("back_words", wording.back_words)
register.filter("time_spent", durations.time_spent)

register.filter("whole_day", dates.whole)
register.filter("short_day", dates.dated)


@register.filter
def day_cells(row):
    """The cells of a row of study days. A loop in a template takes five times as long for the 371 of them."""
    return format_html_join(
        "",
        '<td class="s{}"><span>{}</span></td>',
        ((day.strength, day.words) for day in row),
    )


@register.filter
def word_by_word(pieces):
    """A comparison of two texts as one, with marks. Its white space is the texts' own, so no template lays it out."""
    return format_html_join(
        "",
        "{}",
        ((format_html(MARKS.get(kind, "{}"), words),) for kind, words in pieces),
    )
