from django import template

from guide.search.missed import most_missed_searches
from guide.search.suggestions import names_alike

register = template.Library()
GUESSES = 3


@register.inclusion_tag("admin/guide/missed_searches.html", takes_context=True)
def missed_searches(context):
    """What several visitors searched in vain, each with the records that may have been meant."""
    user = context["request"].user
    rows = most_missed_searches() if user.has_perm("guide.add_othername") else []
    return {
        "rows": [
            {**row, "guesses": names_alike(row["text"])[:GUESSES]} for row in rows
        ],
        "csrf_token": context.get("csrf_token"),
    }
