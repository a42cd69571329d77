"""Which roadmap to plan: asked of those who follow none, and of those who name a role."""

from django.shortcuts import render

from accounts.plan.forms import PlanForm
from guide.models import Roadmap, Role
from guide.roadmaps.roadmap_map import line_maps


def roadmap_question(request, form: PlanForm):
    roadmaps = [each.roadmap for each in line_maps().values()]
    role, unknown = role_asked_for(request)
    if role:
        roadmaps = [roadmap for roadmap in roadmaps if roadmap.role_id == role.pk]
    context = {
        "form": form,
        "role": role,
        "unknown_role": unknown,
        "roadmaps": roadmaps,
        "roles": roles_with_roadmaps(),
    }
    return render(request, "accounts/plan/roadmap_question.html", context)


def role_asked_for(request) -> tuple[Role | None, str]:
    """The role, or the name that is none."""
    slug = request.GET.get("role", "")[:100]
    role = Role.objects.published().filter(slug=slug).first() if slug else None
    return role, "" if role else slug


def roles_with_roadmaps() -> list[Role]:
    roles: dict[int, Role] = {}
    for each in line_maps().values():
        roadmap: Roadmap = each.roadmap
        roles.setdefault(roadmap.role_id, roadmap.role)
    return list(roles.values())
