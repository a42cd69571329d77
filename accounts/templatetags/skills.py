"""Levels and money of a gap, as the pages about skills show them."""

from functools import cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.history.wording import sweep_name
from accounts.journal.kinds.skill import level_words
from accounts.visitor_parts.own_standing import OWN_STANDING, StandingPage
from guide.formats import format_money
from guide.templatetags.guide import mark_language

register = template.Library()
register.simple_tag(sweep_name, name="sweep_name")


@register.simple_tag
def skill_link(pieces, skill):
    return pieces.skill_link(skill)


@register.simple_tag
def level_rows(page):
    """Skills with their fields and all reasons, as rows of a table; a page has a hundred of them."""
    return format_html_join(
        "",
        '<tr id="skill-row-{}">{}{}{}</td><td class="words">{} {}</td></tr>',
        (
            (
                row.skill.slug,
                page.pieces.row_head(row.skill.pk),
                row.field,
                format_html(' <span class="soft">{}</span>', row.source) if row.source else "",
                row.reasons,
                implied_words(row) if row.implied_by else "",
            )
            for row in page.rows
        ),
    )  # fmt: skip


def implied_words(row) -> SafeString:
    """Because of which skills it counts, and the press that says no."""
    return format_html(
        '{} <button name="skill-{}" value="0_-1">{}<span class="hidden">: {}</span></button>',
        format_html(_("counted because you know %(skills)s") % {"skills": "{}"}, row.implied_by),
        row.skill.slug,
        _("I do not"),
        mark_language(row.skill.name),
    )  # fmt: skip


@register.simple_tag
def closing_step(pieces, step):
    return pieces.closing_step(step)


@register.simple_tag
def level_items(fields):
    """Skills with their fields, as items of a list; a page has a hundred of them."""
    return format_html_join(
        "",
        '<li><label for="skill-{}">{}</label>{}</li>',
        ((one.skill.slug, mark_language(one.skill.name), one.field) for one in fields),
    )


@register.simple_tag
def have_and_need(have, need):
    """Four stops: full as far as one has it, with ink as far as it is needed; and the same in words."""
    return level_comparison(have, need, get_language())


@cache
def level_comparison(have: int, need: int, language: str) -> SafeString:
    classes = ((stop_class(number, have, need),) for number in range(1, 5))
    stops = format_html_join("", '<i class="{}"></i>', classes)
    words = _("have: %(have)s, need: %(need)s") % {
        "have": level_words(have) if have else pgettext("level of a skill", "none"),
        "need": level_words(need),
    }
    return format_html(
        '<span class="dots" aria-hidden="true">{}</span> <span class="soft">{}</span>',
        stops,
        words,
    )


def stop_class(number: int, have: int, need: int) -> str:
    if number <= have:
        return "have"
    return "need" if number <= need else ""


@register.simple_tag
def level_name_or_none(level):
    return level_words(level) if level else pgettext("level of a skill", "none")


@register.simple_tag
def prices_together(money):
    """Sums of different currencies side by side, never added up."""
    amounts = sorted(money.certified.items())
    return pgettext("list", ", ").join(
        format_money(amount, currency) for currency, amount in amounts
    )


@register.simple_tag(takes_context=True)
def own_standing(context, skill):
    """On the page of a skill: what counts for the visitor."""
    page = StandingPage(skill.pk, skill.slug, skill.first_level or 0)
    return OWN_STANDING.shown(context["request"], page)
