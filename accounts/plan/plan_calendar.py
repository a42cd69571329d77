"""The calendar follows the plan: with every version that becomes current."""

from django.utils.translation import override

from accounts.models import CalendarLink
from accounts.plan.calendar_file import entries_of
from accounts.plan.kept_plan import KeptPlan


def follow_plan(request, kept: KeptPlan | None) -> None:
    """For learners who have an address for their calendar; without a plan all its events are cancelled."""
    link = CalendarLink.objects.filter(user=request.user).first()
    if link is None:
        return
    with override(link.language):
        link.follow(entries_of(kept.shown()) if kept else [])
