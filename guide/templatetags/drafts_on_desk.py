from django import template

from guide.admin.editing.draft_forms import zone_of
from guide.editorial.due import desk_lines
from guide.editorial.review import waiting_for
from guide.editors import kinds_seen_by

register = template.Library()
MOST_NAMED = 5


@register.inclusion_tag("admin/guide/drafts/_desk.html", takes_context=True)
def drafts_on_desk(context):
    """What waits for this person, and how it stands with drafts that have a time. Nothing for who sees no drafts."""
    user = context["request"].user
    if not user.has_perm("guide.view_revision"):
        return {}
    reviews = waiting_for(user)
    return {
        "is_shown": True,
        "reviews": reviews[:MOST_NAMED],
        "number": reviews.count(),
        "due": desk_lines(kinds_seen_by(user)),
        "zone": zone_of(user),
    }
