"""Admin pages to split and merge steps: a form, a preview of every change, and a button that confirms."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guide.admin.editing.change_list import changed_meanwhile
from guide.admin.editing.change_view import content_write_lock
from guide.admin.editing.impact import affected_by
from guide.admin.editing.page_snapshot import load_signed_state, sign_state
from guide.admin.succession_forms import MOST_PARTS, SuccessionForm
from guide.editorial.two_persons import is_rule_on
from guide.models import Revision, Step
from guide.step_succession import names_of
from web.bounds import row_key
from web.typed_text import WRITER

NEEDED = ["add_step", "change_step", "change_roadmap", "change_belief"]
MOST_STEPS = 50  # asked for at once, as many as a page of the list has
ALONE = gettext_lazy(
    "With the two-person rule steps are neither split nor merged. Whoever runs the site can turn it off for that hour."
)
METHODS = ["GET", "HEAD", "POST"]


@admin.action(
    permissions=["succession"], description=gettext_lazy("Split into several steps …")
)
def split(page, request, rows):
    return open_succession_page(
        page, request, rows, "split", _("Choose exactly one step to split.")
    )


@admin.action(
    permissions=["succession"], description=gettext_lazy("Merge into one step …")
)
def merge(page, request, rows):
    return open_succession_page(
        page, request, rows, "merge", _("Choose two or more steps to merge.")
    )


def open_succession_page(page, request, rows, kind, otherwise):
    if unseen := page.rows_changed_since(request, rows):
        otherwise = changed_meanwhile(map(str, unseen))
    elif (len(rows) == 1) == (kind == "split"):
        chosen = urlencode({"step": [row.pk for row in rows]}, doseq=True)
        return HttpResponseRedirect(f"{reverse(f'admin:guide_step_{kind}')}?{chosen}")
    page.message_user(request, otherwise, messages.ERROR)
    return None


class SuccessionPages:
    dangerous_views = ("split_view", "merge_view")

    def get_urls(self):
        split_page, merge_page = map(
            self.admin_site.admin_view, (self.split_view, self.merge_view)
        )
        return [
            path("split/", split_page, name="guide_step_split"),
            path("merge/", merge_page, name="guide_step_merge"),
            *super().get_urls(),
        ]

    def has_succession_permission(self, request):
        """Not with the two-person rule: what it changes in many records at once is no draft that can be read."""
        return not is_rule_on() and all(
            request.user.has_perm(f"guide.{name}") for name in NEEDED
        )

    @method_decorator(require_http_methods(METHODS))
    def split_view(self, request):
        return self.succession_view(request, _("Split a step"), MOST_PARTS)

    @method_decorator(require_http_methods(METHODS))
    def merge_view(self, request):
        return self.succession_view(request, _("Merge steps"), 1)

    def succession_view(self, request, title, most):
        if is_rule_on():
            self.message_user(request, ALONE, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:guide_step_changelist"))
        if not self.has_succession_permission(request):
            raise PermissionDenied
        reason = Revision.Reason.SPLIT if most > 1 else Revision.Reason.MERGE
        with content_write_lock(request, reason):
            steps = requested_steps(request)
            if (len(steps) == 1) != (most > 1) or not steps:
                return HttpResponseRedirect(reverse("admin:guide_step_changelist"))
            form = SuccessionForm(steps, most, request.POST or None)
            changes, done = try_succession(form, request.POST)
            for change in changes.values() if done else ():
                self.log_succession(request, change)
        if done:
            words = _("%(olds)s: retired today; followed by %(parts)s.")
            names = {
                "olds": names_of(form.olds),
                "parts": names_of(part.step for part in form.succeeded.parts),
            }
            self.message_user(request, words % names, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:guide_step_changelist"))
        return self.succession_page(request, title, form, changes)

    def log_succession(self, request, change):
        log = self.log_addition if change.is_new else self.log_change
        log(request, change.row, " ".join(change.sentences))

    def succession_page(self, request, title, form, changes):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "form": form,
        }
        if changes:
            again = request.POST.get("do") == "confirm"
            context |= {
                "changes": list(changes.values()),
                "warnings": form.succeeded.warnings,
                "touched": affected_by(form.olds),
                "seen": sign_state(changes.versions_before),
                "fields": posted_fields(request.POST),
                "changed_meanwhile": again,
            }
        return TemplateResponse(
            request,
            f"admin/guide/succession/{'preview' if changes else 'ask'}.html",
            context,
        )


def requested_steps(request):
    asked = map(row_key, request.GET.getlist("step")[:MOST_STEPS])
    pks = [pk for pk in asked if pk is not None]
    return list(
        Step.objects.filter(pk__in=pks)
        .select_related("track", "source")
        .order_by("slug")
    )


def try_succession(form, data):
    """The changes, and whether they were saved.

    Everything runs in a transaction that is rolled back, unless the editor confirms a preview that still holds.
    """
    if data.get("do") not in ("preview", "confirm") or not form.is_valid():
        return {}, False
    try:
        with transaction.atomic():
            form.succeeded = form.build_succession()
            changes = form.succeeded.run()
            done = (
                data["do"] == "confirm"
                and load_signed_state(data.get("seen")) == changes.versions_before
            )
            transaction.set_rollback(not done)
    except ValidationError as refused:
        form.errors = refused.messages
        return {}, False
    return changes, done


def posted_fields(data):
    """The posted values as hidden fields of the form that confirms."""
    own = ("csrfmiddlewaretoken", "do", "seen", WRITER)
    return [
        (name, value)
        for name, values in data.lists()
        if name not in own
        for value in values
    ]
