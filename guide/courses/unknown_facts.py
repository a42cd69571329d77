"""What the page of a course cannot say, in words for readers: one line in place of five that say “unknown”."""

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


def unknown_facts(course: Course) -> list[str]:
    """In the order of the table. Texts have no subtitles; whether a page opens in China is for readers of Chinese."""
    asked = [
        (_("length"), course.hours_low or course.weeks),
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
