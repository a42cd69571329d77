"""The stops of a roadmap as rows: on the page of their roadmap, and on that of their step.

A stop is moved by typing its place; what stands there makes room. The buttons “up” and “down” of a roadmap save it.
"""

from collections import defaultdict
from functools import cached_property, partial

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import TableRows
from guide.admin.editing.inline_rows import RowForm, RowFormSet
from guide.models import Stage, StepPrerequisite, Stop
from guide.roadmaps.stop_places import make_room, press
from guide.rules import out_of_order

MOVE = "move"  # the name of the buttons; the value is the prefix of a row and “up” or “down”
PLACE_HELP = _("1 is the first place of the stage. Empty: at its end.")


class StopForm(RowForm):
    is_stray = False  # stands in no stage of the page

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        place = self.fields["order"]
        place.required, place.label, place.help_text = False, _("place"), PLACE_HELP
        self.fields["stage"].error_messages["invalid_choice"] = _(
            "This stage belongs to another roadmap."
        )
        self.fields["required_since"].widget = forms.DateInput(attrs={"size": 10})

    @property
    def is_moved(self):
        """A new stop is; so is one that an editor put elsewhere, who may."""
        if not self.instance.pk:
            return True
        places = {"order", "stage"}
        return self.has_changed() and not places.isdisjoint(self.changed_data)

    @property
    def asked_place(self):
        """Whoever only chooses another stage means its end."""
        is_typed = not self.instance.pk or "order" in self.changed_data
        return self.cleaned_data.get("order") if is_typed else None

    @cached_property
    def direction(self):
        """Of the button that was pressed beside this row."""
        prefix, _dash, direction = self.data.get(MOVE, "").rpartition("-")
        return direction if prefix == self.prefix else ""

    def stand_at(self, place):
        """Save this row with the others that changed, if it has another place now."""
        if self.instance.order == place:
            return
        self.instance.order = self.cleaned_data["order"] = place
        if "order" not in self.changed_data:
            self.changed_data.append("order")

    def date_new_requirement(self):
        """What becomes required today says so, unless the editor has given another day."""
        stop = self.instance
        is_new = not stop.pk or "need" in self.changed_data
        is_asked = is_new and self.has_changed() and stop.is_for_everybody
        if is_asked and "required_since" not in self.changed_data:
            stop.required_since = timezone.localdate()


class StopFormSet(RowFormSet):
    suggests_number = False  # the place depends on the stage

    def placed_forms(self):
        """The forms of the stops that remain, by stage."""
        found = defaultdict(list)
        for form in self.forms:
            is_used = form.instance.pk or form.has_changed()
            if is_used and form.instance.stage_id and form not in self.deleted_forms:
                found[form.instance.stage_id].append(form)
        return found


def stage_choices(stages):
    return [("", "–"), *((stage.pk, numbered(stage)) for stage in stages)]


def numbered(stage):
    return f"{stage.order}. {stage.name}"


class RoadmapStopFormSet(StopFormSet):
    """Checks that no step stands before one that it builds on, and that each stage is one of this roadmap."""

    def add_fields(self, form, index):
        """With stages to choose that are read where the row is shown: a save shows none."""
        super().add_fields(form, index)
        field = form.fields["stage"]
        field.queryset = Stage.objects.filter(roadmap=self.instance.pk)
        field.choices = self.stages_to_choose
        if form.instance.pk:
            form.fields["step"].widget = forms.HiddenInput()

    def stages_to_choose(self):
        return stage_choices(self.stages)

    @cached_property
    def stages(self):
        stages = Stage.objects.filter(roadmap=self.instance.pk)
        return list(stages.order_by("order"))

    def clean(self):
        super().clean()
        if any(self.errors) or not self.instance.pk:
            return
        for forms_of_stage in self.placed_forms().values():
            self.place(forms_of_stage)
        for form in self.forms:
            form.date_new_requirement()
        self.check_order()

    def by_stage(self):
        """The forms of the stops that are there, by the stage in which they were when the page was made."""
        found = defaultdict(list)
        for form in self.initial_forms:
            found[form.initial["stage"]].append(form)
        return found

    def place(self, forms_of_stage):
        standing = sorted(forms_of_stage, key=lambda each: each.instance.order or 0)
        moved = {each: each.asked_place for each in standing if each.is_moved}
        pressed = [each for each in standing if each.direction]
        if not moved and not pressed:
            return
        rows = make_room(standing, moved)
        for each in pressed:
            rows = press(rows, each, each.direction)
        for place, each in enumerate(rows, 1):
            each.stand_at(place)

    def check_order(self):
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
        if errors := [
            words % {"step": names[step], "needed": names[needed]}
            for _none, step, needed in wrong
        ]:
            raise ValidationError(errors)


def builds_on(steps):
    """By step, those of the given steps that it builds on: one query."""
    found = defaultdict(list)
    links = StepPrerequisite.objects.filter(step__in=steps, prerequisite__in=steps)
    for step, needed in links.values_list("step_id", "prerequisite_id"):
        found[step].append(needed)
    return found


class RoadmapStopRows(TableRows):
    """Those that are there stand in the table of their stage (templates/admin/guide/roadmap/stages.html)."""

    model, formset, form = Stop, RoadmapStopFormSet, StopForm
    is_for_new_rows, heading = True, _("add steps to this roadmap")
    fields = ["step", "stage", "order", "need", "required_since"]
    ordering = ["stage__order", "order", "pk"]


class StepStopForm(StopForm):
    """The stage says which roadmap."""

    def clean(self):
        values = super().clean()
        if stage := values.get("stage"):
            self.instance.roadmap = stage.roadmap
        return values


class StepStopFormSet(StopFormSet):
    """The stops of one step. Those of other steps make room, and the roadmaps learn that they changed."""

    is_draft = False  # set by the page

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pushed = []
        # A roadmap changes without its steps, so each row is compared, whatever the version of the step says.
        self.stale = self.is_bound and bool(self.instance.pk)

    def add_fields(self, form, index):
        """As in those of a roadmap, the stages are read where the row is shown."""
        super().add_fields(form, index)
        roadmap, field = form.instance.roadmap_id, form.fields["stage"]
        field.queryset = Stage.objects.select_related("roadmap")
        if roadmap is None:
            field.choices = self.choices_of_all
            return
        field.queryset = field.queryset.filter(roadmap=roadmap)
        field.choices = partial(self.choices_of_roadmap, roadmap)

    @cached_property
    def stages(self):
        stages = Stage.objects.select_related("roadmap")
        return list(stages.order_by("roadmap__order", "roadmap__slug", "order"))

    def choices_of_roadmap(self, roadmap):
        return stage_choices(
            stage for stage in self.stages if stage.roadmap_id == roadmap
        )

    def choices_of_all(self):
        """The stages of every roadmap under its name: one choice says both."""
        by_roadmap = defaultdict(list)
        for stage in self.stages:
            by_roadmap[stage.roadmap].append((stage.pk, numbered(stage)))
        return [
            ("", "–"),
            *((str(roadmap), stages) for roadmap, stages in by_roadmap.items()),
        ]

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        if self.is_draft and any(form.has_changed() for form in self.forms):
            words = gettext(
                "A draft of a step keeps nothing of its roadmaps. Take back what you changed here, or save it."
            )
            raise ValidationError(words)
        by_stage = self.placed_forms()
        self.refuse_a_roadmap_twice(by_stage)
        for stage, own in by_stage.items():
            if any(form.is_moved for form in own):
                self.place(stage, own[0])
        for form in self.forms:
            form.date_new_requirement()
        own = [form.instance for forms_ in by_stage.values() for form in forms_]
        self.instance.places = {
            (stop.roadmap_id, stop.step_id): (stop.stage.order, stop.order)
            for stop in [*own, *self.pushed]
        }

    def refuse_a_roadmap_twice(self, by_stage):
        """Nor beside a row that somebody else added meanwhile, which is in no form."""
        shown = [form.instance.pk for form in self.initial_forms]
        others = Stop.objects.filter(step=self.instance.pk).exclude(pk__in=shown)
        roadmaps = {*others.values_list("roadmap", flat=True)}
        for form in [form for own in by_stage.values() for form in own]:
            if form.instance.roadmap_id in roadmaps:
                words = gettext("The step is on the roadmap “%(roadmap)s” already.")
                named = {"roadmap": form.instance.roadmap}
                form.add_error("stage", words % named)
            roadmaps.add(form.instance.roadmap_id)

    def place(self, stage, form):
        others = Stop.objects.filter(stage=stage).exclude(step=self.instance.pk)
        rows = list(others.select_related("roadmap", "stage").order_by("order", "pk"))
        rows = make_room(rows, {form: form.asked_place})
        for place, row in enumerate(rows, 1):
            if row is form:
                form.stand_at(place)
            elif row.order != place:
                row.order = place
                self.pushed.append(row)

    def save(self, commit=True):
        rows = super().save(commit)
        for stop in self.pushed:
            stop.save()
        changed = [*self.new_objects, *self.deleted_objects]
        changed += [stop for stop, _fields in self.changed_objects]
        for roadmap in {stop.roadmap for stop in [*changed, *self.pushed]}:
            roadmap.raise_version()
        return rows


class StepStopRows(TableRows):
    model, formset, form, fk_name = Stop, StepStopFormSet, StepStopForm, "step"
    verbose_name_plural = _("on these roadmaps")
    fields = ["stage", "order", "need", "required_since"]
    ordering = ["roadmap__order", "roadmap__slug"]

    def get_extra(self, request, obj=None, **kwargs):
        """A new step seldom goes on one roadmap alone."""
        return self.extra if obj else 2

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.is_draft = "_draft" in request.POST
        return formset
