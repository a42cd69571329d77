"""Words and days of the history. No queries."""

from django import template
from django.utils.html import format_html_join

from accounts.history import wording
from guide import dates, durations

register = template.Library()

register.filter("change_words", wording.change_words)
register.filter("time_spent", durations.time_spent)

register.filter("whole_day", dates.long_date_with_weekday)
register.filter("short_day", dates.long_date)


@register.filter
def day_cells(row):
    """The cells of a row of study days. A loop in a template takes five times as long for the 371 of them."""
    return format_html_join(
        "",
        '<td class="s{}"><span>{}</span></td>',
        ((day.strength, day.words) for day in row),
    )
