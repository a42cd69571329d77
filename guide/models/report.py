"""What readers tell the editors: something wrong on a page, or a tip for a step or a course."""

from datetime import date, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guide.models.text import Text, active_language
from guide.models.version import ContentVersion
from web.tokens import hash_of_asked, token_hash

LONGEST_PAGE = 300  # characters of its address
LONGEST_SENTENCE = 500
LONGEST_WORDS = 2000
LONGEST_ANSWER = 500
MOST_TIPS = 5  # that a page shows, the newest
OPEN_DAYS = 365  # how long a report is kept that nobody answered
DECIDED_DAYS = (
    180  # and after it was answered; an accepted tip stands until it is withdrawn
)


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=Report.State.OPEN)

    def mistakes(self):
        return self.filter(kind=Report.Kind.MISTAKE)

    def tips(self):
        return self.filter(kind=Report.Kind.TIP)

    def older_than(self, days: int):
        return self.filter(made_at__lt=timezone.now() - timedelta(days=days))

    def of_token(self, token: str):
        """None for an unknown and a forgotten one alike; one query."""
        hashed = hash_of_asked(token)
        return self.filter(token_hash=hashed).first() if hashed else None

    def shown_on(self, content):
        """The accepted tips of a step or a course in the language of the page, the newest first."""
        return (
            self.tips()
            .filter(
                state=Report.State.ACCEPTED,
                subject=content._meta.model_name,
                subject_slug=content.slug,
                language=active_language(),
            )
            .order_by("-made_at", "-pk")[:MOST_TIPS]
        )

    def receive(self, token: str, **fields):
        """The report under this token: sent twice, it is kept once, as it came first."""
        return self.get_or_create(
            token_hash=token_hash(token), defaults={**fields, "made_at": timezone.now()}
        )[0]

    def forget_old(self, today: date) -> int:
        """Delete what need not be kept any longer. Returns how many."""
        unanswered = models.Q(
            state=Report.State.OPEN, made_at__date__lt=today - timedelta(days=OPEN_DAYS)
        )
        decided = models.Q(decided_at__date__lt=today - timedelta(days=DECIDED_DAYS))
        old = self.filter(unanswered | decided).exclude(state=Report.State.ACCEPTED)
        return old.delete()[0] if old.exists() else 0


class Report(models.Model):
    """What one reader wrote about one page. Nothing is known of the reader, who reads the answer under a token."""

    class Kind(models.TextChoices):
        MISTAKE = "mistake", _("something wrong")
        TIP = "tip", _("tip")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("reports", "open")
        ANSWERED = "answered", pgettext_lazy("reports", "answered")
        ACCEPTED = "accepted", pgettext_lazy("reports", "on the page")
        DECLINED = "declined", pgettext_lazy("reports", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("reports", "taken off the page")

    # The words of the button for each decision.
    BUTTONS = {
        State.ANSWERED: pgettext_lazy("reports", "Answer"),
        State.ACCEPTED: pgettext_lazy("reports", "Put it on the page"),
        State.DECLINED: pgettext_lazy("reports", "Decline"),
        State.WITHDRAWN: pgettext_lazy("reports", "Take it off the page"),
    }

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    # The English address of the page, with its query; the reader's language beside it.
    page = models.CharField(_("page"), max_length=LONGEST_PAGE)
    language = models.CharField(_("language"), max_length=2)
    # The record whose page it is, by model and slug; empty for a list.
    subject = models.CharField(_("record"), max_length=20, blank=True)
    subject_slug = models.CharField(_("slug"), max_length=100, blank=True)
    sentence = models.CharField(
        _("its sentence"), max_length=LONGEST_SENTENCE, blank=True
    )
    words = models.TextField(_("what the reader says"), max_length=LONGEST_WORDS)
    made_at = models.DateTimeField(_("came"), db_index=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.OPEN
    )
    answer = models.CharField(_("your word"), max_length=LONGEST_ANSWER, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=254, blank=True)
    decisions = models.PositiveSmallIntegerField(default=0, editable=False)
    mailed_on = models.DateField(null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("reader’s report"), _("readers’ reports")
        indexes = [
            models.Index(
                fields=["subject", "subject_slug", "state"], name="report_subject"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="mistake", state__in=["open", "answered", "declined"])
                | models.Q(kind="tip", state__in=["open", "accepted", "declined", "withdrawn"]),
                name="report_state_of_its_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at=None)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
                name="report_decided_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="mistake") | ~models.Q(subject=""),
                name="report_tip_has_a_subject",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()}: {self.page}"

    @property
    def typed_words(self) -> Text:
        """They know their language, so that a page can say it."""
        return Text(self.words, self.language)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What an editor can decide now, with the words of its button."""
        if self.kind == Report.Kind.MISTAKE:
            states = [Report.State.ANSWERED, Report.State.DECLINED]
        elif self.state == Report.State.ACCEPTED:
            states = [Report.State.WITHDRAWN]
        else:
            states = [Report.State.ACCEPTED, Report.State.DECLINED]
        return [(state.value, Report.BUTTONS[state]) for state in states]

    def decide(self, state, answer: str, by: str) -> bool:
        """Returns False if somebody decided meanwhile: that decision stands.

        What shows or hides a tip raises the content version in the same transaction.
        """
        with transaction.atomic():
            unchanged = Report.objects.filter(pk=self.pk, decisions=self.decisions)
            is_first = unchanged.update(
                state=state,
                answer=answer,
                decided_at=timezone.now(),
                decided_by=by,
                decisions=self.decisions + 1,
            )
            if is_first and Report.State.ACCEPTED in (self.state, state):
                ContentVersion.bump()
        return bool(is_first)

    def erase(self) -> None:
        """Nothing of it stays; a tip leaves its page at once."""
        with transaction.atomic():
            rows = Report.objects.filter(pk=self.pk)
            was_shown = rows.filter(state=Report.State.ACCEPTED).exists()
            rows.delete()
            if was_shown:
                ContentVersion.bump()
