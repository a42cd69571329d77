"""What the table of a course says beside its own fields: what is free, what a series is, and what is unknown."""

from django.utils.translation import gettext as _

from guide.courses.reach import website_of
from guide.models import Course
from guide.models.text import active_language

KINDS = Course.Kind
TAUGHT = {
    KINDS.COURSE,
    KINDS.SPECIALIZATION,
    KINDS.PROFESSIONAL_CERTIFICATE,
    KINDS.DEGREE,
    KINDS.BOOTCAMP,
}
MAY_END_WITH_CERTIFICATE = {*TAUGHT, KINDS.CERTIFICATION_EXAM}
NEVER_FREE = {KINDS.CERTIFICATION_EXAM, KINDS.DEGREE}


def is_series(course: Course) -> bool:
    """Of several courses, so that its weeks are those of all of them in turn."""
    return course.kind in (KINDS.SPECIALIZATION, KINDS.PROFESSIONAL_CERTIFICATE)


def says_whether_free_to_study(course: Course) -> bool:
    """Beside the price: of what costs nothing that says it all, and an exam with a price is free for nobody."""
    if course.free_to_study:
        return course.price != 0
    return course.free_to_study is False and not (
        course.kind in NEVER_FREE and course.price
    )


def unknown_facts(course: Course) -> list[str]:
    """In words and in the order of the table; nothing of what is gone, as nobody can look it up or use it.

    Texts have no subtitles; whether a page opens in China is for readers of Chinese.
    """
    if not course.is_recommendable:
        return []
    asked = [
        (_("length"), course.hours_low or course.weeks),
        (
            _("hours a week"),
            course.hours_low or course.hours_per_week_low or not course.weeks,
        ),
        (_("price"), course.price is not None),
        (_("whether it is free to study"), course.free_to_study is not None),
        (
            _("whether there is a certificate"),
            course.kind not in MAY_END_WITH_CERTIFICATE
            or course.certificate is not None,
        ),
        (_("subtitles"), course.kind not in TAUGHT or course.subtitles),
        (
            _("whether it opens in mainland China"),
            active_language() != "zh" or website_of(course.url),
        ),
    ]
    return [fact for fact, is_known in asked if not is_known]
