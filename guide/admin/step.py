from collections import defaultdict

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import NamedAdmin, StackedRows, TableRows
from guide.admin.editing.columns import MissingText, has_chinese, row_count
from guide.admin.editing.form_fields import bilingual_fields
from guide.admin.editing.inline_rows import RowFormSet
from guide.admin.skill import PrerequisiteFormSet
from guide.admin.stop import StepStopRows
from guide.admin.succession_views import SuccessionPages, merge, split
from guide.courses.choice_rules import ChosenCourse, choice_faults
from guide.formats import format_range
from guide.graph import find_cycle
from guide.models import (
    Criterion,
    Roadmap,
    Step,
    StepCourse,
    StepPrerequisite,
    StepSkill,
    StepSuccessor,
    Stop,
)
from guide.models.fields import Level
from guide.rules import circle_message, out_of_order


class OrderedPrerequisiteFormSet(PrerequisiteFormSet):
    """Checks that on every roadmap with both steps the prerequisite stands first."""

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        mine = self.instance.pk  # None of a new step, which may stand on roadmaps too
        links = StepPrerequisite.objects.filter(prerequisite=mine) if mine else []
        edges = [*self.prerequisite_edges(), *((link.step_id, mine) for link in links)]
        builds_on = defaultdict(list)
        for step, needed in edges:
            builds_on[step].append(needed)
        position = self.positions({pk for edge in edges for pk in edge if pk})
        wrong = list(out_of_order(position, builds_on))
        if wrong:
            raise ValidationError([self.disorder_message(*each) for each in wrong])

    def positions(self, steps):
        """Where steps stand on their roadmaps; what the rows above change is known there."""
        rows = Stop.objects.filter(step__in=steps)
        rows = rows.values_list("roadmap_id", "step_id", "stage__order", "order")
        found = {
            (roadmap, step): (stage, place) for roadmap, step, stage, place in rows
        }
        if (places := getattr(self.instance, "places", None)) is None:
            return found
        mine = self.instance.pk
        return {key: at for key, at in found.items() if key[1] != mine} | places

    def disorder_message(self, roadmap, step, needed):
        words = gettext(
            "On the roadmap “%(roadmap)s”, “%(step)s” comes before “%(needed)s”, which it builds on."
        )
        return words % {
            "roadmap": Roadmap.objects.get(pk=roadmap),
            "step": self.name_of(step),
            "needed": self.name_of(needed),
        }

    def name_of(self, step):
        is_mine = step == self.instance.pk
        return self.instance if is_mine else Step.objects.get(pk=step)


class StepPrerequisiteRows(TableRows):
    model, formset, fk_name, fields = (
        StepPrerequisite,
        OrderedPrerequisiteFormSet,
        "step",
        ["prerequisite"],
    )
    verbose_name, verbose_name_plural = _("prerequisite"), _("builds on")


class StepSkillRows(TableRows):
    model = StepSkill
    verbose_name, verbose_name_plural = _("skill"), _("skills")
    fields = ["skill", "level"]
    ordering = ["-level", "skill__sort_zh"]


class CriterionFormSet(RowFormSet):
    """Offers as replacement the criteria of the same step, and those that a split or a merge led to."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if not hasattr(self, "known"):
            mine, led_to = Q(step=self.instance.pk), Q(replaces__step=self.instance.pk)
            self.known = list(Criterion.objects.filter(mine | led_to).distinct())
        field = form.fields["replaced_by"]
        field.queryset = Criterion.objects.filter(pk__in=[row.pk for row in self.known])
        field.choices = [
            ("", "–"),
            *((row.pk, str(row)) for row in self.known if row != form.instance),
        ]

    def clean(self):
        super().clean()
        edges = [
            (str(row.pk), str(row.replaced_by_id))
            for row in self.remaining_rows()
            if row.replaced_by_id
        ]
        if not any(self.errors) and (members := find_cycle(edges)):
            raise ValidationError(circle_message(Criterion, members))


class CriterionRows(TableRows):
    """Criteria retire and are never deleted, because learners' ticks refer to them."""

    model, formset = Criterion, CriterionFormSet
    fields = ["order", "code", "text_en", "text_zh", "retired_on", "replaced_by"]
    can_delete = False


class SuccessorRows(TableRows):
    model, fk_name = StepSuccessor, "old"
    fields = ["new", "kind"]
    verbose_name, verbose_name_plural = _("successor"), _("what this step became")


class ChosenCourseFormSet(RowFormSet):
    """Checks each choice against its course and this step, and that no two stand at one place."""

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        level = self.highest_level()
        taken: dict[int, StepCourse] = {}
        for form in self.forms:
            choice = form.instance
            if form in self.deleted_forms or not choice.course_id:
                continue
            for field, message in choice_faults(
                choice_in_question(choice, self.instance, level)
            ):
                form.add_error(field, message)
            if taken.setdefault(choice.order, choice) != choice:
                words = gettext("“%(course)s” stands at this place already.")
                form.add_error("order", words % {"course": taken[choice.order].course})

    def highest_level(self):
        """Of the skills that the step leads to; a new step has them only in the rows sent beside these."""
        if self.instance.pk:
            links = self.instance.skill_links.aggregate(highest=Max("level"))
            return links["highest"] or 0
        known = {str(level): level for level in Level.values}
        rows = [
            name.removesuffix("-level")
            for name in self.data
            if name.startswith("skill_links-") and name.endswith("-level")
        ]
        levels = [
            known.get(self.data[f"{row}-level"], 0)
            for row in rows
            if self.data.get(f"{row}-skill") and not self.data.get(f"{row}-DELETE")
        ]
        return max(levels, default=0)


def choice_in_question(choice, step, level):
    """A choice as the rules ask about it; `level`: the highest that the step leads to."""
    course = choice.course
    return ChosenCourse(
        status=course.status,
        is_retired=course.retired_on is not None,
        checked_by=course.checked_by,
        languages=course.languages,
        subtitles=course.subtitles,
        difficulty=course.difficulty,
        course_hours=course.hours_high,
        part=choice.part_en,
        part_hours=choice.hours_high,
        step_hours=step.hours_high or 0,
        step_level=level,
    )


class ChosenCourseRows(StackedRows):
    model, formset = StepCourse, ChosenCourseFormSet
    verbose_name, verbose_name_plural = _("chosen course"), _("chosen courses")
    fields = [
        ("order", "course"),
        ("part_en", "part_zh"),
        ("hours_low", "hours_high"),
        ("reason_en", "reason_zh"),
    ]
    ordering = ["order", "pk"]


@admin.display(description=_("Hours"), ordering="hours_low")
def hours(step):
    return format_range(step.hours_low, step.hours_high)


@admin.register(Step)
class StepAdmin(SuccessionPages, NamedAdmin):
    actions = [*NamedAdmin.actions, split, merge]
    list_display = [
        "name_en", "name_zh", "track", hours, "published", has_chinese,
        row_count("criteria", _("criteria")), row_count("stops", _("roadmaps")), "retired_on", "updated_at",
    ]  # fmt: skip
    list_filter = [
        "published",
        MissingText,
        "track",
        ("retired_on", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["track"]
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    *bilingual_fields("name", "summary"),
                    ("slug", "published"),
                    ("track", "retired_on"),
                ]
            },
        ),
        (
            _("Hours"),
            {
                "fields": [
                    ("hours_low", "hours_high", "source"),
                    *bilingual_fields("hours_basis"),
                ]
            },
        ),
        (
            _("Texts"),
            {
                "fields": bilingual_fields(
                    "body", "first_week", "example", "course_note"
                )
            },
        ),
        (
            _("Project"),
            {
                "fields": [
                    *bilingual_fields("project", "project_data"),
                    "project_data_url",
                    *bilingual_fields("good_result"),
                    ("project_hours_low", "project_hours_high"),
                    *bilingual_fields("go_further"),
                ]
            },
        ),
    ]
    inlines = [
        CriterionRows,
        StepSkillRows,
        StepStopRows,
        StepPrerequisiteRows,
        ChosenCourseRows,
        SuccessorRows,
    ]

    def get_changeform_initial_data(self, request):
        """Most hours are of one source, our own estimates."""
        often = Step.objects.values("source").annotate(n=Count("pk")).order_by("-n")
        source = often.values_list("source", flat=True).first()
        return {"source": source, **super().get_changeform_initial_data(request)}

    def get_inlines(self, request, obj):
        """A draft holds nothing of the roadmaps."""
        return [
            rows
            for rows in self.inlines
            if rows is not StepStopRows or "draft" not in request.GET
        ]
