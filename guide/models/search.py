"""What search keeps: one row for each record and language, the words of them all, and names that lead to a record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guide.models.content import Keyed
from guide.models.fields import not_empty
from guide.models.source import Citation


class SearchRow(models.Model):
    """A public record in one language, as search reads it. The full-text index of the database follows this table.

    The columns of words hold normalised words with one space between them (guide/search/normalisation.py).
    The key is made of kind, record, part and language, so that important kinds come first in its order.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12)
    record = models.BigIntegerField()
    language = models.CharField(max_length=2)
    slug = models.CharField(max_length=100)
    # Behind the address of the record, such as part-2 of a chapter.
    anchor = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=400)
    # Without markup, for the sentence that is shown.
    text = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    # Its whole name without spaces; other names so; all of them in pinyin; the words of each.
    keys = models.TextField(blank=True)
    other_keys = models.TextField(blank=True)
    pinyin = models.TextField(blank=True)
    names = models.TextField(blank=True)
    aliases = models.TextField(blank=True)
    body = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "record"], name="search_row_of_record")]

    def __str__(self):
        return f"{self.kind}:{self.slug} ({self.language})"


class SearchWord(models.Model):
    """A word of the index: how many rows have it, and how many of them in a name."""

    word = models.CharField(max_length=40, primary_key=True)
    # As a text first wrote it, where that differs: “maths” of “math”.
    shown = models.CharField(max_length=40)
    rows = models.IntegerField()
    named = models.IntegerField()

    def __str__(self):
        return self.word


class SearchDeletion(models.Model):
    """A word of the index without one or two of its letters: where a mistyped word meets the right one."""

    rest = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["rest", "word"], name="search_deletion_rest")]

    def __str__(self):
        return f"{self.rest} < {self.word}"


class SearchBuild(models.Model):
    """One row: by which program the index was built. Another program builds it anew."""

    made_by = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="search_build_is_one_row"
            )
        ]

    def __str__(self):
        return self.made_by


class FormerName(models.Model):
    """A name that a record had until it was renamed. Search still finds the record by it."""

    kind = models.CharField(max_length=12)
    slug = models.CharField(max_length=100)
    name = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug", "name"], name="former_name_once"
            )
        ]

    def __str__(self):
        return f"{self.name} → {self.kind}:{self.slug}"


class OtherName(Keyed):
    """What learners call a record besides its name, in either language. Search finds the record by it."""

    key = ("subject", "subject_slug", "name")

    Subject = Citation.Subject

    subject = models.CharField(_("leads to"), max_length=20, choices=Subject)
    subject_slug = models.SlugField(_("slug of what it leads to"), max_length=100)
    name = models.CharField(
        _("other name"),
        max_length=100,
        help_text=_("What learners type, in English or in Chinese."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("other name"), _("other names")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_slug", "name"], name="other_name_once"
            ),
            not_empty("name", "other_name_has_a_name"),
            not_empty("subject_slug", "other_name_leads_somewhere"),
        ]

    def __str__(self):
        return f"{self.name} → {self.subject}:{self.subject_slug}"


class MissedSearch(models.Model):
    """A search without a result, once for each visitor and day, who cannot be told from the mark."""

    KEPT_DAYS = 30

    day = models.DateField(db_index=True)
    # Cut at 40 characters.
    text = models.CharField(max_length=40)
    # A keyed hash of the address; its key is thrown away at midnight.
    visitor = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "text", "visitor"], name="missed_search_once"
            )
        ]

    def __str__(self):
        return self.text
