"""Expired sessions are cleared a few at a time: a transaction of many would make everybody wait who saves."""

from django.contrib.sessions.models import Session
from django.utils import timezone

AT_ONCE = 1000


def clear_expired_sessions() -> int:
    expired = Session.objects.filter(expire_date__lt=timezone.now())
    cleared = 0
    while keys := list(expired.values_list("pk", flat=True)[:AT_ONCE]):
        number, _ = Session.objects.filter(
            pk__in=keys, expire_date__lt=timezone.now()
        ).delete()
        cleared += number
    return cleared
