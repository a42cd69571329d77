"""The group of the people who may edit content."""

from django.contrib.auth.models import Group, Permission

from guide.models import Conflict, Link, Report, Revision, StaleText
from guide.sync.files import content_models

EDITORS_GROUP = "Editors"


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
