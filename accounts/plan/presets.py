"""What a plan asks for where its address says nothing: what the visitor has chosen elsewhere."""

from datetime import date

from django.utils import timezone

from accounts.models.user import zone_named
from accounts.plan.wishes import PlanWishes
from accounts.preferences.choices import hours_at_hand
from accounts.preferences.learner_settings import followed_roadmap
from guide.models.text import active_language
from guide.planner.offers import DOLLAR, newest_rates
from guide.roadmaps.roadmap_map import line_map
from web.access import is_signed_in

LANGUAGES = {"en": ("en",), "zh": ("en", "zh")}
CURRENCIES = {"en": DOLLAR, "zh": "CNY"}


def preset_wishes(request) -> PlanWishes:
    """Without a roadmap where none is in hand."""
    language = active_language()
    currency = request.choices.currency or CURRENCIES[language]
    roadmap = followed_roadmap(request)
    return PlanWishes(
        roadmap=roadmap,
        start=day_of_visitor(request),
        hours=hours_at_hand(request, line_map(roadmap).roadmap if roadmap else None),
        currency=currency if currency in newest_rates() else DOLLAR,
        languages=LANGUAGES[language],
    )


def day_of_visitor(request) -> date:
    if is_signed_in(request):
        return timezone.localdate(timezone=zone_named(request.user.time_zone))
    return timezone.localdate()
