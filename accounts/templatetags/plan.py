"""Parts of a plan that a template would take too long for. No queries beside those of a content version."""

from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accounts.plan.course_rows import CourseRow, hours_words
from accounts.plan.forms import PlanForm
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


COURSE_ROW = (
    '<tr><th scope="row"><a href="{}">{}</a> <span class="soft">{}</span></th> <td>{}</td> <td class="num">{}</td> '
    '<td class="num">{}</td> <td class="words">{} {} {}</td></tr>'
)


@register.simple_tag
def course_rows(plan) -> SafeString:
    """The courses of a plan, each with why it is there and the questions without it or with it in any case."""
    return format_html_join(
        "\n", COURSE_ROW, (course_cells(plan, row) for row in plan.rows)
    )


def course_cells(plan, row: CourseRow) -> tuple:
    unknown = '<span class="soft">{}</span>'
    return (
        row.course.get_absolute_url(),
        mark_language(row.course.name),
        mark_language(row.course.provider.name),
        row.step_numbers,
        row.hours or format_html(unknown, gettext("length unknown")),
        row.price,
        " ".join(row.reasons),
        format_html_join(
            " ", '<span class="soft">{}</span>', ((each,) for each in row.differences)
        ),
        ways_with(plan.wishes, row),
    )


def ways_with(wishes, row: CourseRow) -> SafeString:
    key, ways = row.offer.key, []
    if row.is_finished:
        return SafeString("")
    if not row.is_pinned and not row.is_started:
        ways.append((wishes.query_with_pinned(key), gettext("Keep it in")))
    ways.append((wishes.query_with_left_out(key), gettext("Leave it out")))
    links = format_html_join(" ", '<a href="?{}">{}</a>', ways)
    return format_html('<span class="plan-courses__ways">{}</span>', links)


@register.simple_tag
def plan_field(field) -> SafeString:
    """A field of the question. Most questions leave most fields as they are, so what has no error is kept."""
    if field.errors:
        return field_html(field)
    value = field.value()
    written = "" if value in (None, False) else str(value)
    return kept_field(field.name, written, active_language())


@cached_per_version(most=500)
def kept_field(name: str, value: str, language: str) -> SafeString:
    """`language`: the active one, so that each is kept."""
    data = QueryDict(urlencode({name: value}))
    return field_html(PlanForm(data, None, known_names())[name])


def field_html(field) -> SafeString:
    context = {"field": field, "form_show_labels": True}
    return render_to_string("house_forms/field.html", context)


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
