"""Kinds with one value a learner and subject, of which the last one counts."""

from collections.abc import Collection

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from accounts.journal.guest_drafts import GuestDraft, GuestDrafts, change_drafts
from accounts.journal.kinds.base import ChangeKind
from accounts.models import By, ProgressEvent
from accounts.models.write_lock import atomic_write, lock_learner
from accounts.progress.outdated_press import refuse_outdated_press
from web.access import is_signed_in


class LatestKind(ChangeKind):
    """`model` is StepProgress or another LatestValue: it names the field of its subject and that of its value."""

    def column_now(self, column: str) -> Subquery:
        """Of the row that an event changed."""
        subject = self.model.subject
        rows = self.model._default_manager.filter(
            user=OuterRef("user"), **{subject: OuterRef(subject)}
        )
        return Subquery(rows.values(column)[:1])

    def current_value(self) -> Coalesce:
        value = Cast(self.column_now(self.model.value), CharField())
        return Coalesce(value, Value(str(self.model.NOTHING)), output_field=CharField())

    def current_since(self) -> Subquery:
        return self.column_now("changed_at")

    def is_newest(self, event: ProgressEvent) -> bool:
        return event.since == event.at

    def take_back(self, event: ProgressEvent, seen: str, **change) -> None:
        before = self.values_before(event.user, [event])[event.pk]
        typed = self.model._meta.get_field(self.model.value).to_python(before)
        self.save(event.user, getattr(event, self.subject_field), typed, **change)

    def save(self, user, subject, value, **change):
        """Returns what it replaced, or None where nothing changed.

        `change`: when and by what, what was `seen`, and other fields of the event.
        """
        displayed = self.displayed_value(user, subject.pk)
        return self.model.objects.set(
            user, subject.pk, value, shown=displayed, **change
        )

    def save_or_draft(self, request, subject, value: str, seen: str = "") -> None:
        """`seen`: the value that the pressed page showed; empty where it does not say.

        Raises OutdatedPressError where another one stands by now. It is compared and written in one turn.
        """
        if is_signed_in(request):
            self.save_seen(request.user, subject, value, seen)
        else:
            self.keep_seen_draft(request, subject.pk, value, seen)

    def save_seen(self, user, subject, value: str, seen: str) -> None:
        """The database compares with what the subject has itself; what older ones brought is compared here."""
        if seen and subject.pk in self.with_older():
            with atomic_write(DEFAULT_DB_ALIAS):
                lock_learner(user)
                refuse_outdated_press(seen, value, self.shown_value(user, subject.pk))
                self.save(user, subject, value)
            return
        before = self.save(user, subject, value, seen=seen or None)
        if before is None and seen:
            refuse_outdated_press(seen, value, self.shown_value(user, subject.pk))

    def keep_seen_draft(self, request, subject: int, value: str, seen: str) -> None:
        def replaced_draft(drafts: GuestDrafts) -> list[GuestDraft]:
            if seen:
                refuse_outdated_press(seen, value, self.drafted_value(drafts, subject))
            return self.with_draft(drafts, GuestDraft(self.kind, subject, value))

        change_drafts(request, replaced_draft)

    def drafted_value(self, drafts: GuestDrafts, subject: int) -> str:
        values = {draft.subject: draft.value for draft in drafts.of_kind(self.kind)}
        return self.value_among(values, subject) or self.model.NOTHING

    # The values of older subjects count for the one that replaced them, until it has its own.

    def with_older(self) -> Collection[int]:
        """The subjects that replaced older ones."""
        return ()

    def value_of_older(self, values: dict[int, str], subject: int) -> str:
        """The value that they have for this one. `values`: all those of an account, by subject."""
        return self.model.NOTHING

    def account_value(self, user, subject: int) -> str | None:
        """The value in an account: its own, else that of the subjects that it replaced, else None."""
        rows = self.model.objects.for_user(user)
        values = dict(rows.values_list(self.model.subject, self.model.value))
        return self.value_among(values, subject)

    def value_among(self, values: dict[int, str], subject: int) -> str | None:
        """`values`: all those of an account or a browser, by subject."""
        if subject in values or subject not in self.with_older():
            return values.get(subject)
        brought = self.value_of_older(values, subject)
        return brought if brought != self.model.NOTHING else None

    def shown_value(self, user, subject: int) -> str:
        return self.account_value(user, subject) or self.model.NOTHING

    def displayed_value(self, user, subject: int) -> dict[int, str]:
        """What pages show of a subject that replaced older ones: one query for such a subject, none for others."""
        if subject not in self.with_older():
            return {}
        return {subject: self.shown_value(user, subject)}

    # Drafts of guests

    def is_empty(self, draft: GuestDraft) -> bool:
        """Of no value, unless that is meant against the value of an older subject."""
        is_nothing = draft.value == self.model.NOTHING
        return is_nothing and draft.subject not in self.with_older()

    def is_held(self, draft: GuestDraft, user, subject) -> bool:
        return self.account_value(user, draft.subject) == draft.value

    def add_draft(self, draft: GuestDraft, user, subject, by: By) -> bool:
        held = self.account_value(user, draft.subject)
        if held is None:
            self.save(user, subject, draft.value, by=by)
        return held in (None, draft.value)

    def overrule_account(self, draft: GuestDraft, user, subject) -> bool:
        self.save(user, subject, draft.value, by=By.MERGE)
        return True

    def account_holds(self, draft: GuestDraft, user, subject) -> str:
        held = self.account_value(user, draft.subject)
        return self.value_words(held or self.model.NOTHING)
