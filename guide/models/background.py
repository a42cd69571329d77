from django.db import models
from django.utils.translation import gettext_lazy as _

from guide.models.content import ContentQuerySet, Keyed, Named, line_field
from guide.models.fields import level_field, level_is_known
from guide.models.roadmap import Roadmap
from guide.models.skill import Skill
from guide.models.text import Translated


class BackgroundQuerySet(ContentQuerySet):
    def with_roadmaps(self):
        """Those whose roadmap is published, each with it and with what it brings: two queries."""
        brought = BackgroundSkill.objects.filter(skill__published=True)
        return (
            self.filter(roadmap__published=True)
            .select_related("roadmap")
            .prefetch_related(models.Prefetch("skill_links", brought))
        )


class Background(Named):
    """An answer to “Where are you today?”: who says so, what they can do already, and the roadmap for them."""

    order = models.PositiveSmallIntegerField(_("order"))
    summary_en = line_field(_("who it is (English)"))
    summary_zh = line_field(_("who it is (Chinese)"))
    roadmap = models.ForeignKey(
        Roadmap,
        models.PROTECT,
        related_name="backgrounds",
        verbose_name=_("suggested roadmap"),
    )
    skills = models.ManyToManyField(
        Skill,
        through="BackgroundSkill",
        related_name="backgrounds",
        verbose_name=_("skills that they bring"),
    )
    summary = Translated()

    objects = BackgroundQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("background"), _("backgrounds")

    @property
    def levels(self) -> dict[int, int]:
        """The level brought, by the primary key of the skill."""
        return {link.skill_id: link.level for link in self.skill_links.all()}


class BackgroundSkill(Keyed):
    """A skill that somebody with a background brings, and its level."""

    key = ("background", "skill")
    owner = "background"

    background = models.ForeignKey(
        Background,
        models.CASCADE,
        related_name="skill_links",
        verbose_name=_("background"),
    )
    skill = models.ForeignKey(
        Skill,
        models.PROTECT,
        related_name="background_links",
        verbose_name=_("skill"),
    )
    level = level_field()

    class Meta:
        verbose_name, verbose_name_plural = (
            _("skill of a background"),
            _("skills of backgrounds"),
        )
        constraints = [
            models.UniqueConstraint(
                fields=["background", "skill"], name="background_skill_once"
            ),
            level_is_known("background_skill_level_known"),
        ]

    def __str__(self):
        return f"{self.background}: {self.skill} {self.level}"
