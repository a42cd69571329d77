"""What a learner chooses of a shared link, and says of a project."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import SharedLink
from accounts.models.shared_link import LONGEST_SENTENCE
from guide.models import Roadmap


class LinkForm(forms.ModelForm):
    class Meta:
        model = SharedLink
        fields = (
            "label", "kind", "roadmap", "has_progress", "has_skills", "has_work", "has_plan", "shown_name",
            "expires_on",
        )  # fmt: skip
        widgets = {
            "expires_on": forms.DateInput(attrs={"type": "date"}),
            "kind": forms.RadioSelect,
        }
        help_texts = {
            "label": _("Only you see it: a name for your list."),
            "shown_name": _("Nothing of your account is shown; a name only if you write one here."),
            "expires_on": _("Empty: until you withdraw it."),
        }  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roadmap"].queryset = Roadmap.objects.published().in_order()
        self.fields["roadmap"].empty_label = None
        self.fields["kind"].choices = SharedLink.Kind.choices

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose today or a later one."))  # fmt: skip
        return day

    def clean(self):
        values = super().clean()
        if values.get("kind") == SharedLink.Kind.PORTFOLIO:
            values |= {"has_progress": True, "has_skills": True, "has_work": True}
        parts = ("has_progress", "has_skills", "has_work", "has_plan")
        if not self.errors and not any(values.get(part) for part in parts):
            raise forms.ValidationError(_("Choose at least one part to show."))
        return values


class SentenceForm(forms.Form):
    step = forms.SlugField(max_length=100)
    text = forms.CharField(
        required=False,
        max_length=LONGEST_SENTENCE,
        strip=True,
        error_messages={
            "max_length": _("At most %(limit_value)d characters; these are %(show_value)d.")
        },
    )  # fmt: skip
