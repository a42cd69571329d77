"""The settings. Each field is sent with its first value, so that only what was changed is written."""

from django import forms
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Learner, User
from accounts.models.learner import Theme
from accounts.models.user import known_time_zone
from accounts.models.write_lock import atomic_write
from accounts.preferences.learner_settings import followed_roadmap, learner_settings
from accounts.preferences.theme import browser_theme
from accounts.preferences.time_zones import zones_by_region
from accounts.progress.content_index import content_index
from guide.forms import SELECTED, LanguageSelect, PlainSelect
from guide.models import Roadmap
from guide.salaries.forms import SalaryFilter
from web.choices import MOST_HOURS
from web.plain_digits import WholeNumberField


class GroupedSelect(PlainSelect):
    """Django renders a template for each option, and there are four hundred time zones."""

    def render(self, name, value, attrs=None, renderer=None):
        groups = format_html_join(
            "",
            "{}",
            ((self.group(label, choices, value),) for label, choices in self.choices),
        )
        own = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(own), groups)

    def group(self, label, choices, value):
        rows = (
            (key, SELECTED if key == value else "", words) for key, words in choices
        )
        options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        return (
            format_html('<optgroup label="{}">{}</optgroup>', label, options)
            if label
            else options
        )


class FirstValue(forms.HiddenInput):
    """The value that a field had when its page was made. Nobody hears of it, so no text describes it."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs.pop("aria-describedby", None)
        return attrs


class SettingChoice(forms.ChoiceField):
    widget = LanguageSelect
    hidden_widget = FirstValue
    default_error_messages = {"invalid_choice": _("“%(value)s” is not an option here.")}

    def __init__(self, **kwargs):
        super().__init__(required=False, show_hidden_initial=True, **kwargs)


class ZoneField(forms.CharField):
    hidden_widget = FirstValue
    default_validators = [known_time_zone]


class HoursField(WholeNumberField):
    hidden_widget = FirstValue


class CheckField(forms.BooleanField):
    hidden_widget = FirstValue


class GuestForm(forms.Form):
    """The settings that a browser can hold without an account."""

    language = SettingChoice(label=_("Language"), choices=settings.LANGUAGES)
    roadmap = SettingChoice(label=_("Current roadmap"))
    theme = SettingChoice(label=_("Appearance"), choices=Theme.choices)
    use_required_attribute = False

    def __init__(self, request):
        self.request, self.in_hand = request, followed_roadmap(request)
        data = request.POST if request.method == "POST" else None
        super().__init__(data, initial=self.known(), label_suffix="")
        roadmaps = [
            (roadmap.slug, roadmap.name)
            for roadmap in Roadmap.objects.published().in_order()
        ]
        self.fields["roadmap"].choices = (
            roadmaps if self.in_hand else [("", _("None yet")), *roadmaps]
        )

    def known(self) -> dict:
        theme = browser_theme(self.request) or Theme.SYSTEM
        return {"language": get_language(), "roadmap": self.in_hand, "theme": theme}

    @property
    def changed(self) -> dict:
        changed = {name: self.cleaned_data[name] for name in self.changed_data}
        if not changed.get("roadmap"):  # one in hand is only left for another
            changed.pop("roadmap", None)
        return changed

    @property
    def leaves_a_roadmap_for(self) -> str:
        """The slug of a roadmap chosen instead of the one in hand; the page that says what carries over comes first."""
        after = self.changed.get("roadmap", "")
        return after if self.in_hand not in ("", after) else ""


class LearnerForm(GuestForm):
    """The settings of an account."""

    time_zone = ZoneField(
        label=_("Time zone"), required=False, show_hidden_initial=True, max_length=64, widget=GroupedSelect,
        help_text=_("Your history and study days use the days of this time zone."),
    )  # fmt: skip
    hours_a_week = HoursField(
        label=_("Hours a week"), required=False, show_hidden_initial=True, min_value=1, max_value=MOST_HOURS,
        help_text=_("How much time you have to study. “My path” then estimates how long the rest will take."),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Enter a whole number from 1 to 80, or leave it empty.")
        ),
    )  # fmt: skip
    country = SettingChoice(
        label=_("Country"),
        help_text=_("The salaries page then starts with that country."),
    )
    currency = SettingChoice(
        label=_("Currency"), help_text=_("The salaries page then shows this currency.")
    )
    review_mails = CheckField(
        label=_("Mail about reviews"), required=False, show_hidden_initial=True,
        help_text=_("When somebody asks for a review of a draft, approves one of yours or sends it back."),
    )  # fmt: skip
    field_order = [
        "language",
        "time_zone",
        "roadmap",
        "hours_a_week",
        "country",
        "currency",
        "theme",
        "review_mails",
    ]

    def __init__(self, request):
        super().__init__(request)
        self.fields["language"].choices = [
            ("", _("Same as the page")),
            *settings.LANGUAGES,
        ]
        self.fields["language"].help_text = _(
            "For our emails, and for the page you see after you sign in."
        )
        for name in ("country", "currency"):
            self.fields[name].choices = self.choices_of_salaries(name)
        zone, zones = request.user.time_zone, zones_by_region()
        if not any(zone == name for _region, cities in zones for name, _city in cities):
            zones[0][1].append((zone, zone))
        self.fields["time_zone"].widget.choices = zones
        self.fields["time_zone"].widget.attrs["data-own-zone"] = _("This device")
        if not request.user.is_staff:
            del self.fields["review_mails"]

    def choices_of_salaries(self, name) -> list:
        """Those that have figures, and one chosen before."""
        choices = [*SalaryFilter({}).fields[name].choices]
        if name == "country":
            choices[0] = ("", _("None yet"))
        own = getattr(learner_settings(self.request), name)
        return choices if own in dict(choices) else [*choices, (own, own)]

    def known(self) -> dict:
        mine = learner_settings(self.request)
        fields = {
            name: getattr(mine, name)
            for name in (
                "language",
                "hours_a_week",
                "country",
                "currency",
                "review_mails",
            )
        }
        return {**super().known(), **fields, "time_zone": self.request.user.time_zone}

    def save(self) -> None:
        """In one transaction. A roadmap that takes the place of another one is not saved: a question comes first."""
        fields, user = self.changed, self.request.user
        slug, zone = fields.pop("roadmap", ""), fields.pop("time_zone", "")
        if slug and not self.leaves_a_roadmap_for:
            fields["roadmap_id"] = content_index().roadmaps[slug].pk
        with atomic_write(DEFAULT_DB_ALIAS):
            if zone:
                User.objects.filter(pk=user.pk).update(time_zone=zone)
            if fields:
                Learner.objects.set_fields(user, **fields)
