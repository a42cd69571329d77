"""With the two-person rule on, what somebody changes alone is kept as drafts, whichever page it came from."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guide.editorial.documents import RecordNow, document_before, unpack
from guide.editorial.drafts import write_draft
from guide.editorial.review import person_of
from guide.editorial.two_persons import ChangedAlone, is_rule_on
from guide.models import ContentVersion, Revision

MOST_LINKED = 5


@contextmanager
def drafts_instead(request) -> Iterator[None]:
    """Around a piece of work that leaves revisions, in a transaction.

    What is computed meanwhile is not kept: it may be taken back.
    """
    if not is_rule_on():
        yield
        return
    try:
        with ContentVersion.previewing():
            yield
    except ChangedAlone as alone:
        keep_as_drafts(request, alone.changes)


def keep_as_drafts(request, changes: list[Revision]):
    """All of it or nothing: a record cannot be deleted by a draft."""
    documents = [(change, unpack(change.document)) for change in changes]
    forget_messages(request)
    if not all(document for _change, document in documents):
        words = _(
            "With the two-person rule nobody deletes what the site shows. Retire it: that is kept as a draft."
        )
        messages.error(request, words)
        return
    person, kept = person_of(request.user), []
    for change, document in documents:
        was = document_before(document, unpack(change.before))
        row = change.row if was else None
        base = RecordNow(was, None)
        kept.append(write_draft(None, change.model, row, base, document, person))
    request.kept_as_drafts = kept
    tell_kept(request, kept)


def forget_messages(request):
    """Those of the work that was taken back."""
    for _message in messages.get_messages(request):
        pass


def tell_kept(request, kept: list[Revision]):
    words = ngettext(
        "The two-person rule is on, so this is kept as a draft until somebody else publishes it:",
        "The two-person rule is on, so these are kept as drafts until somebody else publishes them:",
        len(kept),
    )
    links = format_html_join(
        _(", "),
        '<a href="{}">{}</a>',
        [
            (reverse("admin:guide_revision_change", args=[draft.pk]), draft)
            for draft in kept[:MOST_LINKED]
        ],
    )
    more = " …" if len(kept) > MOST_LINKED else ""
    messages.warning(request, format_html("{} {}{}", words, links, more))
