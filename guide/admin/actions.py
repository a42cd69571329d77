"""Publish and retire: many at once, written to each one's history, and only as the list showed them."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from .lists import changed_meanwhile


@admin.action(permissions=["change"], description=gettext_lazy("Publish"))
def publish(page, request, rows):
    done = apply(page, request, rows, published=True, retired_on=None)
    if done is not None:
        said = ngettext("%(n)s published.", "%(n)s published.", done) % {"n": done}
        page.message_user(request, said, messages.SUCCESS)


@admin.action(permissions=["change"], description=gettext_lazy("Retire: withdraw it, and keep what hangs on it"))
def retire(page, request, rows):
    done = apply(page, request, rows, published=False, retired_on=timezone.localdate())
    if done is not None:
        said = ngettext("%(n)s retired.", "%(n)s retired.", done) % {"n": done}
        page.message_user(request, said, messages.SUCCESS)


def apply(page, request, rows, published, retired_on):
    """Set both on the rows that are not so yet; returns how many, or None where the list was out of date."""
    rows = list(rows)
    if unseen := page.unseen(request, rows):
        page.message_user(request, changed_meanwhile(map(str, unseen)), messages.ERROR)
        return None
    todo = [row for row in rows if row.published != published]
    for row in todo:
        row.published = published
        changed = ["Published"]
        if hasattr(row, "retired_on") and bool(row.retired_on) == published:
            row.retired_on = retired_on
            changed.append("Retired on")
        row.save()
        page.log_change(request, row, [{"changed": {"fields": changed}}])
    return len(todo)
