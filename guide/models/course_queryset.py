"""Which courses a list shows, and in which order: the catalogue, and the courses of a skill or a step.

The link models come from the course itself (`self.model.skills.through`), so that this module imports no model.
"""

from typing import NamedTuple

from django.db import models

from guide.models.content import ContentQuerySet, name_order
from guide.models.text import active_language


def in_own_language():
    """The expression that sorts courses whose first language is the active one before all others."""
    own = models.Q(languages__startswith=active_language())
    return models.Case(models.When(own, then=0), default=1)


def readable_first():
    """The expression that sorts courses in the active language or in English before all others."""
    known = models.Q(languages__contains=active_language()) | models.Q(
        languages__contains="en"
    )
    return models.Case(models.When(known, then=0), default=1)


# Hours in all, from (excluded) and to, by the word that the catalogue uses for it.
LENGTHS = {
    "short": (0, 10),
    "medium": (10, 40),
    "long": (40, 120),
    "very-long": (120, 10**6),
}
# What the filters of the catalogue ask of a column, by their names.
COLUMNS = {
    "skill": "skill_links__skill__slug",
    "level": "difficulty",
    "kind": "kind",
    "language": "languages__contains",
    "provider": "provider__slug",
}


def course_condition(name, value):
    """What a filter of the catalogue asks of a course."""
    if name == "free":
        return models.Q(free_to_study=True)
    if name == "certificate":
        return models.Q(certificate=True)
    if name == "length":
        return length_condition(value)
    return models.Q(**{COLUMNS[name]: value})


def length_condition(value):
    if value == "under-20":  # even for those who take longest
        return models.Q(hours_high__lt=20)
    above, up_to = LENGTHS[value]
    most = models.Q(hours_low__lte=up_to)
    return most & models.Q(hours_low__gt=above) if above else most


class StepCourses(NamedTuple):
    """The courses of a step: one to begin with, if there is any, and others."""

    choice: models.Model | None
    others: list

    @property
    def free_others(self) -> int:
        return sum(bool(course.free_to_study) for course in self.others)


class CourseQuerySet(ContentQuerySet):
    def with_provider(self):
        return self.select_related("provider", "source")

    def with_skills(self):
        taught = (
            self.model.skills.through.objects.filter(skill__published=True)
            .select_related("skill")
            .order_by("-level", "pk")
        )
        return self.prefetch_related(models.Prefetch("skill_links", taught))

    def with_neighbours(self):
        """Prefetch the assumed skills and the replaced courses: two queries."""
        assumed = (
            self.model.prerequisites.through.objects.filter(skill__published=True)
            .select_related("skill")
            .order_by("pk")
        )
        replaced = self.model.objects.published().by_title()
        return self.prefetch_related(
            models.Prefetch("prerequisite_links", assumed),
            models.Prefetch("replaces", replaced),
        )

    def apply_filters(self, sort="", **filters):
        """The courses that match the filters of the catalogue. Values must be valid; the form checks them."""
        rows = self
        for name, value in filters.items():
            rows = rows.filter(course_condition(name, value))
        return rows.sorted_by(sort)

    def count_free(self):
        """How many there are, and how many of them are known to be free to study."""
        return self.aggregate(
            all=models.Count("pk"),
            free=models.Count("pk", filter=models.Q(free_to_study=True)),
        )

    def by_title(self):
        """Alphabetical: Chinese titles by their pinyin, for readers of Chinese."""
        return self.order_by(name_order(text="title"), "pk")

    def sorted_by(self, sort):
        """In every order, courses that nobody could verify come after the others, retired ones last, and within them
        unknown lengths and dates come last.

        Where no order is chosen, courses in the reader's own language come first.
        """
        over = models.Q(status__in=["replaced", "retired"]) | models.Q(
            retired_on__isnull=False
        )
        standing = models.Case(
            models.When(over, then=2),
            models.When(status="unverified", then=1),
            default=0,
        )
        orders = {
            "": self.by_difficulty(),
            "shortest": models.F("hours_low").asc(nulls_last=True),
            "longest": models.F("hours_high").desc(nulls_last=True),
            "checked": models.Case(
                models.When(checked_on="undated", then=models.Value("")),
                default="checked_on",
                output_field=models.CharField(),
            ).desc(),
        }
        order = [orders[sort]] if sort in orders else []
        own = [] if sort else [in_own_language()]
        return self.order_by(standing, *own, *order, name_order(text="title"), "pk")

    def for_skill(self, skill):
        """Courses that teach a skill. First those that are mainly about it, could be verified, are in the reader's
        own language or one he reads, begin with beginners, are known to be free, and are short."""
        courses = self.recommended().filter(skill_links__skill=skill).with_provider()
        about = models.Case(models.When(skill_links__main=True, then=0), default=1)
        unsure = models.Case(models.When(status="unverified", then=1), default=0)
        known_free = models.Case(models.When(free_to_study=True, then=0), default=1)
        return courses.order_by(
            about,
            unsure,
            in_own_language(),
            readable_first(),
            self.by_difficulty(),
            known_free,
            models.F("hours_low").asc(nulls_last=True),
            "pk",
        )

    def by_difficulty(self):
        """The expression that sorts beginners first."""
        places = enumerate(self.model.Difficulty)
        return models.Case(
            *(models.When(difficulty=value, then=place) for place, value in places)
        )

    def for_step(self, step):
        """Courses that teach what a step asks for. First those

        1. whose main subject is what the step teaches furthest, then those on another of its skills, then the rest,
        2. in the reader's language or in English,
        3. that begin where the step does: up to level 2 for beginners, from level 3 on a step higher each,
        4. then as `free_first` has it: the reader's own language, known to be free, how many of the step's skills
           they teach, the shortest.
        """
        links = step.skill_links.all()
        furthest = max((link.level for link in links), default=0)
        about = [
            models.When(
                skill_links__skill=link.skill_id,
                skill_links__main=True,
                then=int(link.level < furthest),
            )
            for link in links
        ]
        begins = [
            models.When(difficulty=difficulty, then=abs(place - max(1, furthest - 1)))
            for place, difficulty in enumerate(self.model.Difficulty, 1)
        ]
        courses = (
            self.recommended()
            .filter(skill_links__skill__in=[link.skill_id for link in links])
            .with_provider()
        )
        ranked = courses.annotate(
            covers=models.Count("skill_links"),
            about=models.Min(
                models.Case(*about, default=2, output_field=models.IntegerField())
            ),
        )
        return ranked.free_first(
            "covers", "about", readable_first(), models.Case(*begins)
        )

    def choose_for_step(self, step, others: int) -> "StepCourses":
        """The one course to begin with, and so many others.

        The choice is the first in the order of `for_step` that is offered today and known to be free, else the first
        that is offered today.
        """
        courses = list(self.for_step(step)[: others + 1])
        offered = [
            course for course in courses if course.status == self.model.Status.CURRENT
        ]
        free = [course for course in offered if course.free_to_study]
        choice = next(iter(free or offered), None)
        return StepCourses(
            choice, [course for course in courses if course != choice][:others]
        )

    def free_first(self, measure, *before):
        known_free = models.Case(models.When(free_to_study=True, then=0), default=1)
        shortest = models.F("hours_low").asc(nulls_last=True)
        return self.order_by(
            *before, in_own_language(), known_free, f"-{measure}", shortest, "pk"
        )

    def recommended(self):
        """Courses to recommend: published, and neither retired nor replaced."""
        return self.published().filter(
            status__in=[self.model.Status.CURRENT, self.model.Status.UNVERIFIED],
            retired_on=None,
        )
