"""The actions “publish” and “retire” of the admin lists. They refuse rows that changed since the list was built.

A retired step or course stays published, and its page says that it is retired. Other kinds have no `retired_on`; they
become drafts, and their page disappears.
"""

from django.contrib import admin, messages
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guide.admin.editing.change_list import changed_meanwhile
from guide.admin.editing.deletion import protecting_rows
from guide.admin.editing.impact import affected_by
from guide.admin.editing.page_snapshot import sign_state, version_of
from guide.editorial.keeping import WORK
from guide.models import Revision, Step


@admin.action(
    permissions=["change"],
    description=gettext_lazy("Publish, or bring back what has retired"),
)
def publish(page, request, rows):
    if are_unchanged(page, request, rows):
        todo = [row for row in rows if not is_live(row)]
        WORK.get().reason = Revision.Reason.PUBLISH
        save_rows(page, request, todo, published=True, retired_on=None)
        message = ngettext("%(n)s published.", "%(n)s published.", len(todo)) % {
            "n": len(todo)
        }
        page.message_user(request, message, messages.SUCCESS)


@admin.action(permissions=["change"], description=gettext_lazy("Retire …"))
def retire(page, request, rows):
    if not are_unchanged(page, request, rows):
        return None
    todo = [row for row in rows if is_live(row)]
    if not todo:
        page.message_user(
            request,
            _("Nothing to retire: these are drafts, or already retired."),
            messages.WARNING,
        )
        return None
    if request.POST.get("confirmed") != "yes":
        return confirm_retirement(page, request, todo)
    WORK.get().reason = Revision.Reason.RETIRE
    save_rows(
        page,
        request,
        todo,
        **(
            {"retired_on": timezone.localdate()}
            if can_retire(page)
            else {"published": False}
        ),
    )
    message = ngettext("%(n)s retired.", "%(n)s retired.", len(todo)) % {"n": len(todo)}
    undo_hint = _("To undo this, select it and choose “%(action)s”.") % {
        "action": publish.short_description
    }
    page.message_user(request, f"{message} {undo_hint}", messages.SUCCESS)
    return None


def can_retire(page):
    return "retired_on" in {field.name for field in page.opts.fields}


def is_live(row):
    return row.published and not getattr(row, "retired_on", None)


def are_unchanged(page, request, rows):
    """Whether the rows are unchanged since the list was built; if not, show a message."""
    if unseen := page.rows_changed_since(request, rows):
        page.message_user(request, changed_meanwhile(map(str, unseen)), messages.ERROR)
    return not unseen


def confirm_retirement(page, request, rows):
    """The page that confirms a retirement. It lists what refers to the rows."""
    hanging = protecting_rows(rows)
    context = {
        **page.admin_site.each_context(request),
        "title": _("Retire"),
        "opts": page.opts,
        "rows": [(row, hanging[row.pk]) for row in rows],
        "touched": affected_by(rows) if page.model is Step else [],
        "stays": can_retire(page),
        "opened": sign_state({row.pk: [version_of(row), {}] for row in rows}),
    }
    return TemplateResponse(request, "admin/guide/retire.html", context)


def save_rows(page, request, rows, **values):
    for row in rows:
        changed = [
            name for name, value in values.items() if getattr(row, name, value) != value
        ]
        for name in changed:
            setattr(row, name, values[name])
        row.save()
        with translation.override(
            None
        ):  # untranslated: the history translates the labels when it is shown
            labels = [str(page.opts.get_field(name).verbose_name) for name in changed]
        page.log_change(request, row, [{"changed": {"fields": labels}}])
