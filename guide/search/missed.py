"""Searches without a result, for editors: what at least three visitors of this month missed, and nobody else's.

A visitor counts once a day, by a keyed hash of the address. The key lives until midnight (UTC), then nobody can tell
any more whose mark it was.
"""

import hmac
import secrets
from datetime import date, timedelta

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from guide.models import MissedSearch
from guide.search.normalisation import fold_text
from web.daily_limit import seconds_to_tomorrow, take_room
from web.rate_limit import client_network

LONGEST = 40  # characters
FEWEST_VISITORS = 3
MOST_A_DAY = 5000
SHOWN = 100


def note_missed_search(request, text: str):
    """Count it. Where nothing can be written, nothing is counted."""
    text = " ".join(fold_text(text).split())[:LONGEST]
    if not text or not take_room("missed-search", 1, MOST_A_DAY):
        return
    today = timezone.now().date()
    try:
        with transaction.atomic():
            visitor = mark_of_visitor(client_network(request), today)
            row = MissedSearch(day=today, text=text, visitor=visitor)
            MissedSearch.objects.bulk_create([row], ignore_conflicts=True)
            forget_old_searches(today)
    except DatabaseError:
        return


def mark_of_visitor(network: str, day: date) -> str:
    cache.delete(key_name(day - timedelta(days=1)))
    key = cache.get_or_set(
        key_name(day), lambda: secrets.token_hex(32), seconds_to_tomorrow()
    )
    return hmac.digest(key.encode(), network.encode(), "sha256").hex()[:16]


def key_name(day: date) -> str:
    return f"missed-search-{day.isoformat()}"


def forget_old_searches(today: date):
    MissedSearch.objects.filter(
        day__lte=today - timedelta(days=MissedSearch.KEPT_DAYS)
    ).delete()


def most_missed_searches() -> QuerySet:
    """Text and number of visitors, the most frequent first. A visitor of two days counts twice."""
    since = timezone.now().date() - timedelta(days=MissedSearch.KEPT_DAYS)
    return (
        MissedSearch.objects.filter(day__gt=since)
        .values("text")
        .annotate(visitors=Count("pk"))
        .filter(visitors__gte=FEWEST_VISITORS)
        .order_by("-visitors", "text")[:SHOWN]
    )
