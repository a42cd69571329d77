from django.shortcuts import get_object_or_404, render

from guide.forms import RoleComparisonForm
from guide.models import Role
from guide.roles.change import changes_between
from guide.roles.comparison import compare_roles
from guide.roles.links import links_of
from guide.roles.requirements import needs_of
from guide.salaries.pay_glance import country_at_hand, pay_glance, units_at_hand
from web.public import public_page


@public_page()
def role_list(request):
    return render(
        request, "guide/role_list.html", {"roles": Role.objects.published().in_order()}
    )


@public_page(choices=["country", "currency"])
def role_detail(request, slug):
    role = get_object_or_404(Role.objects.published(), slug=slug)
    links = links_of(role)
    context = {
        "role": role,
        "needs": needs_of(role),
        "neighbours": links.neighbours,
        "roadmaps": links.roadmaps,
        "citations": links.citations,
        "pay": pay_glance(
            role.slug,
            country_at_hand(request.choices.country),
            units_at_hand(request.choices.currency),
        ),
    }
    return render(request, "guide/role_detail.html", context)


@public_page(*RoleComparisonForm.base_fields)
def role_compare(request):
    form = RoleComparisonForm(request.GET)
    roles = form.chosen_roles()
    context = {
        "form": form,
        "roles": roles,
        "comparison": compare_roles(roles),
        "changes": changes_between(roles),
    }
    return render(request, "guide/role_compare.html", context)
