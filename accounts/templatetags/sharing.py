from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def shared_title(shared) -> str:
    """Towards which role a learner goes."""
    return _("On the way to %(role)s") % {"role": shared.link.roadmap.role.name}
