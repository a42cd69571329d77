"""Parts of a plan that a template would take too long for. No queries beside those of a content version."""

from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.forms import DateInput, TextInput
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
from guide.models.text import Text, active_language
from guide.templatetags.guide import mark_language

register = template.Library()
register.filter("in_hours", hours_words)
register.filter("brief_day", dates.short_date)
# What stands in a kept field until it gets the value of the question.
A_DAY, A_NUMBER = "2030-01-01", "7"


@register.simple_tag
def days_between(first, last) -> str:
    return between(dates.short_date(first), dates.short_date(last))


STRETCH_ROW = (
    '<li class="t{}"><span class="plan-steps__n" aria-hidden="true">{}</span> {} '
    '<span class="soft">{} · {}</span></li>'
)


@register.simple_tag
def stretch_rows(plan) -> SafeString:
    """The steps in their order, each with its time and its days."""
    return format_html_join(
        "\n",
        STRETCH_ROW,
        (
            stretch_cells(number, stretch, plan.steps.get(stretch.step))
            for number, stretch in enumerate(plan.stretches, 1)
        ),
    )


def stretch_cells(number: int, stretch, step) -> tuple:
    """`step`: None where the content has it no longer."""
    return (
        step.track.order if step else "",
        number,
        kept_link(address_of(step), step.name, step.name.language, active_language())
        if step
        else stretch.step,
        hours_words(stretch.minutes),
        days_between(stretch.first, stretch.last),
    )


@lru_cache(maxsize=2000)
def kept_link(address: str, name: str, own: str, language: str) -> SafeString:
    """`own`: the language of the name. `language`: the active one."""
    return format_html('<a href="{}">{}</a>', address, mark_language(Text(name, own)))


@register.simple_tag
def line_shapes(line) -> SafeString:
    """The pieces of the line, its pauses, and the halts on it."""
    row = '<line class="{}" x1="{}" x2="{}" y1="22" y2="22"/>'
    pieces = [(f"t{piece.track}", piece.x1, piece.x2) for piece in line.pieces]
    pauses = [("pause", piece.x1, piece.x2) for piece in line.pauses]
    circle = '<circle class="t{}" cx="{}" cy="22" r="6"/>'
    number = '<text class="n" x="{}" y="9">{}</text>'
    halts = line.halts
    return (
        format_html_join("", row, [*pieces, *pauses])
        + format_html_join("", circle, ((halt.track, halt.x) for halt in halts))
        + format_html_join(
            "", number, ((halt.x, halt.number) for halt in halts if halt.number)
        )
    )


def address_of(record) -> str:
    return kept_address(record.__class__, record.slug, active_language())


@lru_cache(maxsize=4000)
def kept_address(model: type, slug: str, language: str) -> str:
    """`language`: the active one. Putting an address together takes longer than the rest of a row."""
    return model(slug=slug).get_absolute_url()


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
    '<tr><th scope="row">{}</th> <td>{}</td> <td class="num">{}</td> '
    '<td class="num">{}</td> <td class="words">{} {} {}</td></tr>'
)


@register.simple_tag
def course_rows(plan) -> SafeString:
    """The courses of a plan, each with why it is there and the questions without it or with it in any case."""
    words = gettext("Keep it in"), gettext("Leave it out")
    return format_html_join(
        "\n", COURSE_ROW, (course_cells(plan, row, *words) for row in plan.rows)
    )


def course_cells(plan, row: CourseRow, keep: str, leave: str) -> tuple:
    soft = '<span class="soft">{}</span>'
    return (
        course_head(row.course, active_language()),
        row.step_numbers,
        row.hours or format_html(soft, gettext("length unknown")),
        row.price,
        " ".join(row.reasons),
        format_html_join(" ", soft, ((each,) for each in row.differences)),
        ways_with(plan.wishes, row, keep, leave),
    )


def course_head(course, language: str) -> SafeString:
    texts = course.name, course.provider.name
    return kept_head(
        address_of(course), *((text, text.language) for text in texts), language
    )


@lru_cache(maxsize=2000)
def kept_head(address, course, provider, language: str) -> SafeString:
    """`course`, `provider`: names, each with its language. `language`: the active one."""
    names = (mark_language(Text(*each)) for each in (course, provider))
    return format_html(
        '<a href="{}">{}</a> <span class="soft">{}</span>', address, *names
    )


def ways_with(wishes, row: CourseRow, keep: str, leave: str) -> SafeString:
    key, ways = row.offer.key, []
    if row.is_finished:
        return SafeString("")
    if not row.is_pinned and not row.is_started:
        ways.append((wishes.query_with_pinned(key), keep))
    ways.append((wishes.query_with_left_out(key), leave))
    links = format_html_join(" ", '<a href="?{}">{}</a>', ways)
    return format_html('<span class="plan-courses__ways">{}</span>', links)


@register.simple_tag
def plan_field(field) -> SafeString:
    """A field of the question. Most questions leave most fields as they are, so what has no error is kept."""
    if field.errors:
        return field_html(field)
    value = field.value()
    written = "" if value in (None, False) else str(value)
    if not written or not isinstance(field.field.widget, TextInput):
        return kept_field(field.name, written, active_language())
    sample = A_DAY if isinstance(field.field.widget, DateInput) else A_NUMBER
    kept = kept_field(field.name, sample, active_language())
    before, after = (format_html('value="{}"', each) for each in (sample, written))
    return SafeString(kept.replace(before, after, 1))


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
