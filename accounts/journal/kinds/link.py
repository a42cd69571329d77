"""Links to what a learner made for a step. A removed one stays for the history."""

from datetime import datetime
from typing import NamedTuple

from django import forms
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.journal.entries import RECENT, known_entries
from accounts.journal.guest_drafts import GuestDraft, drafts_of
from accounts.journal.kinds.base import STEP_NAMES, ChangeKind, JournalForm
from accounts.models import By, EvidenceLink, Kind, ProgressEvent
from accounts.models.evidence_link import MAX_LINKS, MAX_URL_LENGTH, TooManyError
from web.access import is_signed_in
from web.links import readable_address
from web.typed_address import EXAMPLE, LONGEST_TYPED, read_typed_address

TOO_LONG = gettext_lazy(
    "The address has %(show_value)s characters; the limit is %(limit_value)s."
)
THERE = "there"  # the value of a link that is shown; of a removed one it is empty


class LinkForm(JournalForm):
    url = forms.CharField(error_messages={"required": EXAMPLE})
    title = forms.CharField(
        required=False,
        max_length=200,
        error_messages={
            "max_length": gettext_lazy(
                "The title has %(show_value)s characters; the limit is %(limit_value)s."
            )
        },
    )

    def clean_url(self):
        typed = self.cleaned_data["url"]
        url = read_typed_address(typed) if len(typed) <= LONGEST_TYPED else typed
        # Each letter that is not Latin takes up to twelve.
        if len(url) > MAX_URL_LENGTH:
            length = {"show_value": len(url), "limit_value": MAX_URL_LENGTH}
            raise forms.ValidationError(TOO_LONG, "max_length", length)
        return url


class LinkStateForm(forms.Form):
    link = forms.ChoiceField(choices=[("removed", "removed"), (THERE, THERE)])


class LinkValues(NamedTuple):
    links: tuple[EvidenceLink, ...]
    removed: EvidenceLink | None  # a moment ago
    signed_in: bool


class LinkKind(ChangeKind):
    kind = Kind.LINK
    model = EvidenceLink
    form = LinkForm
    address = "accounts:links"
    details = (*STEP_NAMES, "link__url", "link__title")
    section = "links"
    section_template = "accounts/journal/_step_links.html"
    form_template = "accounts/journal/_link_form.html"
    export_fields = {
        "step": "step__slug",
        "url": "url",
        "title": "title",
        "added_at": "added_at",
        "removed_at": "removed_at",
    }

    def current_value(self) -> Case:
        same = EvidenceLink.objects.filter(
            user=OuterRef("user"), step=OuterRef("step"), url=OuterRef("link__url")
        )
        is_there = When(Exists(same.filter(removed_at=None)), then=Value(THERE))
        return Case(is_there, default=Value(""), output_field=CharField())

    def take_back(self, event: ProgressEvent, seen: str, **change) -> None:
        link = event.link
        if event.after == THERE:
            EvidenceLink.objects.remove(link, **change)
        else:
            EvidenceLink.objects.add(
                event.user, event.step, link.url, link.title, **change
            )

    def value_words(self, value: str) -> str:
        return _("The link is back") if value else _("The link is gone")

    def change_words(self, event: ProgressEvent) -> str:
        return _("Link added") if event.after else _("Link removed")

    def current_words(self, value: str) -> str:
        if value:
            return _("The link is back.")
        return _("The link is gone.")

    def undone_words(self, event: ProgressEvent, value: str) -> str:
        about = {"name": event.step.name}
        if value:
            return _("Undone: the link on “%(name)s” is back.") % about
        return _("Undone: the link on “%(name)s” is gone.") % about

    def amount_words(self, amount: int) -> str:
        return ngettext("%(n)s link", "%(n)s links", amount) % {"n": amount}

    def section_values(self, request, subject, step) -> LinkValues:
        links, removed = self.links_of(request, subject)
        return LinkValues(tuple(links), removed, is_signed_in(request))

    def section_context(self, values: LinkValues, subject) -> dict:
        return {"has_room": len(values.links) < MAX_LINKS}

    def is_written(self, values: LinkValues) -> bool:
        return bool(values.links or values.removed)

    def links_of(self, request, step) -> tuple[list[EvidenceLink], EvidenceLink | None]:
        """The links that are shown, and the one removed last if that was a moment ago."""
        if not is_signed_in(request):
            return self.drafted_links(request, step), None
        if not known_entries(request, step.pk).has_links:
            return [], None
        recent = timezone.now() - RECENT
        rows = EvidenceLink.objects.for_user(request.user).filter(step=step.pk)
        rows = (rows.shown() | rows.filter(removed_at__gt=recent)).order_by(
            "added_at", "pk"
        )
        links = [link for link in rows if link.removed_at is None]
        addresses = {link.url for link in links}
        removed = [
            link for link in rows if link.removed_at and link.url not in addresses
        ]
        return links, max(removed, key=lambda link: link.removed_at, default=None)

    def drafted_links(self, request, step) -> list[EvidenceLink]:
        return [
            EvidenceLink(step_id=step.pk, url=draft.value, title=draft.more)
            for draft in drafts_of(request).of_kind(self.kind, step.pk)
        ]

    def draft_key(self, draft: GuestDraft) -> str:
        """Each address by itself."""
        return f"{super().draft_key(draft)}:{draft.value}"

    def draft_words(self, draft: GuestDraft) -> str:
        return readable_address(draft.value)

    def is_held(self, draft: GuestDraft, user, subject) -> bool:
        """It is there, or was added since and removed again."""
        same = EvidenceLink.objects.for_user(user).filter(step=subject, url=draft.value)
        since = datetime.fromisoformat(draft.at)
        return same.filter(Q(removed_at=None) | Q(added_at__gte=since)).exists()

    def add_draft(self, draft: GuestDraft, user, subject, by: By) -> bool:
        if not self.is_held(draft, user, subject):
            try:
                EvidenceLink.objects.add(user, subject, draft.value, draft.more, by=by)
            except TooManyError:
                return False
        return True


LINK = LinkKind()
