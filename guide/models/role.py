from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guide.models.content import (
    Keyed,
    KeyedQuerySet,
    Named,
    line_field,
    name_order,
    text_field,
)
from guide.models.fields import ExplainedCheck, level_field, level_is_known
from guide.models.skill import Skill
from guide.models.text import Translated


class Role(Named):
    """A job: its duties, its day, and the skills that it asks for."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    occupation_codes = models.CharField(
        _("occupation codes"),
        max_length=300,
        blank=True,
        help_text=_("O*NET and ESCO codes, where they exist for the job."),
    )
    summary_en = line_field(_("summary (English)"))
    summary_zh = line_field(_("summary (Chinese)"))
    titles_en = line_field(_("titles in adverts (English)"))
    titles_zh = line_field(_("titles in adverts (Chinese)"))
    body_en = text_field(_("text (English)"))
    body_zh = text_field(_("text (Chinese)"))
    duties_en = text_field(
        _("duties (English)"), help_text=_("One short sentence per line.")
    )
    duties_zh = text_field(
        _("duties (Chinese)"), help_text=_("One short sentence per line.")
    )
    day_in_life_en = text_field(
        _("a day in the life (English)"), help_text=_("One part of the day per line.")
    )
    day_in_life_zh = text_field(
        _("a day in the life (Chinese)"), help_text=_("One part of the day per line.")
    )
    note_en = text_field(_("note (English)"))
    note_zh = text_field(_("note (Chinese)"))
    skills = models.ManyToManyField(
        Skill, through="Requirement", related_name="roles", verbose_name=_("skills")
    )
    summary = Translated()
    titles = Translated()
    body = Translated()
    duties = Translated()
    day_in_life = Translated()
    note = Translated()

    class Meta:
        verbose_name, verbose_name_plural = _("role"), _("roles")

    def get_absolute_url(self):
        return reverse("guide:role", args=[self.slug])


class RoleNeighbour(Keyed):
    """How a role differs from one beside it."""

    key = ("role", "neighbour")
    owner = "role"

    role = models.ForeignKey(
        Role, models.CASCADE, related_name="neighbours", verbose_name=_("role")
    )
    neighbour = models.ForeignKey(
        Role, models.PROTECT, related_name="neighbour_of", verbose_name=_("neighbor")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text_en = line_field(_("how it differs (English)"), 600)
    text_zh = line_field(_("how it differs (Chinese)"), 600)
    text = Translated()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("neighbor of a role"),
            _("neighbors of roles"),
        )
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "neighbour"], name="role_neighbour_once"
            ),
            ExplainedCheck(
                condition=~models.Q(role=models.F("neighbour")),
                name="role_is_not_its_own_neighbour",
                error_field="neighbour",
                violation_error_message=_("A role cannot be its own neighbor."),
            ),
        ]

    def __str__(self):
        return f"{self.role} ~ {self.neighbour}"


class RequirementQuerySet(KeyedQuerySet):
    def of_role(self, role):
        """The requirements of a role, by category, highest level first: one query."""
        rows = self.filter(role=role, skill__published=True).select_related(
            "skill__category__track"
        )
        return rows.order_by("skill__category__order", "-level", name_order("skill__"))


class Requirement(Keyed):
    """A role asks for a skill at a level."""

    key = ("role", "skill")
    owner = "role"

    class Importance(models.TextChoices):
        CORE = "core", _("core")
        HELPFUL = "helpful", _("helpful")
        BONUS = "bonus", _("bonus")

    role = models.ForeignKey(
        Role, models.CASCADE, related_name="requirements", verbose_name=_("role")
    )
    skill = models.ForeignKey(
        Skill, models.PROTECT, related_name="requirements", verbose_name=_("skill")
    )
    level = level_field()
    importance = models.CharField(_("importance"), max_length=10, choices=Importance)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("requirement"), _("requirements")
        constraints = [
            models.UniqueConstraint(fields=["role", "skill"], name="requirement_once"),
            models.CheckConstraint(
                condition=models.Q(importance__in=["core", "helpful", "bonus"]),
                name="requirement_importance_known",
            ),
            level_is_known("requirement_level_known"),
        ]

    def __str__(self):
        return f"{self.role}: {self.skill} {self.level}"
