from django import template
from django.conf import settings

from accounts.sign_in.adapter import LOCAL_LINK

register = template.Library()


@register.simple_tag(takes_context=True)
def local_link(context):
    """The link of the newest mail of this session; elsewhere than on one's own machine there is none."""
    return context["request"].session.get(LOCAL_LINK) if settings.LOCAL else None
