"""Only superusers delete, and only rows that nothing refers to. For everything else the page offers to retire it."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError
from django.db.models import CASCADE, PROTECT, Count, F, ProtectedError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guide.admin.editing.change_view import content_write_lock
from guide.admin.editing.page_snapshot import sign_state, version_of
from guide.models import Revision

MOST_NAMED, MOST_READ = 5, 500


def protecting_rows(rows):
    """By primary key, sentences on the rows that protect a row from deletion, learners' progress among them.

    Rows of the guide are named; learners are only counted.
    """
    found = {row.pk: [] for row in rows}
    for path, model in protecting_relations(type(rows[0])):
        theirs = model._base_manager.filter(**{f"{path}__in": found}).order_by()
        counts = dict(theirs.values_list(path).annotate(Count("pk")))
        names = (
            names_of_referring_rows(theirs, path)
            if counts and model._meta.app_label == "guide"
            else {}
        )
        for pk, number in counts.items():
            values = {"kind": capfirst(model._meta.verbose_name_plural), "n": number}
            if named := _(", ").join(names.get(pk, ())):
                found[pk].append(
                    _("%(kind)s: %(n)s (%(names)s)") % {**values, "names": named}
                )
            else:
                found[pk].append(_("%(kind)s: %(n)s") % values)
    return found


def names_of_referring_rows(rows, path):
    """By primary key, the names of the first few rows that refer to it."""
    links = [field.name for field in rows.model._meta.fields if field.is_relation]
    names = defaultdict(list)
    for row in (
        rows.annotate(at=F(path)).select_related(*links).order_by("pk")[:MOST_READ]
    ):
        names[row.at].append(str(row))
    return {
        pk: each[:MOST_NAMED] + ["…"] * (len(each) > MOST_NAMED)
        for pk, each in names.items()
    }


def protecting_relations(model):
    """(lookup, model) of all that protects a row, or what is deleted with it, such as the criteria of a step."""
    for relation in incoming_relations(model):
        if relation.on_delete is PROTECT:
            yield relation.field.name, relation.related_model
        elif relation.on_delete is CASCADE:
            for path, other in protecting_relations(relation.related_model):
                yield f"{path}__{relation.field.name}", other


def incoming_relations(model):
    relations = model._meta.get_fields(include_hidden=True)
    return [
        each
        for each in relations
        if (each.one_to_many or each.one_to_one) and hasattr(each, "on_delete")
    ]


class CarefulDelete:
    delete_confirmation_template = "admin/guide/delete_confirmation.html"

    def get_deleted_objects(self, objs, request):
        hanging = [
            line for lines in protecting_rows(list(objs)).values() for line in lines
        ]
        return (
            ([], {}, set(), hanging)
            if hanging
            else super().get_deleted_objects(objs, request)
        )

    def delete_view(self, request, object_id, extra_context=None):
        try:
            with content_write_lock(request, Revision.Reason.DELETE):
                row = self.get_object(request, unquote(object_id))
                if (
                    row
                    and not self.has_delete_permission(request, row)
                    and self.has_change_permission(request, row)
                ):
                    return self.retire_instead(request, row)
                seen = (
                    request.method != "POST"
                    or not row
                    or request.POST.get("version") == version_of(row)
                )
                if not seen and self.has_delete_permission(request, row):
                    return self.refuse_changed_row(request, row)
                return super().delete_view(request, object_id, extra_context)
        except (
            ProtectedError,
            IntegrityError,
        ):  # a learner saved something that refers to the row meanwhile
            return self.refuse_changed_row(request, row)

    def retire_instead(self, request, row):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Retired, not deleted"),
            "opts": self.opts,
            "object": row,
            "has_retire": "retire" in self.get_actions(request),
            "opened": sign_state({row.pk: [version_of(row), {}]}),
        }
        return TemplateResponse(
            request, "admin/guide/retire_instead.html", context, status=403
        )

    def refuse_changed_row(self, request, row):
        message = _(
            "“%(row)s” has changed, so nothing was deleted. Look at it again."
        ) % {"row": row}
        self.message_user(request, message, messages.ERROR)
        return HttpResponseRedirect(request.path)

    def render_delete_form(self, request, context):
        return super().render_delete_form(
            request, {**context, "version": version_of(context["object"])}
        )
