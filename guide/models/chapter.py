"""The texts of the guide: chapters, questions, beliefs, the glossary and further reading."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guide.models.content import (
    Content,
    ContentQuerySet,
    Keyed,
    Named,
    line_field,
    text_field,
)
from guide.models.fields import AddressField, PartialDateField
from guide.models.source import Source
from guide.models.step import Step
from guide.models.text import Translated

ANSWER = _("What the reader came for, in two sentences; they stand first on the page.")
EXAMPLE = _("One example with figures. Markdown, without a heading.")
NEXT_STEP = _(
    "What to do now. Markdown with a link to a step or another page of this site: "
    "[Git](step:git). The first step stands in the card at the end."
)
OTHERS = _(
    "Folded, and only where a contradiction teaches something: who said it and when, with a link to the source. "
    "At most a tenth of the words of the chapter."
)


class Chapter(Named):
    """A page of the guide; chapters have an order of reading."""

    class Picture(models.TextChoices):
        NESTED_FIELDS = "nested-fields", _("nested fields")
        LIFE_OF_A_MODEL = "life-of-a-model", _("life of a model")
        NEIGHBOURS = "neighbours", _("neighbors of the role")
        SKILL_GROUPS = "skill-groups", _("four skill groups")
        BARS = "bars", _("bars of the table in the example")
        WEIGHED = "weighed", _("offers weighed in the table of the example")

    order = models.PositiveSmallIntegerField(_("order"))
    summary_en = line_field(_("summary (English)"))
    summary_zh = line_field(_("summary (Chinese)"))
    answer_en = line_field(_("answer (English)"), help_text=ANSWER)
    answer_zh = line_field(_("answer (Chinese)"), help_text=ANSWER)
    body_en = text_field(_("text (English)"))
    body_zh = text_field(_("text (Chinese)"))
    example_en = text_field(_("example (English)"), help_text=EXAMPLE)
    example_zh = text_field(_("example (Chinese)"), help_text=EXAMPLE)
    next_step_en = text_field(_("what to do next (English)"), help_text=NEXT_STEP)
    next_step_zh = text_field(_("what to do next (Chinese)"), help_text=NEXT_STEP)
    others_wrote_en = text_field(_("what others wrote (English)"), help_text=OTHERS)
    others_wrote_zh = text_field(_("what others wrote (Chinese)"), help_text=OTHERS)
    picture = models.CharField(
        _("picture"),
        max_length=20,
        choices=Picture,
        blank=True,
        help_text=_("Shown where the text or the example says [picture]."),
    )
    summary = Translated()
    answer = Translated()
    body = Translated()
    example = Translated()
    next_step = Translated()
    others_wrote = Translated()

    class Meta:
        verbose_name, verbose_name_plural = _("chapter"), _("chapters")

    def get_absolute_url(self):
        return reverse("guide:chapter", args=[self.slug])


class Question(Named):
    """What newcomers ask, by topic: topics come in the order of their first questions."""

    order = models.PositiveSmallIntegerField(_("order"))
    topic_en = line_field(_("topic (English)"), 100)
    topic_zh = line_field(_("topic (Chinese)"), 100)
    body_en = text_field(_("answer (English)"))
    body_zh = text_field(_("answer (Chinese)"))
    topic = Translated()
    body = Translated()

    class Meta:
        verbose_name, verbose_name_plural = _("question"), _("questions")

    def get_absolute_url(self):
        return f"{reverse('guide:question-list')}#{self.slug}"


class BeliefQuerySet(ContentQuerySet):
    def with_steps(self):
        """Each with the steps of today that help: one query more."""
        links = BeliefStep.objects.filter(
            step__published=True, step__retired_on=None
        ).select_related("step__track")
        return self.prefetch_related(models.Prefetch("step_links", links))


class Belief(Named):
    """A self-limiting belief, its honest answer, and the steps that help."""

    order = models.PositiveSmallIntegerField(_("order"))
    body_en = text_field(_("answer (English)"))
    body_zh = text_field(_("answer (Chinese)"))
    steps = models.ManyToManyField(
        Step, through="BeliefStep", related_name="beliefs", verbose_name=_("steps")
    )
    body = Translated()

    objects = BeliefQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("belief"), _("beliefs")

    def get_absolute_url(self):
        return f"{reverse('guide:belief-list')}#{self.slug}"


class BeliefStep(Keyed):
    """A step that helps against a belief."""

    key = ("belief", "step")
    owner = "belief"

    belief = models.ForeignKey(
        Belief, models.CASCADE, related_name="step_links", verbose_name=_("belief")
    )
    step = models.ForeignKey(
        Step, models.PROTECT, related_name="belief_links", verbose_name=_("step")
    )
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        verbose_name, verbose_name_plural = (
            _("step against a belief"),
            _("steps against beliefs"),
        )
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["belief", "step"], name="belief_step_once")
        ]

    def __str__(self):
        return f"{self.belief}: {self.step}"


class Term(Named):
    """An entry of the glossary. Texts link to it where they first use it."""

    linked = models.BooleanField(
        _("link it in texts"),
        default=True,
        help_text=_(
            "Turn this off for everyday words, or they would be linked everywhere."
        ),
    )
    body_en = text_field(_("definition (English)"))
    body_zh = text_field(_("definition (Chinese)"))
    body = Translated()

    class Meta:
        verbose_name, verbose_name_plural = _("term"), _("terms")

    def get_absolute_url(self):
        return f"{reverse('guide:glossary')}#{self.slug}"


class ReadingQuerySet(ContentQuerySet):
    def opened(self):
        """Those that have an address. What a source only names stands on its own page, among its statements."""
        return self.exclude(url="")


class Reading(Content):
    """Further reading: a link by topic, with one line on why."""

    topic_en = models.CharField(_("topic (English)"), max_length=100)
    topic_zh = models.CharField(_("topic (Chinese)"), max_length=100, blank=True)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=10, default="en")
    url = AddressField(_("address"), max_length=500, blank=True)
    published_on = PartialDateField(
        _("published on"),
        default="undated",
        help_text=_("The year of this edition; “undated” where nobody says it."),
    )
    order = models.PositiveSmallIntegerField(_("order"))
    summary_en = line_field(_("why (English)"))
    summary_zh = line_field(_("why (Chinese)"))
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="readings",
        verbose_name=_("source that names it"),
    )
    topic = Translated()
    summary = Translated()

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("further reading"), _("further reading")

    def __str__(self):
        return self.title
