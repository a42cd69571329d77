"""GET forms that filter lists. An unknown value is reported and ignored, and the rest of the form still applies."""

from urllib.parse import urlencode

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from guide.formats import language_name
from guide.models import Course, Provider, Role, Skill
from guide.models.text import Text

ANY = ("", _("Any"))
SELECTED = mark_safe(" selected")


class Filter(forms.Form):
    """A GET form that is used field by field: valid values apply although others are invalid."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def chosen(self) -> dict:
        """The valid values that were given, by field."""
        self.full_clean()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "")
        }

    def query(self) -> str:
        """The valid values as a query string, for links to the same filter."""
        valid = [
            (name, self.data[name]) for name in self.chosen() if self.data.get(name)
        ]
        return urlencode(valid)

    @property
    def used(self) -> bool:
        return bool(self.chosen())


class Select(forms.Select):
    """Renders without templates: Django uses one for each option, and these forms have two hundred."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = "" if value is None else str(value)
        rows = (
            (key, SELECTED if str(key) == chosen else "", language_of(label), label)
            for key, label in self.choices
        )
        options = format_html_join("", '<option value="{}"{}{}>{}</option>', rows)
        own = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(own), options)


def language_of(label) -> str:
    """The `lang` attribute of an option whose label is not translated."""
    return (
        format_html(' lang="{}"', label.tag)
        if isinstance(label, Text) and label.foreign
        else ""
    )


class Choice(forms.ChoiceField):
    widget = Select
    default_error_messages = {
        "invalid_choice": _(
            "“%(value)s” is not one of the choices here, so it was left out."
        )
    }

    def validate(self, value):
        if len(value) > 200:
            raise forms.ValidationError(
                _(
                    "A value as long as that is not one of the choices here, so it was left out."
                )
            )
        super().validate(value)


class CourseFilter(Filter):
    skill = Choice(label=_("Skill"), required=False)
    level = Choice(
        label=_("Level"), required=False, choices=[ANY, *Course.Difficulty.choices]
    )
    kind = Choice(label=_("Kind"), required=False, choices=[ANY, *Course.Kind.choices])
    language = Choice(label=_("Language"), required=False)
    free = Choice(
        label=_("Price"), required=False, choices=[ANY, ("yes", _("Free to study"))]
    )
    certificate = Choice(
        label=_("Certificate"),
        required=False,
        choices=[ANY, ("yes", _("With certificate"))],
    )
    provider = Choice(label=_("Provider"), required=False)
    length = Choice(
        label=_("Length"),
        required=False,
        choices=[
            ANY,
            ("short", _("up to 10 hours")),
            ("medium", _("10 to 40 hours")),
            ("long", _("40 to 120 hours")),
            ("very-long", _("over 120 hours")),
        ],
    )
    sort = Choice(
        label=_("Sort by"),
        required=False,
        choices=[
            ("", _("Beginners first")),
            ("title", _("Title")),
            ("shortest", _("Shortest first")),
            ("longest", _("Longest first")),
            ("checked", _("Latest check first")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["skill"].choices = [
            ANY,
            *(
                (skill.slug, skill.name)
                for skill in Skill.objects.published().by_name()
            ),
        ]
        self.fields["provider"].choices = [
            ANY,
            *(
                (provider.slug, provider.name)
                for provider in Provider.objects.published().by_name()
            ),
        ]
        self.fields["language"].choices = [
            ANY,
            *((code, language_name(code)) for code in ("en", "zh", "ja")),
        ]


class RoleChoice(Filter):
    """Two or three roles to compare."""

    a = Choice(label=_("Role"), required=False)
    b = Choice(label=_("compared with"), required=False)
    c = Choice(label=_("and with"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {role.slug: role for role in Role.objects.published().in_order()}
        for name, field in self.fields.items():
            none = (
                [("", _("Nobody else"))] if name == "c" else [("", _("Choose a role"))]
            )
            field.choices = [
                *none,
                *((slug, role.name) for slug, role in self.known.items()),
            ]

    def roles(self) -> list[Role]:
        """The chosen roles without repetition; the first two of all roles if none is chosen."""
        slugs = list(dict.fromkeys(self.chosen().values()))
        return (
            [self.known[slug] for slug in slugs]
            if slugs
            else list(self.known.values())[:2]
        )
