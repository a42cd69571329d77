"""The form of a split or a merge: the new steps (parts), and where criteria and skills go."""

from itertools import product

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guide.admin.editing.form_fields import WholeNumber
from guide.admin.editing.forms import CheckedForm, LineField
from guide.models import Criterion, Skill, Step, Track
from guide.models.content import make_slug
from guide.step_succession import MoveTo, Succession, SuccessionPart
from web.bounds import LONGEST_FIGURE, row_key

LINES = ["name_en", "name_zh", "summary_en", "summary_zh"]
NEW = [
    "name_en",
    "name_zh",
    "slug",
    "track",
    "hours_low",
    "hours_high",
    "summary_en",
    "summary_zh",
]
MOST_PARTS = 6
NOWHERE = "none"


class RowsField(forms.ModelMultipleChoiceField):
    def clean(self, value):
        """Django asks the database for all keys at once, and SQLite fails at one beyond 64 bits."""
        for text in value or ():
            if row_key(text) is None:
                params = {"pk": Truncator(text).chars(LONGEST_FIGURE)}
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], "invalid_pk_value", params
                )
        return super().clean(value)


class PartForm(CheckedForm):
    """One part: an existing step, or the fields of a new one."""

    use_required_attribute = False  # an existing step needs no other field
    existing = forms.ModelChoiceField(
        Step.objects.of_today().by_name(),
        required=False,
        label=gettext_lazy("existing step"),
        empty_label=gettext_lazy("none: a new step, described below"),
    )
    skills = RowsField(
        Skill.objects.none(),
        required=False,
        label=gettext_lazy("skills"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Step
        fields = NEW
        field_classes = {
            **dict.fromkeys(LINES, LineField),
            "hours_low": WholeNumber,
            "hours_high": WholeNumber,
        }
        widgets = dict.fromkeys(
            ["summary_en", "summary_zh"], forms.Textarea({"rows": 2, "cols": 40})
        )
        help_texts = {
            "slug": gettext_lazy(
                "Permanent. If empty, it is made from the English name."
            )
        }

    field_order = ["existing", *NEW, "skills"]

    def __init__(self, *args, olds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["track"].queryset = Track.objects.in_order()
        self.fields["skills"].queryset = (
            Skill.objects.filter(step_links__step__in=olds).distinct().by_name()
        )

    def clean_slug(self):
        return self.cleaned_data["slug"] or make_slug(
            self.cleaned_data.get("name_en", "")
        )

    def clean(self):
        values = super().clean()
        if (
            not values.get("existing")
            and not values.get("slug")
            and not {"slug", "name_en"} & self.errors.keys()
        ):
            self.add_error(
                "slug", _("Enter a slug: lowercase letters, digits and hyphens.")
            )
        return values

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.cleaned_data.get("existing"):
            for name in NEW:
                self._errors.pop(name, None)
            if self.cleaned_data.get("name_en"):
                self.add_error(
                    "existing",
                    _("Choose an existing step or name a new one, not both."),
                )

    @property
    def existing_pk(self):
        """The primary key of the existing step, before validation."""
        return row_key(str(self["existing"].value() or ""))

    def build_part(self):
        skills = [skill.pk for skill in self.cleaned_data["skills"]]
        self.instance.published = True  # it follows steps that readers know
        return SuccessionPart(self.cleaned_data["existing"] or self.instance, skills)


class CriteriaForm(forms.Form):
    """One field for each criterion of the old steps: the part it goes to, an equal criterion, or none."""

    def __init__(self, olds, parts, **kwargs):
        super().__init__(**kwargs)
        self.targets = [form.existing_pk for form in parts]
        live = (
            Criterion.objects.filter(retired_on=None)
            .select_related("step")
            .order_by("step__slug", "order", "code")
        )
        self.olds = list(live.filter(step__in=olds))
        self.others = {
            str(each.pk): each
            for each in [*self.olds, *live.filter(step__in=filter(None, self.targets))]
        }
        for criterion in self.olds:
            label = _("“%(criterion)s” of “%(step)s”") % {
                "criterion": criterion,
                "step": criterion.step,
            }
            field = forms.ChoiceField(
                label=label,
                choices=list(self.destination_choices(criterion, len(parts))),
            )
            field.required = criterion.step_id not in self.targets
            field.initial = "part-0" if len(parts) == 1 else ""
            self.fields[f"criterion-{criterion.pk}"] = field
        self.use_required_attribute = False

    def destination_choices(self, criterion, parts):
        yield "", _("Choose")
        for number in range(parts):
            label = (
                _("goes to part %(n)s") % {"n": number + 1}
                if parts > 1
                else _("is kept")
            )
            yield f"part-{number}", label
        for pk, other in self.others.items():
            if other != criterion and (other.step_id != criterion.step_id):
                yield f"same-{pk}", _("is the same as “%(criterion)s” of “%(step)s”") % {
                    "criterion": other, "step": other.step,
                }  # fmt: skip
        yield NOWHERE, _("retires: no step asks for it any more")

    def destination_of(self, criterion):
        kind, _dash, value = self.cleaned_data[f"criterion-{criterion.pk}"].partition(
            "-"
        )
        return (
            MoveTo(part=int(value))
            if kind == "part"
            else MoveTo(same=self.others.get(value))
        )

    def destinations(self):
        return {
            each.pk: self.destination_of(each)
            for each in self.olds
            if each.step_id not in self.targets
        }


class SuccessionForm:
    """The forms of all parts and of the criteria, validated together."""

    def __init__(self, steps, most, data=None):
        self.steps, self.most, self.data, self.errors = steps, most, data, []
        # the page shows errors only after “Show what will change”
        self.is_checked = False
        self.parts = [
            PartForm(
                data, prefix=f"part-{number}", olds=steps, initial=self.initial_values
            )
            for number in range(self.count)
        ]
        self.criteria = CriteriaForm(steps, self.parts, data=data)

    @property
    def count(self):
        if self.most == 1:
            return 1
        typed = (self.data or {}).get("parts", "")
        asked = (row_key(typed) or 2) + ((self.data or {}).get("do") == "more")
        return min(max(asked, 2), self.most)

    @property
    def initial_values(self):
        """Initial values. The hours of merged steps are added up; those of a part only the editor knows."""
        found = {
            "track": self.steps[0].track_id,
            "skills": list(Skill.objects.filter(steps__in=self.steps)),
        }
        hours = {
            name: sum(getattr(step, name) for step in self.steps)
            for name in ("hours_low", "hours_high")
        }
        return found | (hours if self.most == 1 else {})

    def is_valid(self):
        self.is_checked = True
        wrong = [
            form for form in [*self.parts, self.criteria] if not form.is_valid()
        ]  # each says what is wrong
        if not wrong and (twice := self.repeated_slugs()):
            self.errors = [
                _("Two parts are the same step: %(steps)s.")
                % {"steps": ", ".join(twice)}
            ]
        return not wrong and not self.errors

    def repeated_slugs(self):
        slugs = [form.build_part().step.slug for form in self.parts]
        return sorted({slug for slug in slugs if slugs.count(slug) > 1})

    @cached_property
    def olds(self):
        """The steps that retire: all but those that stay as a part."""
        stay = [form.existing_pk for form in self.parts]
        return [step for step in self.steps if step.pk not in stay]

    def build_succession(self):
        if self.most > 1 and not self.olds:
            raise ValidationError(
                _("A step cannot become a part of itself: name a new one.")
            )
        parts = [form.build_part() for form in self.parts]
        new = [part.step for part in parts if part.is_new]
        for step, name in product(new, ["source", "hours_basis_en", "hours_basis_zh"]):
            setattr(step, name, getattr(self.olds[0], name))
        for step in new[:1]:
            for name in ("body_en", "body_zh", "project_en", "project_zh"):
                setattr(
                    step,
                    name,
                    "\n\n".join(
                        filter(None, (getattr(old, name) for old in self.olds))
                    ),
                )
        return Succession(self.olds, parts, self.criteria.destinations())
