"""Base forms of the admin: texts are cleaned as the loader cleans them, and the rules of one record are checked."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guide.admin.editing.uses import uses_of
from guide.admin.editing.versioned_forms import PageForm, VersionedForm
from guide.graph import find_cycle
from guide.markdown import short_links
from guide.models import Course, Occupation, OtherName
from guide.models.content import make_slug
from guide.rules import (
    COLOUR,
    LINKED,
    circle_message,
    dead_links,
    explain_violation,
    unknown_figures,
)
from guide.search.places import PAGE_SLUGS
from guide.sync.record_schema import schema_of
from guide.text_cleaning import CONTROL, CONTROL_IN_LINE, clean_text
from guide.texts.figures import COUNTED
from web.bounds import row_key
from web.typed_address import read_typed_address

INVISIBLE = gettext_lazy(
    "The text contains an invisible character. Type it again, or paste it without formatting."
)
IN_USE = gettext_lazy(
    "It cannot be unpublished because this points to it: %(uses)s. Remove that first, or retire it: %(how)s"
)
RETIRE_BY_DAY = gettext_lazy(
    "check this again and enter today’s date under “retired on”; its page stays for those who started it."
)
RETIRE_IN_LIST = gettext_lazy(
    "check this again and choose “Retire …” in the list; its page goes, what points to it stays."
)


class LongTextField(forms.CharField):
    default_validators = [RegexValidator(CONTROL, INVISIBLE, inverse_match=True)]

    def to_python(self, value):
        return clean_text(super().to_python(value))


class LineField(forms.CharField):
    default_validators = [
        RegexValidator(CONTROL_IN_LINE, INVISIBLE, inverse_match=True)
    ]

    def to_python(self, value):
        return " ".join(super().to_python(value).splitlines())


class CodeField(LineField):
    """Of a currency or a country: capital letters, however they are typed."""

    def to_python(self, value):
        value = unicodedata.normalize("NFKC", super().to_python(value))
        return value.strip().upper()


class AddressField(forms.CharField):
    """An address of another site, however it was pasted."""

    def to_python(self, value):
        value = super().to_python(value)
        return read_typed_address(value) if value else value


class CheckedForm(VersionedForm):
    """Checks the constraints of the database before it does, with a message beside the field."""

    def clean(self):
        super().clean()
        values = dict(self.cleaned_data)
        self.check_links(values)
        self.check_figures(values)
        for condition in schema_of(self._meta.model).conditions:
            if (
                condition.error_field
                and values.keys() >= set(condition.fields)
                and condition.is_broken(values)
            ):
                message = explain_violation(self._meta.model, condition, values)
                self.add_error(condition.error_field, message)
        return self.cleaned_data

    def check_links(self, values):
        texts = {
            name: text
            for name, text in values.items()
            if name.endswith(("_en", "_zh")) and "](" in text
        }
        links = {name: short_links(text) for name, text in texts.items()}
        dead = set(dead_links([pair for pairs in links.values() for pair in pairs]))
        for name, pairs in links.items():
            if nowhere := [
                f"{kind}:{slug}" for kind, slug in pairs if f"{kind}:{slug}" in dead
            ]:
                self.add_error(
                    name,
                    _("These links lead nowhere: %(links)s.")
                    % {"links": _(", ").join(nowhere)},
                )
            if strange := {kind for kind, _slug in pairs} - {*LINKED, "page"}:
                words = _("Unknown before the colon: %(kinds)s. Allowed: %(allowed)s.")
                allowed = _(", ").join((*LINKED, "page"))
                self.add_error(
                    name,
                    words
                    % {"kinds": _(", ").join(sorted(strange)), "allowed": allowed},
                )

    def check_figures(self, values):
        for name, text in values.items():
            if name.endswith(("_en", "_zh")) and (wrong := unknown_figures(text)):
                words = _(
                    "These figures cannot be computed: %(figures)s. Known are {hours:a+b}, {steps:a}, {time:a@8} "
                    "with slugs, and {count:…} of %(counted)s."
                )
                names = {
                    "figures": _(", ").join(wrong),
                    "counted": _(", ").join(COUNTED),
                }
                self.add_error(name, words % names)


class KeyedForm(CheckedForm, PageForm):
    # The fields that an empty slug of a new record is made from.
    slug_from: tuple[str, ...] = ()

    def made_slug(self):
        parts = [self.data.get(self.add_prefix(name), "") for name in self.slug_from]
        return make_slug(" ".join(parts))

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if not slug and not self.instance.pk:
            slug = self.made_slug()
        if not slug:
            raise ValidationError(self.fields["slug"].error_messages["required"])
        return slug

    def clean(self):
        values = super().clean()
        if (
            self.instance.pk
            and "published" in self.changed_data
            and values.get("published") is False
            and (uses := uses_of(self.instance))
        ):
            how = RETIRE_BY_DAY if "retired_on" in self.fields else RETIRE_IN_LIST
            self.add_error(
                "published", IN_USE % {"uses": _("; ").join(uses), "how": how}
            )
        if (day := values.get("retired_on")) and day > timezone.localdate():
            self.add_error(
                "retired_on",
                _("%(day)s is in the future. Enter today or an earlier date.")
                % {"day": day},
            )
        return values


class CitationForm(KeyedForm):
    def clean(self):
        values = super().clean()
        subject, slug = values.get("subject"), values.get("subject_slug")
        if subject and slug and dead_links([(subject, slug)]):
            self.add_error(
                "subject_slug",
                _("There is no %(kind)s with this slug.") % {"kind": subject},
            )
        return values


class OtherNameForm(KeyedForm):
    def clean(self):
        values = super().clean()
        subject, slug = values.get("subject"), values.get("subject_slug")
        if subject == OtherName.Subject.PAGE and slug and slug not in PAGE_SLUGS:
            words = _("There is no such page. Known are: %(known)s.")
            self.add_error("subject_slug", words % {"known": ", ".join(PAGE_SLUGS)})
        elif subject and slug and subject != "page" and dead_links([(subject, slug)]):
            self.add_error(
                "subject_slug",
                _("There is no %(kind)s with this slug.") % {"kind": subject},
            )
        return values


class TrackForm(KeyedForm):
    def clean(self):
        values = super().clean()
        for name in ("colour_light", "colour_dark"):
            if name in values and not COLOUR.fullmatch(values[name]):
                self.add_error(
                    name, _("Enter a color as #2f66c9: six digits, lowercase.")
                )
        return values


class CourseAdminForm(KeyedForm):
    def clean_replaced_by(self):
        new = self.cleaned_data["replaced_by"]
        if new and self.instance.pk:
            others = Course.objects.exclude(pk=self.instance.pk).exclude(
                replaced_by=None
            )
            edges = [
                (str(self.instance.pk), str(new.pk)),
                *others.values_list("pk", "replaced_by"),
            ]
            if members := find_cycle([(str(old), str(today)) for old, today in edges]):
                raise ValidationError(circle_message(Course, members))
        return new


class SalaryForm(KeyedForm):
    slug_from = ("kind", "year", "country", "occupation", "experience")

    def made_slug(self):
        """As those of the figures that came with the site: advertised-2022-us-data-analyst-any."""
        key = row_key(self.data.get(self.add_prefix("occupation"), ""))
        slugs = {"occupation": Occupation.objects.filter(pk=key).values_list("slug", flat=True).first()}  # fmt: skip
        parts = [slugs.get(name, self.data.get(self.add_prefix(name))) for name in self.slug_from]  # fmt: skip
        return make_slug("-".join(filter(None, parts)))

    def clean_cautions(self):
        return " ".join(self.cleaned_data["cautions"].split())
