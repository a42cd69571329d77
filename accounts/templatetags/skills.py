"""Levels and money of a gap, as the pages about skills show them."""

from functools import cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.history.wording import sweep_name
from accounts.journal.kinds.skill import level_words
from accounts.skills.reason_words import (
    claim_words,
    courses_named,
    implied_links,
    reason_links,
)
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
    courses = courses_named(page.rows)
    rows = ((level_row(page.pieces, standing, courses),) for standing in page.rows)
    return format_html_join("", "{}", rows)


def level_row(pieces, standing, courses) -> SafeString:
    claim = standing.claim
    level, source = (claim.level, claim_words(claim)) if claim else (0, "")
    if not source and not standing.reasons:
        return pieces.plain_row(standing.skill, level)
    content = pieces.content
    implied_by = implied_links(standing, content)
    return pieces.row(
        standing.skill,
        level,
        format_html(' <span class="soft">{}</span>', source) if source else "",
        reason_links(standing, content, courses),
        implied_words(content.skills[standing.skill], implied_by) if implied_by else "",
    )


def implied_words(skill, implied_by) -> SafeString:
    """Because of which skills it counts, and the press that says no."""
    return format_html(
        '{} <button name="skill-{}" value="0_-1">{}<span class="hidden">: {}</span></button>',
        format_html(_("counted because you know %(skills)s") % {"skills": "{}"}, implied_by),
        skill.slug,
        _("I do not"),
        mark_language(skill.name),
    )  # fmt: skip


@register.simple_tag
def gap_rows(pieces, rows):
    """Skills that are missing, and what closes each, as rows of a table; a page has some fifty of them."""
    return format_html_join(
        "",
        '<tr><th scope="row">{}</th><td class="levels">{}</td><td class="words">{}{}</td></tr>',
        (
            (
                pieces.skill_link(row.skill.pk),
                have_and_need(row.gap.have, row.gap.need.level),
                SafeString("".join(map(pieces.closing_step, row.steps))),
                reach_words(bool(row.steps), row.reachable, get_language()),
            )
            for row in rows
        ),
    )


@cache
def reach_words(has_steps: bool, reachable: int | None, language: str) -> SafeString:
    """How far our steps lead, where that is not far enough."""
    if reachable is None:
        return SafeString("")
    if not has_steps:
        return format_html("<span>{}</span>", _("no step of ours teaches it"))
    words = _("our steps lead no further than:")
    return format_html("<span>{} {}</span>", words, level_name_or_none(reachable))


@register.simple_tag
def step_link(pieces, step):
    return pieces.step_link(step.pk)


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
