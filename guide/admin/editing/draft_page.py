"""The page of a draft: what it changes, what was said of it, and what can be done with it."""

from django.contrib import messages
from django.core.exceptions import (
    PermissionDenied,
    SuspiciousOperation,
    ValidationError,
)
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from guide.admin.editing.draft_forms import (
    PRESSES,
    PublishPress,
    ReviewPress,
    TimePress,
    zone_of,
)
from guide.editorial.documents import difference, unpack
from guide.editorial.drafts import TRIAL_KEYS
from guide.editorial.due import last_run
from guide.editorial.history import compared
from guide.editorial.permissions import may_bring, may_review
from guide.editorial.review import (
    Kind,
    counting_approval,
    draft_digest,
    has_written,
    notes_of,
    person_of,
    stale_approval,
    wording,
)
from guide.editorial.two_persons import is_own_work, is_rule_on
from guide.editors import may_look_at
from guide.models import Revision
from guide.sync.record_schema import record_schemas
from web.bounds import row_key


class DraftPage:
    """Part of the admin page of revisions."""

    def draft_context(self, request, draft, refused=None):
        """All that was said of it, and, where it waits and this person may work on it, what can be done."""
        notes = notes_of(draft)
        context = {
            "notes": notes,
            "zone": zone_of(request.user),
            "digest": draft_digest(draft),
            "wording": self.earlier_wording(request, draft),
            "is_rule_on": is_rule_on(),
            "approval": counting_approval(draft),
            "stale": stale_approval(draft),
            "last_decision": next(
                (each for each in reversed(notes) if each.kind in DECIDED), None
            ),
        }
        model = model_of(draft)
        if not draft.is_waiting or not may_review(request.user, draft):
            word = refused.data.get("text", "") if refused else ""
            return context | {"closed_draft": draft, "typed_word": word}
        name, query = f"admin:guide_{model._meta.model_name}", f"?draft={draft.pk}"
        at = [draft.row or TRIAL_KEYS]
        has_page = self.admin_site.get_model_admin(model).has_page
        page = reverse(f"{name}_preview", args=at) if has_page else ""
        person = person_of(request.user)
        return {
            **context,
            "draft": draft,
            "seen": draft_digest(draft),
            "form_url": reverse(f"{name}_change", args=at) + query,
            "preview_url": page and page + query,
            "is_writer": has_written(draft, person),
            "may_bring": may_bring(request.user, draft),
            "may_publish": not is_own_work(draft, person),
            "last_run": last_run(),
            **self.press_forms(request, draft, refused),
        }

    def earlier_wording(self, request, draft):
        """What it said once, compared with what it says now; None where the address names none."""
        note = wording(draft, row_key(request.GET.get("wording")))
        if note is None:
            return None
        said, says = unpack(note.document), unpack(draft.document)
        before = difference(said, says, draft.model)
        return {"note": note, "rows": compared(draft.model, said, says, before)}

    def press_forms(self, request, draft, refused):
        """Empty, but for one that was refused."""
        presses = [
            form(draft, request.user) for form in (PublishPress, ReviewPress, TimePress)
        ]
        if refused:
            presses.append(refused)
        return {press.context_name: press for press in presses}

    def decide_draft(self, request, draft):
        kind = PRESSES.get(request.POST.get("do", ""))
        may = may_review if kind is ReviewPress else may_bring
        if not may(request.user, draft):
            raise PermissionDenied
        if kind is None:
            raise SuspiciousOperation("no such press on a draft")
        press = kind(draft, request.user, request.POST)
        if not press.is_valid():
            return self.refused_page(request, draft, press)
        try:
            disputed, left = press.run()
        except ValidationError as error:
            press.add_error(None, error)
            return self.refused_page(request, draft, press)
        return self.tell_done(request, draft, press, disputed, left)

    def refused_page(self, request, draft, press):
        """The page again, with what was typed; what a button alone refuses is said above it."""
        words = [str(each) for each in press.non_field_errors()]
        if isinstance(press, PublishPress):
            words = (
                [
                    gettext("The draft could not be published, and nothing changed."),
                    *words,
                ]
                if press.data.get("do") == "publish"
                else words
            )
        if words:
            self.message_user(request, " ".join(words), messages.ERROR)
        if not draft.is_waiting and not press.data.get("text"):
            return HttpResponseRedirect(request.path)
        return self.revision_page(request, Revision.objects.get(pk=draft.pk), press)

    def tell_done(self, request, draft, press, disputed, left):
        do = press.cleaned_data["do"]
        self.message_user(request, press.done[do], messages.SUCCESS)
        if do != "publish":
            return HttpResponseRedirect(request.path)
        row = model_of(draft)._base_manager.get(pk=draft.row)
        self.log_change(request, row, gettext("a draft was published"))
        if disputed:
            self.message_user(request, disputed_words(len(disputed)), messages.WARNING)
        for sentence in left:
            self.message_user(request, sentence, messages.WARNING)
        if not may_look_at(request.user, type(row)):
            return HttpResponseRedirect(request.path)
        name = f"admin:guide_{row._meta.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[row.pk]))


DECIDED = (Kind.ASKED, Kind.APPROVED, Kind.SENT_BACK)


def disputed_words(number):
    return ngettext(
        "%(n)s field was changed since the draft was made. What is there stays until it is decided.",
        "%(n)s fields were changed since the draft was made. What is there stays until they are decided.",
        number,
    ) % {"n": number}


def model_of(revision):
    """None of a first load, and of a kind that is no longer there."""
    schema = record_schemas().get(revision.model)
    return schema and schema.model
