"""The parts of the first page of the admin."""

from django import template

from guide.admin.revision import author, fields_in_words
from guide.desk.changes import last_changes
from guide.desk.records import kinds_in_order
from guide.desk.work import work_of
from guide.editors import kinds_seen_by, may_look_at
from guide.models import Revision
from guide.models.conflict import model_kind_name
from guide.models.text import active_language

register = template.Library()


@register.inclusion_tag("admin/guide/desk/_work.html", takes_context=True)
def work_today(context):
    rows = list(work_of(context["request"].user))
    return {
        "rows": [row for row in rows if row.number],
        "done": [row for row in rows if not row.number],
    }


@register.inclusion_tag("admin/guide/desk/_records.html", takes_context=True)
def desk_records(context):
    """The kinds of content; the rest of the admin stands below them as Django lists it."""
    apps = context["app_list"]
    guide = [app for app in apps if app["app_label"] == "guide"]
    return {
        "kinds": kinds_in_order(each for app in guide for each in app["models"]),
        "apps": [app for app in apps if app not in guide],
        "request": context["request"],
    }


@register.inclusion_tag("admin/guide/desk/_changes.html", takes_context=True)
def desk_changes(context):
    user = context["request"].user
    if not may_look_at(user, Revision):
        return {"allowed": False}
    last = last_changes(active_language(), kinds_seen_by(user))
    changes = [
        {
            "revision": change.revision,
            "name": change.name,
            "kind": model_kind_name(change.revision.model),
            "fields": fields_in_words(change.revision),
            "author": author(change.revision),
        }
        for change in last.changes
    ]
    return {"allowed": True, "changes": changes, "load": last.load}
