"""“Still right” in one press: on the page of a record, where what was typed is saved too, and for rows of a list."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from guide.admin.editing.actions import are_unchanged
from guide.editorial.keeping import WORK
from guide.freshness.still_right import can_be_renewed, fresh_values, renew
from guide.models import Revision


@admin.action(
    permissions=["change"],
    description=gettext_lazy("Still right: I opened the page today"),
)
def still_right(page, request, rows):
    if are_unchanged(page, request, rows):
        renew_rows(page, request, list(rows))


def renew_rows(page, request, rows):
    WORK.get().reason = Revision.Reason.STILL_RIGHT
    by, today = request.user.get_username(), timezone.localdate().isoformat()
    for record in dict.fromkeys(renew(row, by, today) for row in rows):
        page.log_change(request, record, str(Revision.Reason.STILL_RIGHT.label))
    message = ngettext(
        "%(n)s record is still right, as of today.",
        "%(n)s records are still right, as of today.",
        len(rows),
    )
    page.message_user(request, message % {"n": len(rows)}, messages.SUCCESS)


class StillRight:
    """Part of the admin page of a record. A figure is checked with its source, which gets the date."""

    def get_actions(self, request):
        actions = super().get_actions(request)
        if (
            actions
            and can_be_renewed(self.model)
            and self.has_change_permission(request)
        ):
            name = still_right.__name__
            actions[name] = (still_right, name, still_right.short_description)
        return actions

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        may_renew = object_id is not None and can_be_renewed(self.model)
        context = {**(extra_context or {}), "may_renew": may_renew}
        if may_renew and "_still_right" in request.POST:
            today = timezone.localdate().isoformat()
            request.POST = request.POST.copy()
            request.POST.update(fresh_values(self.model, today))
        return super().changeform_view(request, object_id, form_url, context)

    def response_change(self, request, obj):
        if "_still_right" in request.POST and "_draft" not in request.POST:
            renew_rows(self, request, [obj])
        return super().response_change(request, obj)
