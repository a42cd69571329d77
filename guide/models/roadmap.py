from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guide.models.content import (
    ContentQuerySet,
    Keyed,
    KeyedQuerySet,
    Named,
    line_field,
    text_field,
)
from guide.models.role import Role
from guide.models.step import Step
from guide.models.text import Translated
from web.choices import MOST_HOURS


class RoadmapSize(NamedTuple):
    """How much a roadmap is: what everybody takes; the other steps are named beside it, never added."""

    steps: int
    hours_low: int
    hours_high: int
    # The number of steps for those who cannot do them yet.
    if_missing: int


class RoadmapQuerySet(ContentQuerySet):
    def with_size(self):
        """Annotate what `size` needs. Every page that names a total of a roadmap takes it from there."""
        today = models.Q(stops__step__published=True, stops__step__retired_on=None)
        counted = today & models.Q(stops__need=Stop.Need.REQUIRED)
        if_missing = today & models.Q(stops__need=Stop.Need.IF_MISSING)
        return self.annotate(
            steps_counted=models.Count("stops", filter=counted),
            hours_low=models.Sum("stops__step__hours_low", filter=counted, default=0),
            hours_high=models.Sum("stops__step__hours_high", filter=counted, default=0),
            steps_if_missing=models.Count("stops", filter=if_missing),
        )


class Roadmap(Named):
    """An ordered list of steps to a role, divided into stages. Each step on it is a stop."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="roadmaps", verbose_name=_("role")
    )
    audience_en = line_field(_("for whom (English)"))
    audience_zh = line_field(_("for whom (Chinese)"))
    summary_en = line_field(_("summary (English)"))
    summary_zh = line_field(_("summary (Chinese)"))
    assumes_en = line_field(_("what it assumes (English)"))
    assumes_zh = line_field(_("what it assumes (Chinese)"))
    outcome_en = line_field(_("what you have at the end (English)"), 600)
    outcome_zh = line_field(_("what you have at the end (Chinese)"), 600)
    hours_a_week = models.PositiveSmallIntegerField(
        _("hours a week"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)],
        help_text=_("Of who takes this roadmap as it is meant. Empty: as usual."),
    )
    body_en = text_field(_("text (English)"))
    body_zh = text_field(_("text (Chinese)"))
    steps = models.ManyToManyField(
        Step, through="Stop", related_name="roadmaps", verbose_name=_("steps")
    )
    audience = Translated()
    summary = Translated()
    assumes = Translated()
    outcome = Translated()
    body = Translated()

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("roadmap"), _("roadmaps")

    @property
    def size(self) -> RoadmapSize:
        """Of a roadmap that was read `with_size`."""
        return RoadmapSize(
            self.steps_counted, self.hours_low, self.hours_high, self.steps_if_missing
        )

    def get_absolute_url(self):
        return reverse("guide:roadmap", args=[self.slug])


class Stage(Keyed):
    """A part of a roadmap. Its name is its own there: a check refuses the same name twice."""

    key = ("roadmap", "code")
    owner = "roadmap"

    roadmap = models.ForeignKey(
        Roadmap, models.CASCADE, related_name="stages", verbose_name=_("roadmap")
    )
    code = models.SlugField(
        _("code"), max_length=60, help_text=_("Permanent within the roadmap.")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh = models.CharField(_("name (Chinese)"), max_length=200, blank=True)
    purpose_en = line_field(_("purpose (English)"))
    purpose_zh = line_field(_("purpose (Chinese)"))
    name = Translated()
    purpose = Translated()

    class Meta:
        verbose_name, verbose_name_plural = _("stage"), _("stages")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "code"], name="stage_once")
        ]

    def __str__(self):
        return f"{self.roadmap}: {self.name}"


class StopQuerySet(KeyedQuerySet):
    def of_today(self):
        return self.filter(step__published=True, step__retired_on=None)

    def with_steps(self):
        return self.select_related("stage", "step__track")

    def in_order(self):
        """The order of the stops of a roadmap, defined here alone."""
        return self.order_by("stage__order", "order", "pk")

    def after_step(self, step):
        """The stop that follows a step on each published roadmap that calls at it."""
        later = models.Q(stage__order__gt=models.OuterRef("stage__order")) | models.Q(
            stage=models.OuterRef("stage"), order__gt=models.OuterRef("order")
        )
        following = (
            Stop.objects.of_today()
            .filter(later, roadmap=models.OuterRef("roadmap"))
            .in_order()
        )
        own = Stop.objects.filter(step=step, roadmap__published=True).order_by()
        return self.filter(
            pk__in=own.values(then=models.Subquery(following.values("pk")[:1]))
        )


class Stop(Keyed):
    """The place of a step on a roadmap."""

    key = ("roadmap", "step")
    owner = "roadmap"

    class Need(models.TextChoices):
        REQUIRED = "required", _("required")
        IF_MISSING = "if-missing", _("if you cannot do it yet")
        CHOICE = "choice", _("if you like")

    roadmap = models.ForeignKey(
        Roadmap, models.CASCADE, related_name="stops", verbose_name=_("roadmap")
    )
    stage = models.ForeignKey(
        Stage, models.CASCADE, related_name="stops", verbose_name=_("stage")
    )
    step = models.ForeignKey(
        Step, models.PROTECT, related_name="stops", verbose_name=_("step")
    )
    order = models.PositiveSmallIntegerField(_("order in the stage"))
    required_since = models.DateField(
        _("required since"),
        null=True,
        blank=True,
        help_text=_(
            "Empty for what the route asked of everybody from its first day. Who finished before is told what is new."
        ),
    )
    need = models.CharField(
        _("need"), max_length=10, choices=Need, default=Need.REQUIRED
    )

    objects = StopQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("stop"), _("stops")
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "step"], name="stop_once"),
            models.CheckConstraint(
                condition=models.Q(need__in=["required", "if-missing", "choice"]),
                name="stop_need_known",
            ),
        ]

    def __str__(self):
        return f"{self.roadmap}: {self.step}"

    @property
    def is_for_everybody(self):
        """Whether it counts in the totals of the roadmap."""
        return self.need == self.Need.REQUIRED

    def clean(self):
        if (
            self.stage_id
            and self.roadmap_id
            and self.stage.roadmap_id != self.roadmap_id
        ):
            raise ValidationError(
                {"stage": _("This stage belongs to another roadmap.")}
            )
