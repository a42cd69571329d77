"""Tables of a plan whose rows a template would take too long for. No queries."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.plan.course_rows import hours_words
from accounts.plan.shown_plan import between
from guide import dates
from guide.templatetags.guide import mark_language

register = template.Library()
register.filter("in_hours", hours_words)
register.filter("brief_day", dates.short_date)


@register.simple_tag
def days_between(first, last) -> str:
    return between(dates.short_date(first), dates.short_date(last))


@register.simple_tag
def week_rows(plan, are_all_shown) -> SafeString:
    rows = (
        (dates.short_date(monday), hours_words(minutes), work_words(work))
        for monday, minutes, work in plan.week_rows(bool(are_all_shown))
    )
    row = '<tr><th scope="row">{}</th><td class="num">{}</td><td class="words">{}</td></tr>'
    return format_html_join("\n", row, rows)


def work_words(work) -> SafeString:
    """Each step with its time, where the week has several."""
    if len(work) == 1:
        return mark_language(work[0][0].name) if work[0][0] else SafeString("")
    return format_html_join(
        " · ",
        "{}",
        (
            (format_html("{} {}", mark_language(step.name), hours_words(minutes)),)
            for step, minutes in work
            if step
        ),
    )


@register.simple_tag
def pinned_query(plan, course: str) -> str:
    """The question with a course that the plan must have."""
    return plan.wishes.with_pinned(course).query


@register.simple_tag
def left_out_query(plan, course: str) -> str:
    return plan.wishes.with_left_out(course).query
