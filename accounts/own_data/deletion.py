"""An account and everything of it goes in one request. Who may change content hands that back first."""

from allauth.account.adapter import get_adapter as account_adapter
from allauth.usersessions.adapter import get_adapter as sessions_adapter
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import override

from accounts.models.write_lock import atomic_write, lock_learner
from accounts.sign_in.mail_failure import MailFailed
from guide.editors import FORMER_EDITOR, sign_as_former_editor
from guide.models import DraftNote, Revision

MAIL = "account/email/account_deleted"
DELETED = "deleted account"  # how the log of the admin names it


class HoldsRights(Exception):
    """The account may change content or accounts. Somebody who manages accounts takes that back first."""


def holds_rights(user) -> bool:
    return user.is_staff or user.is_superuser


def who_can_take_rights(user) -> list[str]:
    """The addresses of those who manage accounts, but for the asker's own. Shown to people with rights alone."""
    others = get_user_model().objects.filter(is_superuser=True, is_active=True)
    return list(
        others.exclude(pk=user.pk).order_by("email").values_list("email", flat=True)
    )


def delete_account(request, user) -> None:
    """Raises HoldsRights. The mail that confirms it is sent once everything is gone; if it fails, it is gone too."""
    email, language = user.email, request.LANGUAGE_CODE
    with atomic_write(DEFAULT_DB_ALIAS):
        lock_learner(user)
        user = get_user_model().objects.get(pk=user.pk)
        if holds_rights(user):
            raise HoldsRights
        hand_over_log(user)
        hand_over_revisions(user)
        sessions_adapter().end_sessions(UserSession.objects.filter(user=user))
        user.delete()
    request.session.flush()
    send_confirmation(request, email, language)


def hand_over_log(user) -> None:
    """What this person did there stays, and what was done to the account; the address goes."""
    entries = LogEntry.objects.filter(user=user)
    if entries.exists():
        entries.update(user=former_editor())
    kind = ContentType.objects.get_for_model(user)
    about = LogEntry.objects.filter(content_type=kind, object_id=str(user.pk))
    about.filter(change_message__contains='"object"').update(change_message="")
    about.update(object_repr=DELETED, object_id=None)


def hand_over_revisions(user) -> None:
    sign_as_former_editor(user.get_username())
    # An address may have changed since: they know the account too.
    for model in (Revision, DraftNote):
        model.objects.filter(person=user.pk).update(by=FORMER_EDITOR, person=None)


def former_editor():
    """The account that the log of the admin names, to which nobody can sign in."""
    users = get_user_model().objects
    found = users.filter(email=FORMER_EDITOR).first()
    return found or users.create_user(FORMER_EDITOR, None, is_active=False)


def send_confirmation(request, email: str, language: str) -> None:
    adapter = account_adapter(request)
    try:
        with override(language):
            adapter.send_translated(MAIL, email, {})
    except MailFailed:
        return  # said in the log; what it would confirm is done
