from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


def model_kind_name(label):
    """The verbose name of a model: “course” for guide.course; the label itself if the model no longer exists."""
    if not label:
        return _("everything")
    try:
        return apps.get_model(label)._meta.verbose_name
    except LookupError:
        return label


class ConflictQuerySet(models.QuerySet):
    def open(self):
        return self.filter(resolved_at=None)

    def of_fixtures(self):
        """Without those that publishing a draft left."""
        return self.filter(origin="")

    def of_kinds(self, labels):
        return self.filter(model__in=labels)

    def of_record(self, label, key, owned):
        """Of a record and, after its own, of the rows that belong to it, by their kinds."""
        of_rows = models.Q(model__in=owned, key__startswith=f"{key}|")
        own_first = models.Case(models.When(model=label, then=0), default=1)
        found = self.filter(models.Q(model=label, key=key) | of_rows)
        return found.order_by(own_first, "model", "key", "field", "pk")


class Conflict(models.Model):
    """A fixture, or a draft, and an editor changed the same field. What is there stays until an editor decides."""

    class Resolution(models.TextChoices):
        THEIRS = "theirs", _("took the fixture’s")
        OURS = "ours", _("kept ours")
        EDITED = "edited", _("edited")
        SETTLED = "settled", _("settled by a later load")

    model = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("natural key"), max_length=400)
    field = models.CharField(
        _("field"),
        max_length=60,
        blank=True,
        help_text=_("Empty if it is about the whole record."),
    )
    base = models.JSONField(_("value last loaded"), null=True)
    ours = models.JSONField(_("our value"), null=True)
    theirs = models.JSONField(_("value of the fixture"), null=True)
    origin = models.CharField(
        max_length=20, blank=True, editable=False
    )  # the number of the draft; empty where it is a fixture
    found_at = models.DateTimeField(_("found"))
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolution = models.CharField(
        _("resolution"), max_length=10, choices=Resolution, blank=True
    )
    resolved_by = models.CharField(_("resolved by"), max_length=254, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("conflict"), _("conflicts")
        ordering = ["resolved_at", "model", "key", "field"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "key", "field", "origin"],
                condition=models.Q(resolved_at=None),
                name="conflict_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_at=None, resolution="")
                | (models.Q(resolved_at__isnull=False) & ~models.Q(resolution="")),
                name="conflict_resolved_says_how",
            ),
        ]

    def __str__(self):
        about = f"{capfirst(model_kind_name(self.model))} {self.key}"
        return f"{about}: {self.field_in_words}" if self.field else about

    @property
    def field_in_words(self):
        try:
            return apps.get_model(self.model)._meta.get_field(self.field).verbose_name
        except (LookupError, FieldDoesNotExist):
            return self.field or _("the whole record")

    def resolve(self, how, at, by=""):
        """Close the conflict. Returns False if it was closed already: the first decision stands."""
        open_row = Conflict.objects.open().filter(pk=self.pk)
        return bool(open_row.update(resolution=how, resolved_at=at, resolved_by=by))
