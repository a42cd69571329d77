"""Tables of a plan whose rows a template would take too long for. No queries."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.plan.course_rows import hours_words
from accounts.plan.known_names import known_names
from accounts.plan.shown_plan import between
from guide import dates
from guide.cache import cached_per_version
from guide.models.text import active_language
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


@register.simple_tag
def course_options(form, plan) -> SafeString:
    """The courses that teach what is left, but for those that the question names already."""
    named = {*form.wishes.pinned, *form.wishes.left_out}
    keys = {offer.key for offer in plan.request.question.offers}
    return options_by_name(frozenset(keys - named), active_language())


@register.simple_tag
def provider_options(form) -> SafeString:
    """The providers of courses, but for those that are left out already."""
    keys = {*form.known.providers} - {*form.wishes.providers_out}
    return options_by_name(frozenset(keys), active_language())


@cached_per_version(most=30)
def options_by_name(keys: frozenset[str], language: str) -> SafeString:
    """`language`: the active one, so that each is kept."""
    name_of = known_names().name_of
    rows = sorted(
        ((name_of(key), key) for key in keys),
        key=lambda row: (row[0].casefold(), row[1]),
    )
    pairs = ((key, name) for name, key in rows)
    return format_html_join("\n", '<option value="{}">{}</option>', pairs)
