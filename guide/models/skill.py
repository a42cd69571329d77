import re

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guide.models.content import ContentQuerySet, Keyed, Named, line_field, text_field
from guide.models.fields import ExplainedCheck
from guide.models.source import Source
from guide.models.text import Translated

CHINESE = re.compile("[\u4e00-\u9fff]")


class Track(Named):
    """A line on the map, with its colour on light and on dark paper."""

    order = models.PositiveSmallIntegerField(_("order"))
    colour_light = models.CharField(_("color on a light background"), max_length=7)
    colour_dark = models.CharField(_("color on a dark background"), max_length=7)
    summary_en = line_field(_("summary (English)"))
    summary_zh = line_field(_("summary (Chinese)"))
    summary = Translated()

    class Meta:
        verbose_name, verbose_name_plural = _("track"), _("tracks")
        constraints = [
            models.UniqueConstraint(fields=["order"], name="track_order_unique")
        ]


class CategoryQuerySet(ContentQuerySet):
    def with_skills(self, skills):
        """Categories with published skills, these prefetched: one query more."""
        filled = self.filter(pk__in=Skill.objects.published().values("category"))
        return filled.select_related("track").prefetch_related(
            models.Prefetch("skills", skills)
        )


class Category(Named):
    """A group of skills."""

    order = models.PositiveSmallIntegerField(_("order"))
    track = models.ForeignKey(
        Track, models.PROTECT, related_name="categories", verbose_name=_("track")
    )
    summary_en = line_field(_("summary (English)"))
    summary_zh = line_field(_("summary (Chinese)"))
    body_en = text_field(_("text (English)"))
    body_zh = text_field(_("text (Chinese)"))
    summary = Translated()
    body = Translated()

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("category"), _("categories")
        constraints = [
            models.UniqueConstraint(fields=["order"], name="category_order_unique")
        ]


class SkillQuerySet(ContentQuerySet):
    def with_category(self):
        return self.select_related("category__track")


class Skill(Named):
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="skills", verbose_name=_("category")
    )
    aliases = models.TextField(
        _("other names"),
        blank=True,
        help_text=_("One per line; search finds them too."),
    )
    summary_en = line_field(_("summary (English)"))
    summary_zh = line_field(_("summary (Chinese)"))
    by_doing_en = line_field(
        _("learned by doing (English)"),
        600,
        help_text=_("Where no course teaches it: how it is learned, in two sentences."),
    )
    by_doing_zh = line_field(_("learned by doing (Chinese)"), 600)
    body_en = text_field(_("text (English)"))
    body_zh = text_field(_("text (Chinese)"))
    prerequisites = models.ManyToManyField(
        "self", through="SkillPrerequisite", through_fields=("skill", "prerequisite"), symmetrical=False,
        related_name="leads_to", verbose_name=_("builds on"),
    )  # fmt: skip
    summary = Translated()
    body = Translated()
    by_doing = Translated()

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("skill"), _("skills")

    def get_absolute_url(self):
        return reverse("guide:skill", args=[self.slug])

    @property
    def alias_list(self):
        return self.aliases.splitlines()

    @property
    def latin_aliases(self):
        return [alias for alias in self.alias_list if not CHINESE.search(alias)]

    @property
    def chinese_aliases(self):
        return [alias for alias in self.alias_list if CHINESE.search(alias)]


class SkillPrerequisite(Keyed):
    key = ("skill", "prerequisite")
    owner = "skill"

    skill = models.ForeignKey(
        Skill,
        models.CASCADE,
        related_name="prerequisite_links",
        verbose_name=_("skill"),
    )
    prerequisite = models.ForeignKey(
        Skill,
        models.PROTECT,
        related_name="dependent_links",
        verbose_name=_("builds on"),
    )

    class Meta:
        verbose_name, verbose_name_plural = (
            _("prerequisite of a skill"),
            _("prerequisites of skills"),
        )
        constraints = [
            models.UniqueConstraint(
                fields=["skill", "prerequisite"], name="skill_prerequisite_once"
            ),
            ExplainedCheck(
                condition=~models.Q(skill=models.F("prerequisite")),
                name="skill_does_not_need_itself",
                error_field="prerequisite",
                violation_error_message=_("A skill cannot build on itself."),
            ),
        ]

    def __str__(self):
        return f"{self.skill} → {self.prerequisite}"


class Mention(Keyed):
    """A source names a skill, and where."""

    key = ("skill", "source")
    owner = "skill"

    skill = models.ForeignKey(
        Skill, models.CASCADE, related_name="mentions", verbose_name=_("skill")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="mentions", verbose_name=_("source")
    )
    passage_en = line_field(_("passage (English)"))
    passage_zh = line_field(_("passage (Chinese)"))
    passage = Translated()

    class Meta:
        verbose_name, verbose_name_plural = _("mention"), _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["skill", "source"], name="mention_once")
        ]

    def __str__(self):
        return f"{self.skill} ← {self.source}"
