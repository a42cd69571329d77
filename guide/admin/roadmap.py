from itertools import chain

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guide.admin.editing.base import NamedAdmin, StackedRows
from guide.admin.editing.columns import has_chinese, row_count
from guide.admin.editing.form_fields import bilingual_fields
from guide.admin.editing.inline_rows import RowFormSet
from guide.admin.stop import MOVE, RoadmapStopRows
from guide.models import Roadmap, Stage, Stop
from web.bounds import row_key


class StageFormSet(RowFormSet):
    def clean(self):
        super().clean()
        if any(self.errors) or not self.instance.pk:
            return
        # RoadmapStopFormSet checks the order of the stops by the new order of the stages.
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


def is_in_work(form):
    """Whether the form comes back with something typed, such as what is wrong."""
    return form.is_bound and (bool(form.errors) or form.has_changed())


class StageRows(StackedRows):
    model, formset = Stage, StageFormSet
    template = "admin/guide/roadmap/stages.html"
    fields = [("name_en", "name_zh"), ("purpose_en", "purpose_zh"), ("order", "code")]
    ordering = ["order", "pk"]


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
            _("What it is"),
            {
                "fields": [
                    *bilingual_fields("name", "summary"),
                    ("slug", "published"),
                    ("role", "order", "hours_a_week"),
                ]
            },
        ),
        (
            _("Texts"),
            {"fields": bilingual_fields("audience", "assumes", "outcome", "body")},
        ),
    ]
    inlines = [StageRows, RoadmapStopRows]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The button beside a stop saves and shows its stage again."""
        if MOVE in request.POST and "_draft" not in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        context = {
            **(extra_context or {}),
            "open_stage": row_key(request.GET.get("stage", "")),
        }
        return super().changeform_view(request, object_id, form_url, context)

    def render_change_form(self, request, context, add=False, **kwargs):
        """The forms of the stages know those of their stops."""
        formsets = {
            inline.opts.model: inline.formset
            for inline in context["inline_admin_formsets"]
        }
        for inline in context["inline_admin_formsets"]:
            if inline.opts.model is Stop and not inline.has_change_permission:
                show_only(inline.formset)
        if Stop in formsets and Stage in formsets:
            stops = formsets[Stop].by_stage()
            for form in formsets[Stage].forms:
                form.stops = stops.pop(form.instance.pk, [])
                form.is_open = is_in_work(form) or any(map(is_in_work, form.stops))
            # Of a stage that somebody else added meanwhile.
            for form in chain.from_iterable(stops.values()):
                form.is_stray = True
        return super().render_change_form(request, context, add, **kwargs)

    def response_change(self, request, obj):
        answer = super().response_change(request, obj)
        row, _dash, _direction = request.POST.get(MOVE, "").rpartition("-")
        stop = row_key(request.POST.get(f"{row}-id", ""))
        stage = row_key(request.POST.get(f"{row}-stage", ""))
        if stop is None or stage is None:
            return answer
        return HttpResponseRedirect(f"{request.path}?stage={stage}#stop-{stop}")


def show_only(formset):
    """To somebody who may look at stops and not change them; a stop that is new has no form then."""
    for form in formset.forms:
        form.stays = True
        for field in form.fields.values():
            field.disabled = True
