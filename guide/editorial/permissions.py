"""Who may do what with a draft. A new record has no row yet that could be changed: there who may add one may go on."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from guide.editorial.review import NOBODY, Person
from guide.editors import kinds_seen_by
from guide.models import Revision
from guide.models.refusal import Refusal
from guide.sync.record_schema import record_schemas


def may_do(user: Any, action: str, label: str) -> bool:
    """Whether somebody may add or change such records. Nobody may where there is no such kind any more."""
    name = label.partition(".")[2]
    return label in record_schemas() and user.has_perm(f"guide.{action}_{name}")


def may_bring(user: Any, draft: Revision) -> bool:
    """To edit, publish, schedule and discard it."""
    return may_do(user, "add" if draft.row is None else "change", draft.model)


def check_planner(draft: Revision, planner: Person):
    """Raises Refusal where whoever set its time may not publish it any more: what was planned is done in that name."""
    users = get_user_model()
    known = (
        {"pk": planner.number}
        if planner.number
        else {users.USERNAME_FIELD: planner.name}
    )
    user = users.objects.filter(**known, is_staff=True, is_active=True).first()
    if planner != NOBODY and not (user and may_bring(user, draft)):
        raise Refusal("planner")


def may_review(user: Any, draft: Revision) -> bool:
    """To comment on it, ask for a review, approve and send back."""
    return may_do(user, "change", draft.model) or may_bring(user, draft)


def may_open(user: Any, draft: Revision) -> bool:
    """Its form and its preview: who may change such records, and who sees it among the changes."""
    seen = seen_by(user, Revision.objects.filter(pk=draft.pk))
    return may_do(user, "change", draft.model) or seen.exists()


def seen_by(user: Any, revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    """Of the kinds that somebody may look at; of what one may only add, one's own drafts."""
    sees_all = user.has_perm("guide.view_revision")
    kinds = kinds_seen_by(user) if sees_all else ()
    added = kinds_added_by(user) - set(kinds)
    seen = revisions.of_kinds(kinds) if sees_all else revisions.none()
    if not added:
        return seen
    own = revisions.filter(drawn_up_by(user), model__in=added)
    return seen | own.exclude(state=Revision.State.LIVE)


def drawn_up_by(user: Any) -> Q:
    """By the number of the account: somebody may have taken an address that was another’s. Old drafts have none."""
    return Q(person=user.pk) | Q(person=None, by=user.get_username())


def kinds_added_by(user: Any) -> set[str]:
    return {label for label in record_schemas() if may_do(user, "add", label)}
