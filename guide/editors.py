"""The group of the people who may edit content, and how what they did is signed."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from django.utils.translation import gettext

from guide.models import Conflict, DraftNote, Link, Report, Revision, StaleText
from guide.sync.files import content_models
from guide.sync.record_schema import record_schemas

EDITORS_GROUP = "Editors"
# In the place of the name of somebody whose account was deleted.
FORMER_EDITOR = "former-editor@deleted.invalid"
# Every column that says by its name who did something.
SIGNATURES = (
    (Conflict, "resolved_by"),
    (DraftNote, "by"),
    (Link, "opened_by"),
    (Report, "decided_by"),
    (Revision, "by"),
    (StaleText, "by"),
)


def grant_editor_permissions():
    """Give the group what it lacks, and take nothing away that an operator gave it. Returns how many were added."""
    group, _ = Group.objects.get_or_create(name=EDITORS_GROUP)
    wanted = Permission.objects.filter(
        content_type__app_label="guide", codename__in=editor_codenames()
    )
    lacking = wanted.exclude(group=group)
    group.permissions.add(*lacking)
    return len(lacking)


def editor_codenames():
    names = [
        f"{action}_{model._meta.model_name}"
        for model in content_models()
        for action in ("add", "change", "view")
    ]
    return [
        *names,
        *(
            f"{action}_{model._meta.model_name}"
            for model in (Conflict, Link, Report)
            for action in ("change", "view")
        ),
        f"view_{Revision._meta.model_name}",
        f"view_{StaleText._meta.model_name}",
    ]


def may_look_at(user: Any, model: type[Model]) -> bool:
    """Whether the admin shows somebody the list of a model."""
    label, name = model._meta.app_label, model._meta.model_name
    return any(user.has_perm(f"{label}.{does}_{name}") for does in ("view", "change"))


def kinds_seen_by(user: Any) -> tuple[str, ...]:
    """The labels of the content that somebody may look at, rows of records too."""
    schemas = record_schemas().items()
    return tuple(label for label, each in schemas if may_look_at(user, each.model))


def sign_as_former_editor(name: str):
    """What this person did stays; the name goes."""
    for model, column in SIGNATURES:
        model.objects.filter(**{column: name}).update(**{column: FORMER_EDITOR})


def signature(name: str) -> str:
    """The name of an editor as it is shown."""
    return gettext("a former editor") if name == FORMER_EDITOR else name
