"""The rows of the desk: one entry for each kind of work, in the order in which it is shown.

A further kind is one entry more in WORK: its words, the rows that it counts, and the list that shows exactly these.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guide.cache import cached_per_version
from guide.desk.counting import count_together
from guide.desk.missing_texts import lacking_rows
from guide.desk.needs import NEEDS, Need
from guide.editors import kinds_seen_by, may_look_at
from guide.models import Conflict, Link, OtherName, Report, Revision, StaleText
from guide.models.revision import RevisionQuerySet
from guide.search.missed import most_missed_searches


class Editor(NamedTuple):
    """Whose desk it is. `kinds`: the labels of the content that this person may look at."""

    name: str
    kinds: tuple[str, ...]


NOBODY = Editor("", ())


class Work(NamedTuple):
    """Whoever may see `model` in the admin sees the row. `query` is given the name of the editor.

    The list is that of the model, with `query` behind its address, or the page of the admin called `page`.
    """

    name: str
    model: type[Model]
    title: Promise
    why: Promise
    press: Promise
    rows: Callable[[Editor], QuerySet]
    query: Callable[[str], dict[str, str]] = lambda by: {}
    page: str = ""
    # Counted once for each version of the content, and each day.
    is_content: bool = False

    def address(self, by: str) -> str:
        page = self.page or f"guide_{self.model._meta.model_name}_changelist"
        return reverse(f"admin:{page}", query=self.query(by) or None)


class WorkToDo(NamedTuple):
    work: Work
    number: int
    address: str


def for_need(need: Need) -> Work:
    return Work(
        f"{need.model._meta.model_name}-{need.name}",
        need.model,
        need.title,
        need.why,
        _("See"),
        rows=lambda editor: need.rows(need.model._default_manager.all()),
        query=lambda by: {"needs": need.name},
        is_content=True,
    )


def seen_changes(editor: Editor) -> RevisionQuerySet:
    """Those that the list of changes shows to this editor."""
    return Revision.objects.of_kinds(editor.kinds)


def seen_drafts(state: str, editor: Editor) -> RevisionQuerySet:
    return seen_changes(editor).filter(state=state)


def own_drafts(state: str, editor: Editor) -> RevisionQuerySet:
    return seen_drafts(state, editor).filter(by=editor.name)


WORK = (
    Work(
        "conflicts",
        Conflict,
        _("Values that were changed in two places"),
        _("What stands on the site stays until somebody decides."),
        _("Decide"),
        rows=lambda editor: Conflict.objects.open().of_kinds(editor.kinds),
    ),
    Work(
        "own-drafts",
        Revision,
        _("Your drafts"),
        _("The site shows nothing of them until they are published."),
        _("See"),
        rows=lambda editor: own_drafts(Revision.State.DRAFT, editor),
        query=lambda by: {"state": "draft", "by": by},
    ),
    Work(
        "sent-back",
        Revision,
        _("Your drafts that were sent back"),
        _("A reader has said what is missing."),
        _("See"),
        rows=lambda editor: own_drafts(Revision.State.SENT_BACK, editor),
        query=lambda by: {"state": "sent_back", "by": by},
    ),
    Work(
        "review",
        Revision,
        _("Drafts that wait for a reader"),
        _("Somebody has to read and publish them."),
        _("Read"),
        rows=lambda editor: seen_drafts(Revision.State.REVIEW, editor),
        query=lambda by: {"state": "review"},
    ),
    Work(
        "approved",
        Revision,
        _("Approved drafts"),
        _("They wait for their time, or for somebody to publish them."),
        _("See"),
        rows=lambda editor: seen_drafts(Revision.State.APPROVED, editor),
        query=lambda by: {"state": "approved"},
    ),
    Work(
        "due",
        Revision,
        _("Drafts with a time"),
        _("They are published at their time, as they are then."),
        _("See"),
        rows=lambda editor: seen_changes(editor).due_later(),
        query=lambda by: {"state": "due"},
    ),
    Work(
        "reports",
        Report,
        _("Reports and tips by readers"),
        _("Who wrote them looks for your word under an address of their own."),
        _("Answer"),
        rows=lambda editor: Report.objects.open(),
    ),
    Work(
        "links",
        Link,
        _("Links that are gone or moved"),
        _("Readers who follow them do not find what we promise."),
        _("See"),
        rows=lambda editor: Link.objects.dead_or_moved(),
    ),
    *map(for_need, NEEDS),
    Work(
        "stale-texts",
        StaleText,
        _("Texts older than their other language"),
        _("The English or the Chinese was changed alone."),
        _("Compare"),
        rows=lambda editor: StaleText.objects.filter(model__in=editor.kinds),
        page="stale_texts",
    ),
    Work(
        "missing-texts",
        StaleText,
        _("Texts that stand in one language only"),
        _("Readers of the other one see a foreign text, or nothing."),
        _("See"),
        rows=lambda editor: lacking_rows(),
        page="missing_texts",
        is_content=True,
    ),
    Work(
        "missed-searches",
        OtherName,
        _("Searches without a result"),
        _("At least three visitors of this month looked for them."),
        _("See"),
        rows=lambda editor: most_missed_searches(),
        page="missed_searches",
    ),
)


def work_of(user: Any) -> Iterator[WorkToDo]:
    """All that this person may see, with how much there is of it: one query, and another for new content."""
    editor = Editor(user.get_username(), kinds_seen_by(user))
    seen = [each for each in WORK if may_look_at(user, each.model)]
    counts = content_counts(timezone.localdate()) | count_together(
        {each.name: each.rows(editor) for each in seen if not each.is_content}
    )
    return (
        WorkToDo(each, counts[each.name], each.address(editor.name)) for each in seen
    )


@cached_per_version(2)
def content_counts(today: date) -> dict[str, int]:
    """What lasts as long as the content; by the day, as figures grow old."""
    return count_together(
        {each.name: each.rows(NOBODY) for each in WORK if each.is_content}
    )
