from collections import defaultdict

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import NamedAdmin, StackedRows, TableRows
from guide.admin.editing.columns import has_chinese, row_count
from guide.admin.editing.form_fields import bilingual_fields
from guide.admin.editing.inline_rows import RowFormSet
from guide.models import Roadmap, Stage, StepPrerequisite, Stop
from guide.rules import out_of_order


class StageFormSet(RowFormSet):
    def clean(self):
        super().clean()
        if any(self.errors) or not self.instance.pk:
            return
        # StopFormSet checks the order of the stops by the new order of the stages.
        self.instance.stage_orders = {
            row.pk: row.order for row in self.remaining_rows() if row.pk
        }
        taken_out = [form.instance for form in self.deleted_forms if form.instance.pk]
        for stop in Stop.objects.filter(stage__in=taken_out).select_related("stage")[
            :1
        ]:
            words = gettext(
                "The stage “%(stage)s” still has steps. Move them to another stage first."
            )
            raise ValidationError(words % {"stage": stop.stage.name})


class StopFormSet(RowFormSet):
    """Checks that no step stands before one that it builds on, and that each stage is one of this roadmap."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if not hasattr(self, "stages"):
            self.stages = list(
                Stage.objects.filter(roadmap=self.instance.pk).order_by("order")
            )
        field = form.fields["stage"]
        field.queryset = Stage.objects.filter(roadmap=self.instance.pk)
        field.choices = [
            ("", "–"),
            *((stage.pk, f"{stage.order}. {stage.name}") for stage in self.stages),
        ]
        field.error_messages["invalid_choice"] = _(
            "This stage belongs to another roadmap."
        )

    def clean(self):
        super().clean()
        if any(self.errors) or not self.instance.pk:
            return
        self.date_new_requirements()
        stops = [
            stop for stop in self.remaining_rows() if stop.step_id and stop.stage_id
        ]
        orders = getattr(self.instance, "stage_orders", {})
        position = {
            (0, s.step_id): (orders.get(s.stage_id, s.stage.order), s.order)
            for s in stops
        }
        names = {stop.step_id: stop.step for stop in stops}
        wrong = out_of_order(position, builds_on(names))
        words = gettext("“%(step)s” comes before “%(needed)s”, which it builds on.")
        errors = [
            words % {"step": names[step], "needed": names[needed]}
            for _none, step, needed in wrong
        ]
        if errors := [*errors, *self.shared_order_errors(stops)]:
            raise ValidationError(errors)

    def date_new_requirements(self):
        """What becomes required today says so, unless the editor has given another day."""
        for form in self.forms:
            stop = form.instance
            is_new = not stop.pk or "need" in form.changed_data
            if (
                is_new
                and form.has_changed()
                and stop.is_for_everybody
                and "required_since" not in form.changed_data
            ):
                stop.required_since = timezone.localdate()

    def shared_order_errors(self, stops):
        """Error messages for stops with the same order in a stage, which would leave their sequence to chance."""
        moved = {form.instance.step_id for form in self.forms if form.has_changed()}
        places, last = defaultdict(list), defaultdict(int)
        for stop in stops:
            places[stop.stage, stop.order].append(stop.step)
            last[stop.stage] = max(last[stop.stage], stop.order)
        words = gettext(
            "More than one step is at position %(order)s in the stage “%(stage)s”: %(steps)s. Position "
            "%(free)s is free."
        )
        for (stage, order), steps in places.items():
            if len(steps) > 1 and moved & {step.pk for step in steps}:
                names = gettext(", ").join(map(str, steps))
                yield words % {
                    "order": order,
                    "stage": stage.name,
                    "steps": names,
                    "free": last[stage] + 1,
                }


def builds_on(steps):
    """By step, those of the given steps that it builds on: one query."""
    found = defaultdict(list)
    links = StepPrerequisite.objects.filter(step__in=steps, prerequisite__in=steps)
    for step, needed in links.values_list("step_id", "prerequisite_id"):
        found[step].append(needed)
    return found


class StageRows(StackedRows):
    model, formset = Stage, StageFormSet
    fields = [("order", "code"), ("name_en", "name_zh"), ("purpose_en", "purpose_zh")]
    ordering = ["order", "pk"]


class StopRows(TableRows):
    model, formset = Stop, StopFormSet
    fields = ["stage", "order", "step", "need", "required_since"]
    ordering = ["stage__order", "order", "pk"]


@admin.register(Roadmap)
class RoadmapAdmin(NamedAdmin):
    list_display = [
        "name_en", "name_zh", "order", "role", "published", has_chinese, row_count("stops", _("steps")), "updated_at",
    ]  # fmt: skip
    list_editable = ["order"]
    list_select_related = ["role"]
    ordering = ["order", "name_en"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *bilingual_fields("name"),
                    ("slug", "published"),
                    "role",
                    ("order", "hours_a_week"),
                ]
            },
        ),
        (
            _("Texts"),
            {
                "fields": bilingual_fields(
                    "audience", "summary", "assumes", "outcome", "body"
                )
            },
        ),
    ]
    inlines = [StageRows, StopRows]
