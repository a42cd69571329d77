"""A portfolio as JSON Resume (https://jsonresume.org/schema), which other sites read."""

from django.utils.translation import gettext as _

from accounts.sharing.shared_view import Project, SharedView
from guide.models.fields import Level

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def resume_of(shared: SharedView) -> dict:
    """What is not known is left out: an empty value would be read as one."""
    levels = dict(Level.choices)
    return {
        "$schema": SCHEMA,
        "basics": with_values(
            name=shared.link.shown_name,
            label=_("On the way to %(role)s") % {"role": shared.link.roadmap.role.name},
        ),
        "projects": [project_entry(each) for each in shared.projects],
        "skills": [
            {"name": str(each.skill.name), "level": str(levels[each.standing.level])}
            for each in shared.skills
        ],
    }


def project_entry(project: Project) -> dict:
    return with_values(
        name=str(project.step.name),
        description=project.sentence,
        url=project.links[0].url if project.links else "",
        endDate=project.finished_on.isoformat() if project.finished_on else "",
    )


def with_values(**values) -> dict:
    return {name: value for name, value in values.items() if value}
