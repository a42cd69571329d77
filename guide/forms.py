"""GET forms that filter lists. An unknown value is reported and ignored, and the rest of the form still applies."""

import unicodedata
from urllib.parse import urlencode

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from guide.cache import cached_per_version
from guide.formats import language_name
from guide.models import Course, Provider, Role, Skill, Website
from guide.models.text import LANGUAGES, Text, active_language
from guide.models.website import UNKNOWN
from guide.search.normalisation import fold_text

ANY = ("", _("Any"))
SELECTED = mark_safe(" selected")


class Filter(forms.Form):
    """A GET form that is used field by field: valid values apply although others are invalid."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def valid_values(self) -> dict:
        """The valid values that were given, by field."""
        self.full_clean()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "")
        }

    def query_string(self) -> str:
        """The valid values as a query string, for links to the same filter."""
        valid = [
            (name, self.data[name])
            for name in self.valid_values()
            if self.data.get(name)
        ]
        return urlencode(valid)

    @property
    def is_filtered(self) -> bool:
        return bool(self.valid_values())


class PlainSelect(forms.Select):
    """Without the longest length of a text field, which HTML does not know for a select."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs.pop("maxlength", None)
        return attrs


class LanguageSelect(PlainSelect):
    """Renders without templates: Django uses one for each option, and these forms have two hundred."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = "" if value is None else str(value)
        rows = (
            (
                key,
                SELECTED if str(key) == chosen else "",
                language_attribute(label),
                label,
            )
            for key, label in self.choices
        )
        options = format_html_join("", '<option value="{}"{}{}>{}</option>', rows)
        own = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(own), options)


def language_attribute(label) -> str:
    """The `lang` attribute of an option whose label is not translated."""
    return (
        format_html(' lang="{}"', label.html_language)
        if isinstance(label, Text) and label.is_foreign
        else ""
    )


class KnownChoiceField(forms.ChoiceField):
    widget = LanguageSelect
    default_error_messages = {
        "invalid_choice": _("“%(value)s” is not an option here, so it was ignored.")
    }

    def validate(self, value):
        if len(value) > 200:
            raise forms.ValidationError(
                _("A value that long is not an option here, so it was ignored.")
            )
        super().validate(value)


class WordFilter(Filter):
    """Finds the records of a long page by words."""

    q = forms.CharField(
        label=_("Find"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search"}),
    )

    def pick(self, records, *fields):
        """The records in whose fields, in either language, every typed word stands; all if none was typed."""
        wanted = fold_case(self.valid_values().get("q", "")).split()
        return [
            record
            for record in records
            if all(word in searched_text(record, fields) for word in wanted)
        ]


def fold_case(text: str) -> str:
    """Without difference of case or of width: “ＧＰＵ” is “gpu”."""
    return unicodedata.normalize("NFKC", text).casefold()


def searched_text(record, fields) -> str:
    columns = (f"{name}_{code}" for name in fields for code in ("en", "zh"))
    return fold_case("\n".join(getattr(record, column) for column in columns))


class CourseFilter(Filter):
    q = forms.CharField(
        label=_("Words of its title, its teachers or its skills"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "form": "filters"}),
    )
    skill = KnownChoiceField(
        label=_("Skill"), required=False, widget=LanguageSelect({"data-pick": "skill"})
    )
    level = KnownChoiceField(
        label=_("Level"), required=False, choices=[ANY, *Course.Difficulty.choices]
    )
    kind = KnownChoiceField(
        label=_("Kind"), required=False, choices=[ANY, *Course.Kind.choices]
    )
    language = KnownChoiceField(label=_("Language"), required=False)
    subtitles = KnownChoiceField(label=_("Subtitles"), required=False)
    reach = KnownChoiceField(
        label=_("Reachable in mainland China"),
        required=False,
        choices=[ANY, *Website.Reach.choices, (UNKNOWN, _("unknown"))],
    )
    free = KnownChoiceField(
        label=_("Price"), required=False, choices=[ANY, ("yes", _("Free to study"))]
    )
    certificate = KnownChoiceField(
        label=_("Certificate"),
        required=False,
        choices=[ANY, ("yes", _("With certificate"))],
    )
    provider = KnownChoiceField(
        label=_("Provider"), required=False, widget=LanguageSelect({"data-pick": ""})
    )
    length = KnownChoiceField(
        label=_("Length"),
        required=False,
        choices=[
            ANY,
            ("short", _("up to 10 hours")),
            ("under-20", _("under 20 hours")),
            ("medium", _("10 to 40 hours")),
            ("long", _("40 to 120 hours")),
            ("very-long", _("over 120 hours")),
        ],
    )
    sort = KnownChoiceField(
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

    @classmethod
    def choice_fields(cls) -> list[str]:
        """All but the text, of which there is no end."""
        return [name for name in cls.base_fields if name != "q"]

    def clean_q(self):
        """The words as the records write them, however wide and in whichever script they were typed."""
        return " ".join(fold_text(self.cleaned_data["q"]).split())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, model in (("skill", Skill), ("provider", Provider)):
            self.fields[name].choices = [ANY, *names_by_slug(model, active_language())]
        for name, codes in (
            ("language", ("en", "zh", "ja")),
            ("subtitles", ("zh", "en")),
        ):
            self.fields[name].choices = [
                ANY,
                *((code, language_name(code)) for code in codes),
            ]


@cached_per_version(2 * len(LANGUAGES))
def names_by_slug(model, language: str) -> list[tuple[str, Text]]:
    """Slug and name of every published record, by name; `language` is the active one. Every list of courses asks."""
    rows = model.objects.published().by_name().only("slug", "name_en", "name_zh")
    return [(row.slug, row.name) for row in rows]


class RoleComparisonForm(Filter):
    """Two or three roles to compare."""

    a = KnownChoiceField(label=_("Role"), required=False)
    b = KnownChoiceField(label=_("compared with"), required=False)
    c = KnownChoiceField(label=_("and with"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {role.slug: role for role in Role.objects.published().in_order()}
        for name, field in self.fields.items():
            none = _("No third role") if name == "c" else _("Choose a role")
            field.choices = [
                ("", none),
                *((slug, role.name) for slug, role in self.known.items()),
            ]
        chosen = list(dict.fromkeys(self.valid_values().values()))
        self.has_choice = bool(chosen)
        # The selects show the roles that are compared, column by column, and no others.
        self.data = dict(zip(self.fields, chosen or list(self.known)[:2], strict=False))

    @property
    def is_filtered(self) -> bool:
        return self.has_choice

    def chosen_roles(self) -> list[Role]:
        """The chosen roles without repetition; the first two of all roles if none is chosen."""
        return [self.known[slug] for slug in self.data.values()]
