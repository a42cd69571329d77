"""Who wants to hears by mail that a review is asked for, or what became of a draft of theirs. Off by default."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from accounts.preferences.learner_settings import preferred_language
from accounts.review_mails.queue import MAILS
from guide.editorial.review import (
    Kind,
    has_written,
    hears_of_reviews,
    person_of,
)

TEMPLATE = "accounts/review_mails/message.txt"


@hears_of_reviews
def mail_review(note):
    for user in readers_of(note):
        MAILS.put(mail_to(user, note))


def readers_of(note):
    """Everybody who may read a draft hears that a review is asked for; its writers hear what became of it."""
    model = note.draft.model.partition(".")[2]
    editors = get_user_model().objects.filter(
        is_active=True, is_staff=True, learner__review_mails=True
    )
    is_for_writers = note.kind != Kind.ASKED
    return [
        user
        for user in editors.exclude(pk=note.person).order_by("pk")
        if user.has_perm(f"guide.change_{model}")
        and has_written(note.draft, person_of(user)) == is_for_writers
    ]


def mail_to(user, note):
    with override(preferred_language(user=user)):
        page = reverse("admin:guide_revision_change", args=[note.draft_id])
        title, sentence = words_of(note)
        url = f"{settings.SITE_URL}{page}"
        context = {"note": note, "sentence": sentence, "url": url}
        words = " ".join(title.split())
        subject = pgettext("subject of a mail", "%(subject)s") % {"subject": words}
        return EmailMessage(
            subject, render_to_string(TEMPLATE, context), to=[user.email]
        )


def words_of(note):
    """The subject, and the first sentence."""
    titles, sentences = {
        Kind.ASKED: (
            _("A review is asked for: %(draft)s"),
            _("%(by)s asks you to read a draft: %(draft)s"),
        ),
        Kind.APPROVED: (
            _("Your draft is approved: %(draft)s"),
            _("%(by)s approved your draft: %(draft)s"),
        ),
        Kind.SENT_BACK: (
            _("Your draft is sent back: %(draft)s"),
            _("%(by)s sent your draft back: %(draft)s"),
        ),
    }[Kind(note.kind)]
    names = {"by": note.by, "draft": note.draft}
    return titles % names, sentences % names
