"""With TWO_PERSON_RULE on, what changes the site was written by one person and brought there by another.

What a person does alone becomes drafts of theirs. Only a new record that is not published stays what it is, and who
wrote it counts among the writers of the draft that brings it onto the site.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from guide.editorial.documents import document_before, stands_on_site, unpack
from guide.editorial.review import (
    Person,
    counting_approval,
    has_written,
    wrote_draft,
)
from guide.models import Revision
from guide.models.refusal import Refusal


class ChangedAlone(PermissionDenied):
    """`changes`: the revisions that one person alone would have left. Nothing of it stays."""

    def __init__(self, changes: list[Revision]):
        super().__init__(_("Nobody changes the site alone here, so nothing was done."))
        self.changes = changes


def is_rule_on() -> bool:
    return settings.TWO_PERSON_RULE


def refuse_alone(changes: Iterable[Revision]):
    """Raises ChangedAlone where one of them would be seen on the site."""
    changes = list(changes)
    if not all(map(is_unseen, changes)):
        raise ChangedAlone(changes)


def is_unseen(change: Revision) -> bool:
    """Whether it makes or takes away a record that the site does not show.

    To change one is more: somebody may be about to publish it as it was.
    """
    now = unpack(change.document)
    was = document_before(now, unpack(change.before))
    shown = stands_on_site(was, change.model) or stands_on_site(now, change.model)
    return not shown and not (was and now)


def is_own_work(draft: Revision, person: Person) -> bool:
    """Whether the rule keeps this person from publishing the draft."""
    return is_rule_on() and has_written(draft, person)


def check_publisher(draft: Revision, person: Person):
    if is_own_work(draft, person):
        raise Refusal("own-draft" if wrote_draft(draft, person) else "own-record")


def check_due(draft: Revision):
    """A time is no person: somebody else has approved what it says now."""
    if is_rule_on() and not counting_approval(draft):
        raise Refusal("not-approved")
