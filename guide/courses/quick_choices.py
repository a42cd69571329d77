"""Chips above the catalogue: each adds one filter to those that hold, or takes it away, and says what would remain."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from guide.formats import language_name
from guide.models.course_queryset import CourseQuerySet, course_condition
from guide.models.text import active_language


@dataclass
class QuickChoice:
    label: str
    query: str  # of its link
    is_chosen: bool
    remaining: int  # courses that its link leads to


def quick_filters() -> dict[str, tuple[str, str]]:
    """By parameter, the value that a chip stands for and its label."""
    language = active_language()
    chinese = {
        "subtitles": ("zh", _("Subtitled in Chinese")),
        "reach": ("open", _("Opens in mainland China")),
    }
    return {
        "free": ("yes", _("Free")),
        "level": ("beginner", _("For beginners")),
        "language": (language, _("In %(name)s") % {"name": language_name(language)}),
        "length": ("under-20", _("Under 20 hours")),
        **(chinese if language == "zh" else {}),
    }


def quick_choices(chosen: dict[str, str], courses: CourseQuerySet) -> list[QuickChoice]:
    """For the valid filters that hold, and all courses that they choose from. One query, or two in Chinese."""
    links = {}
    for name, (value, label) in quick_filters().items():
        others = {key: other for key, other in chosen.items() if key != name}
        is_chosen = chosen.get(name) == value
        links[name] = (label, others if is_chosen else {**others, name: value})
    counts = courses.aggregate(
        **{
            f"with_{name}": Count("pk", filter=all_conditions(filters))
            for name, (_label, filters) in links.items()
        }
    )
    return [
        QuickChoice(
            label, urlencode(filters), name not in filters, counts[f"with_{name}"]
        )
        for name, (label, filters) in links.items()
    ]


def all_conditions(filters: dict[str, str]) -> Q:
    conditions = Q(pk__isnull=False)
    for name, value in filters.items():
        if name != "sort":
            conditions &= course_condition(name, value)
    return conditions
