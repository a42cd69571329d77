from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guide.models.content import Alphabetical, text_field
from guide.models.course_queryset import CourseQuerySet
from guide.models.fields import (
    UNDATED,
    AddressField,
    AmountField,
    CurrencyField,
    ExplainedCheck,
    PartialDateField,
    currency_is_known,
    in_rising_order,
    not_empty,
    not_negative,
)
from guide.models.known_addresses import gone_since
from guide.models.known_names import join_names, split_names
from guide.models.provider import Provider
from guide.models.skill import Skill
from guide.models.source import Source
from guide.models.text import Text, Translated, active_language, first_language
from guide.models.verification import OPENED, is_checked, is_price_old


class Course(Alphabetical):
    sorted_by = "title"

    class Kind(models.TextChoices):
        COURSE = "course", _("course")
        SPECIALIZATION = "specialization", _("specialization")
        PROFESSIONAL_CERTIFICATE = (
            "professional-certificate",
            _("professional certificate"),
        )
        DEGREE = "degree", _("degree")
        BOOTCAMP = "bootcamp", _("bootcamp")
        CERTIFICATION_EXAM = "certification-exam", _("certification exam")
        BOOK = "book", _("book")
        TUTORIAL = "tutorial", _("tutorial")
        PRACTICE = "practice", _("practice")
        PROJECT = "project", _("project")

    class Difficulty(models.TextChoices):
        BEGINNER = "beginner", _("beginner")
        INTERMEDIATE = "intermediate", _("intermediate")
        ADVANCED = "advanced", _("advanced")

    class Basis(models.TextChoices):
        STATED = "stated", _("stated by the source")
        COMPUTED = "computed", _("calculated by us from stated times")
        EDITORIAL = "editorial", _("our own estimate")

    class PricePeriod(models.TextChoices):
        TOTAL = "total", _("in all")
        MONTH = "month", _("a month")
        EXAM = "exam", _("an exam")

    class Status(models.TextChoices):
        CURRENT = "current", _("offered")
        UNVERIFIED = "unverified", _("offered when last checked; not verified since")
        REPLACED = "replaced", _("replaced")
        RETIRED = "retired", _("retired")

    class CheckedBy(models.TextChoices):
        """What was really opened when the course was checked."""

        PAGE = "page", _("its own page or repository")
        COPY = "copy", _("a stored copy of its page or repository")
        LIST = "list", _("a list or page by others")
        NOBODY = "nobody", _("nobody")

    title = models.CharField(
        _("title"), max_length=300, help_text=_("In the language of the course.")
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="courses", verbose_name=_("provider")
    )
    institution = models.CharField(_("institution"), max_length=300, blank=True)
    instructors = models.CharField(_("instructors"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    difficulty = models.CharField(_("level"), max_length=20, choices=Difficulty)
    languages = models.CharField(
        _("languages"),
        max_length=60,
        help_text=_(
            "Codes separated by spaces, the language of the title first: “en zh”."
        ),
    )
    subtitles = models.CharField(
        _("subtitles"),
        max_length=200,
        blank=True,
        help_text=_("Codes separated by spaces; empty where nobody has looked."),
    )
    weeks = models.PositiveSmallIntegerField(_("weeks"), null=True, blank=True)
    hours_per_week_low = models.DecimalField(
        _("hours a week, from"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    hours_per_week_high = models.DecimalField(
        _("hours a week, to"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    hours_low = models.PositiveIntegerField(
        _("hours in all, from"), null=True, blank=True
    )
    hours_high = models.PositiveIntegerField(
        _("hours in all, to"), null=True, blank=True
    )
    hours_basis = models.CharField(
        _("basis of the hours"), max_length=10, choices=Basis, blank=True
    )
    price = AmountField(
        _("price"),
        null=True,
        blank=True,
        help_text=_("Leave empty if unknown; 0 means free."),
    )
    currency = CurrencyField(_("currency"), blank=True)
    price_period = models.CharField(
        _("the price is"), max_length=10, choices=PricePeriod, blank=True
    )
    free_to_study = models.BooleanField(_("free to study"), null=True, blank=True)
    certificate = models.BooleanField(_("certificate"), null=True, blank=True)
    certificate_price = AmountField(
        _("price of the certificate"), null=True, blank=True
    )
    url = AddressField(_("address"), max_length=500)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="courses", verbose_name=_("source")
    )
    checked_on = PartialDateField(_("checked on"))
    checked_by = models.CharField(
        _("checked by"),
        max_length=10,
        choices=CheckedBy,
        default=CheckedBy.NOBODY,
        help_text=_(
            "What was opened on that day. Of a copy or a list, the day is its own; the source says which list."
        ),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.CURRENT
    )
    retired_on = models.DateField(_("retired on"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("what holds today"),
    )
    note_en = text_field(_("note (English)"))
    note_zh = text_field(_("note (Chinese)"))
    skills = models.ManyToManyField(
        Skill, through="CourseSkill", related_name="courses", verbose_name=_("skills")
    )
    prerequisites = models.ManyToManyField(
        Skill,
        through="CoursePrerequisite",
        related_name="needed_by_courses",
        verbose_name=_("assumes"),
    )
    note = Translated()

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("course"), _("courses")
        constraints = [
            in_rising_order(
                "hours_low",
                "hours_high",
                name="course_hours_rise",
                error_field="hours_high",
                message=_("This must be at least as much as the hours from."),
            ),
            in_rising_order(
                "hours_per_week_low",
                "hours_per_week_high",
                name="course_weekly_hours_rise",
                error_field="hours_per_week_high",
                message=_("This must be at least as much as the hours from."),
            ),
            not_negative(
                "price", "certificate_price", name="course_prices_not_negative"
            ),
            currency_is_known("currency", name="course_currency_known"),
            ExplainedCheck(
                condition=models.Q(price=None, certificate_price=None)
                | ~models.Q(currency=""),
                name="course_price_has_a_currency",
                error_field="currency",
                violation_error_message=_("A price needs its currency."),
            ),
            ExplainedCheck(
                condition=models.Q(price=None) | ~models.Q(price_period=""),
                name="course_price_says_for_what",
                error_field="price_period",
                violation_error_message=_(
                    "Say what the price is for: in all, a month or an exam."
                ),
            ),
            ExplainedCheck(
                condition=models.Q(hours_low=None, hours_high=None)
                | ~models.Q(hours_basis=""),
                name="course_hours_have_a_basis",
                error_field="hours_basis",
                violation_error_message=_("Say where the hours come from."),
            ),
            not_empty("checked_on", "course_says_when_checked"),
            not_empty("languages", "course_has_a_language"),
            ExplainedCheck(
                condition=~models.Q(checked_by__in=["page", "copy"])
                | ~models.Q(checked_on=UNDATED),
                name="course_checked_by_someone_has_a_date",
                error_field="checked_on",
                violation_error_message=_(
                    "Say when its page was opened, or from when the copy is."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by__in=["page", "copy", "list", "nobody"]),
                name="course_checked_by_known",
            ),
            ExplainedCheck(
                condition=models.Q(replaced_by=None) | ~models.Q(status="current"),
                name="course_replaced_is_not_current",
                error_field="status",
                violation_error_message=_(
                    "A course that has been replaced is no longer offered: choose “replaced” or “retired”."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("guide:course", args=[self.slug])

    @property
    def name(self):
        """The title, which knows its language."""
        return Text(self.title, self.language)

    @property
    def language(self):
        """The language of the title, as a code."""
        return first_language(self.languages)

    @property
    def taught_by(self):
        """The institutions, without those that the name of the provider already contains."""
        return join_names(
            name
            for name in split_names(self.institution)
            if name.split()[0] not in self.provider.name_en
        )

    @property
    def instructor_names(self):
        """The instructors, separated by commas, without one whom the provider is named after."""
        own = (self.provider.name_en, self.provider.name_zh)
        return join_names(
            name for name in split_names(self.instructors) if name not in own
        )

    @property
    def status_label(self):
        """The label of the status; “retired” for a course with a date of retirement whose status nobody changed."""
        return (
            self.get_status_display()
            if self.is_recommendable or not self.is_offered
            else self.Status.RETIRED.label
        )

    @property
    def standing(self):
        """The group of the catalogue in which it stands."""
        if not self.is_recommendable:
            return "over"
        return "current" if self.is_verified else "unverified"

    @property
    def is_verified(self):
        """Whether it may be recommended: offered, and checked lately enough. Queries ask `verified_courses`."""
        return (
            self.status == self.Status.CURRENT
            and not self.retired_on
            and not self.gone_since
            and is_checked(self.checked_by, self.checked_on)
        )

    @property
    def gone_since(self):
        """Since when its address fails, where it is gone."""
        return gone_since(self.url)

    @property
    def has_old_price(self):
        """Whether it asks for money by a price past its date. Queries ask `price_past_date`."""
        return bool(self.price or self.certificate_price) and is_price_old(
            self.checked_on
        )

    @property
    def check_age(self):
        """The check as a stop: “full” where its page or a copy was read within a year, “empty” if it is not verified,
        else “half”."""
        if not self.is_verified:
            return "empty"
        a_year_ago = timezone.now().date() - timedelta(days=366)
        known = len(self.checked_on)  # of a date of which the day may be missing
        is_fresh = self.checked_on >= a_year_ago.isoformat()[:known]
        return "full" if is_fresh and self.checked_by in OPENED else "half"

    def can_be_followed_in(self, language):
        """Whether it is taught or subtitled in a language, whatever the region: “zh-Hans” is “zh”."""
        codes = f"{self.languages} {self.subtitles}".split()
        return language in {code.partition("-")[0] for code in codes}

    @property
    def is_subtitled_for_reader(self):
        """Whether a reader who does not know its language has subtitles in his own."""
        own = active_language()
        return own not in self.languages.split() and self.can_be_followed_in(own)

    @property
    def is_offered(self):
        return self.status in (self.Status.CURRENT, self.Status.UNVERIFIED)

    @property
    def is_recommendable(self):
        return self.is_offered and not self.retired_on
