from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guide.models.content import (
    ContentQuerySet,
    Keyed,
    KeyedQuerySet,
    Named,
    line_field,
    name_order,
    text_field,
)
from guide.models.fields import (
    AddressField,
    ExplainedCheck,
    in_rising_order,
    level_field,
    level_is_known,
)
from guide.models.skill import Skill, Track
from guide.models.source import Source
from guide.models.text import Translated


class StepQuerySet(ContentQuerySet):
    def of_today(self):
        """Published and not retired. A retired step has a page, but is in no list."""
        return self.published().filter(retired_on=None)

    def with_track(self):
        return self.select_related("track", "source")

    def with_details(self):
        """Prefetch criteria and skills: two queries."""
        criteria = Criterion.objects.visible_on_step().order_by("order", "code")
        skills = (
            StepSkill.objects.filter(skill__published=True)
            .select_related("skill")
            .order_by("-level", "pk")
        )
        return self.prefetch_related(
            models.Prefetch("criteria", criteria),
            models.Prefetch("skill_links", skills),
        )

    def teaching_skill(self, skill):
        """Current steps that teach a skill, annotated with the `level` that each reaches."""
        links = (
            self.of_today()
            .filter(skill_links__skill=skill)
            .annotate(level=models.F("skill_links__level"))
        )
        return links.select_related("track").order_by("level", name_order())


class Step(Named):
    """A unit of learning, with criteria that define when it is done. Several roadmaps may share a step."""

    track = models.ForeignKey(
        Track, models.PROTECT, related_name="steps", verbose_name=_("track")
    )
    summary_en = line_field(_("summary (English)"))
    summary_zh = line_field(_("summary (Chinese)"))
    body_en = text_field(_("text (English)"))
    body_zh = text_field(_("text (Chinese)"))
    project_en = text_field(_("project (English)"))
    project_zh = text_field(_("project (Chinese)"))
    first_week_en = text_field(_("first week (English)"))
    first_week_zh = text_field(_("first week (Chinese)"))
    example_en = text_field(_("worked example (English)"))
    example_zh = text_field(_("worked example (Chinese)"))
    project_data_en = line_field(_("data of the project (English)"))
    project_data_zh = line_field(_("data of the project (Chinese)"))
    project_data_url = AddressField(
        _("address of the data"), max_length=500, blank=True
    )
    good_result_en = text_field(_("a good result (English)"))
    good_result_zh = text_field(_("a good result (Chinese)"))
    project_hours_low = models.PositiveIntegerField(
        _("hours of the project, from"), null=True, blank=True
    )
    project_hours_high = models.PositiveIntegerField(
        _("hours of the project, to"), null=True, blank=True
    )
    go_further_en = text_field(_("one way to go further (English)"))
    go_further_zh = text_field(_("one way to go further (Chinese)"))
    course_note_en = line_field(_("note on the courses (English)"))
    course_note_zh = line_field(_("note on the courses (Chinese)"))
    hours_low = models.PositiveIntegerField(_("hours, from"))
    hours_high = models.PositiveIntegerField(_("hours, to"))
    hours_basis_en = line_field(_("basis of the hours (English)"))
    hours_basis_zh = line_field(_("basis of the hours (Chinese)"))
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        related_name="steps",
        verbose_name=_("source of the hours"),
    )
    retired_on = models.DateField(_("retired on"), null=True, blank=True)
    prerequisites = models.ManyToManyField(
        "self", through="StepPrerequisite", through_fields=("step", "prerequisite"), symmetrical=False,
        related_name="leads_to", verbose_name=_("builds on"),
    )  # fmt: skip
    skills = models.ManyToManyField(
        Skill, through="StepSkill", related_name="steps", verbose_name=_("skills")
    )
    summary = Translated()
    body = Translated()
    project = Translated()
    first_week = Translated()
    example = Translated()
    project_data = Translated()
    good_result = Translated()
    go_further = Translated()
    course_note = Translated()
    hours_basis = Translated()

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("step"), _("steps")
        constraints = [
            in_rising_order(
                "hours_low",
                "hours_high",
                name="step_hours_rise",
                error_field="hours_high",
                message=_("This must be at least as much as the hours from."),
            ),
            in_rising_order(
                "project_hours_low",
                "project_hours_high",
                name="step_project_hours_rise",
                error_field="project_hours_high",
                message=_("This must be at least as much as the hours from."),
            ),
            in_rising_order(
                "project_hours_high",
                "hours_high",
                name="step_project_is_within_the_step",
                error_field="project_hours_high",
                message=_("The project cannot take longer than the step."),
            ),
            ExplainedCheck(
                condition=models.Q(project_data_url="") | ~models.Q(project_data_en=""),
                name="step_project_data_is_named",
                error_field="project_data_en",
                violation_error_message=_("Name the data that this address leads to."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("guide:step", args=[self.slug])


class StepPrerequisite(Keyed):
    key = ("step", "prerequisite")
    owner = "step"

    step = models.ForeignKey(
        Step, models.CASCADE, related_name="prerequisite_links", verbose_name=_("step")
    )
    prerequisite = models.ForeignKey(
        Step,
        models.PROTECT,
        related_name="dependent_links",
        verbose_name=_("builds on"),
    )

    class Meta:
        verbose_name, verbose_name_plural = (
            _("prerequisite of a step"),
            _("prerequisites of steps"),
        )
        constraints = [
            models.UniqueConstraint(
                fields=["step", "prerequisite"], name="step_prerequisite_once"
            ),
            ExplainedCheck(
                condition=~models.Q(step=models.F("prerequisite")),
                name="step_does_not_need_itself",
                error_field="prerequisite",
                violation_error_message=_("A step cannot build on itself."),
            ),
        ]

    def __str__(self):
        return f"{self.step} → {self.prerequisite}"


class StepSuccessor(Keyed):
    """A retired step and a step that it became; learners' progress moves along it."""

    key = ("old", "new")
    owner = "old"

    class Kind(models.TextChoices):
        SAME = "same", _("the same under a new address")
        SPLIT = "split", _("one part of it")

    old = models.ForeignKey(
        Step, models.PROTECT, related_name="successor_links", verbose_name=_("old step")
    )
    new = models.ForeignKey(
        Step,
        models.PROTECT,
        related_name="predecessor_links",
        verbose_name=_("new step"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    class Meta:
        verbose_name, verbose_name_plural = (
            _("successor of a step"),
            _("successors of steps"),
        )
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="step_successor_once"),
            ExplainedCheck(
                condition=~models.Q(old=models.F("new")),
                name="step_does_not_succeed_itself",
                error_field="new",
                violation_error_message=_("A step cannot replace itself."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["same", "split"]),
                name="step_successor_kind_known",
            ),
        ]

    def __str__(self):
        return f"{self.old} → {self.new} ({self.kind})"


class StepSkill(Keyed):
    """A step teaches a skill up to a level."""

    key = ("step", "skill")
    owner = "step"

    step = models.ForeignKey(
        Step, models.CASCADE, related_name="skill_links", verbose_name=_("step")
    )
    skill = models.ForeignKey(
        Skill, models.PROTECT, related_name="step_links", verbose_name=_("skill")
    )
    level = level_field()

    class Meta:
        verbose_name, verbose_name_plural = _("skill of a step"), _("skills of steps")
        constraints = [
            models.UniqueConstraint(fields=["step", "skill"], name="step_skill_once"),
            level_is_known("step_skill_level_known"),
        ]

    def __str__(self):
        return f"{self.step}: {self.skill} {self.level}"


class CriterionQuerySet(KeyedQuerySet):
    def visible_on_step(self):
        """Criteria that are not retired; of a retired step, those that were valid on its last day."""
        return self.filter(
            models.Q(retired_on=None)
            | models.Q(retired_on__gte=models.F("step__retired_on"))
        )

    def before_step(self, step):
        """What the steps that one builds on ask for: who can do it all can begin."""
        return self.filter(
            step__in=Step.objects.of_today(),
            step__dependent_links__step=step,
            retired_on=None,
        )


class Criterion(Keyed):
    """“You are done when you can …”: something a learner can check alone."""

    key = ("step", "code")
    owner = "step"

    step = models.ForeignKey(
        Step, models.CASCADE, related_name="criteria", verbose_name=_("step")
    )
    code = models.SlugField(
        _("code"),
        max_length=60,
        help_text=_("Permanent within the step: ticks depend on it."),
    )
    order = models.PositiveSmallIntegerField(_("order"))
    text_en = line_field(_("you can … (English)"))
    text_zh = line_field(_("you can … (Chinese)"))
    retired_on = models.DateField(_("retired on"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("what holds today"),
    )
    text = Translated()

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("criterion"), _("criteria")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["step", "code"], name="criterion_once"),
            ExplainedCheck(
                condition=models.Q(replaced_by=None) | ~models.Q(retired_on=None),
                name="criterion_replaced_is_retired",
                error_field="retired_on",
                violation_error_message=_(
                    "A criterion that another one replaces has retired: say when."
                ),
            ),
        ]

    def __str__(self):
        return self.text
