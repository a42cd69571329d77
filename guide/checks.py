"""System checks on content. They read the database, so they run with `manage.py check --database default`."""

from django.core.checks import Error, Tags, register
from django.db import DatabaseError
from django.db.models import F

from guide.graph import find_cycle
from guide.models import SkillPrerequisite, StepPrerequisite, Stop


@register(Tags.database)
def content_is_consistent(app_configs, databases=None, **kwargs):
    if not databases:
        return []
    try:
        return [*check_cycles(), *stops_in_foreign_stages()]
    except DatabaseError:  # nothing is migrated yet
        return []


def check_cycles():
    for model, owner in ((SkillPrerequisite, "skill"), (StepPrerequisite, "step")):
        members = find_cycle(
            model.objects.values_list(f"{owner}__slug", "prerequisite__slug")
        )
        if members:
            yield Error(
                f"Prerequisites of {owner}s go in a circle: {' → '.join(members)}",
                id="guide.E001",
            )


def stops_in_foreign_stages():
    for stop in Stop.objects.exclude(stage__roadmap=F("roadmap")).select_related(
        "roadmap", "step"
    ):
        yield Error(f"{stop} stands in a stage of another roadmap.", id="guide.E002")
