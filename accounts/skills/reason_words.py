"""Each reason for a level in words, with a link to its place."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.history.wording import way_words
from accounts.models import By
from accounts.skills.standing import Claim, Reason, ReasonKind, Standing
from guide.gap.content import GapContent
from guide.models import Course
from guide.templatetags.guide import mark_language


def claim_words(claim: Claim) -> str:
    """Where a claim comes from; empty for one that was simply said."""
    if claim.by in (By.MERGE, By.SIGN_UP):
        return _("brought from a browser")
    return "" if claim.by == By.UNDO else way_words(claim.by)


def reason_links(standing: Standing, content: GapContent, courses) -> SafeString:
    """All reasons but those that are implied, with the comma of the language between them."""
    rows = [
        (reason_html(reason, content, courses),)
        for reason in standing.reasons
        if reason.kind != ReasonKind.IMPLIED
    ]
    return format_html_join(pgettext("list", ", "), "{}", rows)


def implied_links(standing: Standing, content: GapContent) -> SafeString:
    rows = (
        (content.skills[skill].get_absolute_url(), mark_language(content.skills[skill].name))
        for skill in standing.implied_by
    )  # fmt: skip
    return format_html_join(pgettext("list", ", "), '<a href="{}">{}</a>', rows)


def reason_html(reason: Reason, content: GapContent, courses) -> SafeString:
    if reason.kind == ReasonKind.COURSE:
        course = courses.get(reason.subject)
        link = link_to(course, course.title) if course else _("a course")
        return format_html("{} {}", _("course finished:"), link)
    step = content.steps.get(reason.subject)
    link = link_to(step, step.name) if step else _("a step")
    match reason.kind:
        case ReasonKind.DONE:
            words = _("step done:")
        case ReasonKind.KNOWN:
            words = _("step marked as known:")
        case ReasonKind.TICKED:
            words = _("%(n)s of %(all)s criteria ticked:") % {
                "n": reason.number,
                "all": reason.total,
            }
        case _other:
            words = ngettext(
                "%(n)s link to your work:", "%(n)s links to your work:", reason.number
            ) % {"n": reason.number}
    return format_html("{} {}", words, link)


def link_to(content, name) -> SafeString:
    return format_html(
        '<a href="{}">{}</a>', content.get_absolute_url(), mark_language(name)
    )


def courses_named(standings: list[Standing]) -> dict[int, Course]:
    """The courses that reasons name: one query where there are any."""
    pks = {
        reason.subject
        for standing in standings
        for reason in standing.reasons
        if reason.kind == ReasonKind.COURSE
    }
    return Course.objects.in_bulk(pks) if pks else {}
