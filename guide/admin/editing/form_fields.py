"""Form fields of the admin, by kind of column, and their help texts."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.forms import (
    AddressField,
    CodeField,
    LineField,
    LongTextField,
)
from guide.admin.editing.widgets import KnownAutocomplete
from guide.markdown import LONGEST
from guide.models.fields import (
    LARGEST_NUMBERS,
    CountryField,
    CurrencyField,
    PartialDateField,
)
from guide.rules import FIELD_RULES
from web.bounds import LONGEST_FIGURE, is_figure
from web.plain_digits import PlainDigits, plain_digits

LONG_LINE = 400  # characters; longer lines get more than one row to be typed in
MARKDOWN = _(
    "Markdown. [text](step:sql-databases) links to a page of this site; HTML is shown as typed."
)
HELP = {
    "name": _(
        "As readers see it. Without a Chinese name, Chinese readers see the English one."
    ),
    "title": _("As the author wrote it."),
    "published": _(
        "Visitors only see what is published. You can unpublish it as long as nothing points to it; after "
        "that, retire it."
    ),
    "summary": _("One or two sentences for lists and the top of the page."),
    "body": MARKDOWN,
    "note": MARKDOWN,
    "project": MARKDOWN,
    "first_week": _(
        "What to read, do and have by the end of the first week. Markdown, best a numbered list."
    ),
    "example": _("One worked example or piece of code. Markdown; code between ```."),
    "project_data": _("Name of the data set, and how large it is."),
    "good_result": _("How a learner sees that it is good. Markdown."),
    "go_further": MARKDOWN,
    "titles": _(
        "What adverts call the job, in this language; for search, add each as another name too."
    ),
    "course_note": _(
        "What a reader of this language should know of the courses: above all why none is in it."
    ),
    "part": _("The chapters or weeks to take; empty for the whole course."),
    "reason": _("Why this course, in one sentence."),
    "order": _("Smaller numbers come first."),
    "source": _("Every figure names its source. Add the source first if it is new."),
    "hours_basis": _("Say where the hours come from."),
    "retired_on": _(
        "From this day on, it is no longer recommended. Its page stays, and learners who started it keep it."
    ),
    "passage": _("What the source says, in your own words."),
    "as_of": _("Enter 2026, 2026-08 or 2026-08-30, or “undated”."),
    "checked_on": _("When the page was last checked: 2026, 2026-08 or 2026-08-30."),
    "published_on": _("Enter 2026, 2026-08 or 2026-08-30, or “undated”."),
    "accessed_on": _("When you read it: 2026, 2026-08 or 2026-08-30."),
    "currency": _("Three capital letters, such as GBP."),
    "country": _("Two capital letters, such as GB; empty for the whole world."),
    "url": _("The full address, starting with https://."),
    "level": _("1 aware, 2 working, 3 proficient, 4 expert."),
    "prerequisite": _("What has to come first."),
    "stage": _("Save a new stage first; then you can put steps in it."),
    "subject_slug": _("The last part of its address."),
    "colour_light": _("Six digits, such as #2f66c9; readable on a light background."),
    "colour_dark": _("Six digits, such as #7aa7ff; readable on a dark background."),
    "free_to_study": _("“Unknown” if nobody has checked."),
    "certificate": _("“Unknown” if nobody has checked."),
    "topic": _("Links with the same topic are listed together."),
}


def base_name(name):
    return name.removesuffix("_en").removesuffix("_zh")


def bilingual_fields(*names):
    """Both languages of a text, side by side."""
    return [(f"{name}_en", f"{name}_zh") for name in names]


class TypedNumber:
    """A number in a text input. A number input sends what it cannot read as empty, and the typed text would be lost."""

    refusals = {
        "min_value": _("“%(value)s” is too small. Enter %(limit_value)s or more."),
        "max_value": _("“%(value)s” is too large. Enter %(limit_value)s or less."),
        "max_decimal_places": _(
            "“%(value)s” has more than %(max)s decimals. Use a point only before decimals: 1500 or 49.50."
        ),
        "max_digits": _("“%(value)s” is too long: %(max)s digits at most."),
        "max_whole_digits": _(
            "“%(value)s” is too long: %(max)s digits before the point at most."
        ),
    }

    def __init__(self, *args, **kwargs):
        kwargs["error_messages"] = self.refusals | kwargs.get("error_messages", {})
        super().__init__(
            *args,
            **{
                **kwargs,
                "widget": forms.TextInput(attrs={"class": "figure", "size": 14}),
            },
        )

    def to_python(self, value):
        value = plain_digits(value) if isinstance(value, str) else value
        if not self.is_readable(value):
            shown = Truncator(value).chars(LONGEST_FIGURE)
            raise ValidationError(self.wanted, "invalid", {"value": shown})
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "invalid":
                raise
            raise ValidationError(self.wanted, "invalid", {"value": value}) from error

    def is_readable(self, value):
        """Text is bounded before it becomes a number."""
        return not isinstance(value, str) or not value.strip() or is_figure(value)


class DayField(PlainDigits, forms.DateField):
    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            words = _("“%(value)s” is not a date. Enter it as 2026-08-30.")
            raise ValidationError(words, "invalid", {"value": value}) from error


class DigitsField(PlainDigits, LineField):
    """A line with digits in it, such as a month or a period."""


def has_digits(column):
    """Whether a text is parsed: a partial date, a period, codes."""
    return isinstance(column, PartialDateField) or str(column) in FIELD_RULES


class WholeNumber(TypedNumber, forms.IntegerField):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_value", LARGEST_NUMBERS[models.PositiveIntegerField])
        super().__init__(*args, **kwargs)

    wanted = _("“%(value)s” is not a whole number. Use digits only, such as 1500.")


class DecimalNumber(TypedNumber, forms.DecimalField):
    wanted = _(
        "“%(value)s” is not a number. Use digits, with a point before decimals, such as 1500 or 49.50."
    )


FIGURES = {models.DecimalField: DecimalNumber, models.IntegerField: WholeNumber}


class GuideFormFields:
    formfield_overrides = {
        models.URLField: {
            "form_class": AddressField,
            "widget": AdminURLFieldWidget(attrs={"size": 80, "type": "text", "inputmode": "url"}),
        },
        models.TextField: {"form_class": LongTextField, "max_length": LONGEST, "widget": AdminTextareaWidget},
    }  # fmt: skip

    def get_autocomplete_fields(self, request):
        return [
            f.name
            for f in self.opts.fields
            if f.is_relation and self.admin_site.is_registered(f.related_model)
        ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.CharField) and has_digits(db_field):
            kwargs.setdefault("form_class", DigitsField)
        if type(db_field) is models.CharField and not db_field.choices:
            kwargs.setdefault("form_class", LineField)
            if db_field.max_length >= LONG_LINE:
                kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 2})
        if isinstance(db_field, CurrencyField | CountryField):
            kwargs.setdefault("form_class", CodeField)
        for kind, figure in FIGURES.items():
            if isinstance(db_field, kind) and not db_field.choices:
                kwargs.setdefault("form_class", figure)
        if type(db_field) in LARGEST_NUMBERS and not db_field.choices:
            kwargs.setdefault("max_value", LARGEST_NUMBERS[type(db_field)])
        if isinstance(db_field, models.DateField):
            kwargs.setdefault("form_class", DayField)
        if rule := FIELD_RULES.get(str(db_field)):
            kwargs.setdefault("validators", [rule])
        kwargs.setdefault(
            "help_text", db_field.help_text or HELP.get(base_name(db_field.name), "")
        )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnownAutocomplete(
                db_field, self.admin_site, using=kwargs.get("using")
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
