from django.shortcuts import get_object_or_404, render

from guide.forms import RoleChoice
from guide.models import Citation, Requirement, Role
from guide.role_comparison import compare
from guide.salaries.rendered import part_of
from web.public import public_page


@public_page()
def role_list(request):
    return render(
        request, "guide/role_list.html", {"roles": Role.objects.published().in_order()}
    )


@public_page()
def role(request, slug):
    role = get_object_or_404(Role.objects.published().with_neighbours(), slug=slug)
    context = {
        "role": role,
        "requirements": Requirement.objects.of_role(role),
        "roadmaps": role.roadmaps.published().in_order(),
        "pay": part_of(role.slug),
        "citations": Citation.objects.of(role),
    }
    return render(request, "guide/role_detail.html", context)


@public_page(*RoleChoice.base_fields)
def role_compare(request):
    form = RoleChoice(request.GET)
    roles = form.roles()
    return render(
        request,
        "guide/role_compare.html",
        {"form": form, "roles": roles, "rows": compare(roles)},
    )
