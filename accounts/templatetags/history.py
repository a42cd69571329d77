"""Words and days of the history. No queries."""

from django import template

from accounts import change_words, days, spent

register = template.Library()

register.filter("change_words", change_words.change_words)
register.filter("before_words", change_words.before_words)
register.filter("back_words", change_words.back_words)
register.filter("time_spent", spent.time_spent)

register.filter("whole_day", days.whole)
register.filter("short_day", days.dated)
