"""What every list of courses says of all courses."""

from datetime import date

from django.utils import timezone

from guide.cache import cached_per_version
from guide.models import Course


def course_totals() -> dict[str, dict[str, int]]:
    """`counts`: how many can be recommended, and how many of them are free. `checks`: how all were checked."""
    return totals_of(timezone.now().date())


@cached_per_version(1)
def totals_of(day: date) -> dict[str, dict[str, int]]:
    """A check grows old with the days, so that the day is a part of the key."""
    return {
        "counts": Course.objects.recommended().count_free(),
        "checks": Course.objects.published().count_checks(),
    }
