"""Which courses a list shows, and in which order: the catalogue, and the courses of a skill or a step.

The link models come from the course itself (`self.model.skills.through`), so that this module imports none of them.
"""

from django.apps import apps
from django.db import models
from django.db.models.functions import Coalesce

from guide.models.content import ContentQuerySet, name_order
from guide.models.text import active_language
from guide.models.verification import (
    offered_courses,
    prices_past_date,
    verified_courses,
)
from guide.models.website import reach_condition


def in_own_language():
    """The expression that sorts courses whose first language is the active one before all others."""
    own = models.Q(languages__startswith=active_language())
    return models.Case(models.When(own, then=0), default=1)


def readable_courses():
    """The condition that a course is taught or subtitled in the active language or in English."""
    found = models.Q()
    for language in dict.fromkeys((active_language(), "en")):
        found |= models.Q(languages__contains=language)
        found |= models.Q(subtitles__contains=language)
    return found


def readable_first():
    """The expression that sorts courses that the reader can follow before all others."""
    return models.Case(models.When(readable_courses(), then=0), default=1)


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
    "subtitles": "subtitles__contains",
    "provider": "provider__slug",
}
# In which the words of a text are looked for.
NAMING_COLUMNS = (
    "title",
    "institution",
    "instructors",
    "provider__name_en",
    "provider__name_zh",
)
SKILL_NAMES = ("skill__name_en", "skill__name_zh", "skill__aliases")


def course_condition(name, value):
    """What a filter of the catalogue asks of a course."""
    if name == "q":
        return words_condition(value)
    if name == "free":
        return models.Q(free_to_study=True) & verified_courses()
    if name == "certificate":
        return models.Q(certificate=True)
    if name == "reach":
        return reach_condition(value)
    if name == "length":
        return length_condition(value)
    return models.Q(**{COLUMNS[name]: value})


def words_condition(value):
    """That each word stands in what a course or one of its skills is called, or in who teaches or offers it."""
    conditions = models.Q()
    for word in value.split():
        taught = models.Q()
        for name in SKILL_NAMES:
            taught |= models.Q(**{f"{name}__icontains": word})
        links = apps.get_model("guide", "CourseSkill").objects.filter(taught)
        found = models.Q(pk__in=links.values("course"))
        for column in NAMING_COLUMNS:
            found |= models.Q(**{f"{column}__icontains": word})
        conditions &= found
    return conditions


def length_condition(value):
    if value == "under-20":  # even for those who take longest
        return models.Q(hours_high__lt=20)
    above, up_to = LENGTHS[value]
    most = models.Q(hours_low__lte=up_to)
    return most & models.Q(hours_low__gt=above) if above else most


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
        rows = self.with_times_chosen()
        for name, value in filters.items():
            rows = rows.filter(course_condition(name, value))
        return rows.sorted_by(sort, about=filters.get("skill", ""))

    def count_free(self):
        """How many there are, and how many of them are known to be free to study."""
        return self.aggregate(
            all=models.Count("pk"),
            free=models.Count("pk", filter=models.Q(free_to_study=True)),
        )

    def count_checks(self):
        """How many there are, and how many were checked by which means: keys all, page, copy, list, nobody."""
        ways = {
            way: models.Count("pk", filter=models.Q(checked_by=way))
            for way in self.model.CheckedBy.values
        }
        return self.aggregate(all=models.Count("pk"), **ways)

    def with_times_chosen(self):
        """Annotate for how many steps of today editors chose it: `times_chosen`."""
        choices = self.model.chosen_for.rel.related_model.objects.filter(
            course=models.OuterRef("pk"), step__published=True, step__retired_on=None
        )
        counted = choices.order_by().values("course").annotate(n=models.Count("pk"))
        return self.annotate(
            times_chosen=Coalesce(models.Subquery(counted.values("n")), 0)
        )

    def by_title(self):
        """Alphabetical: Chinese titles by their pinyin, for readers of Chinese."""
        return self.order_by(name_order(text="title"), "pk")

    def sorted_by(self, sort, about=""):
        """In every order, courses that nobody could verify come after the others, gone ones last, and within them
        unknown lengths and dates come last.

        Where no order is chosen, courses in the reader's own language come first, then those mainly `about` a skill,
        those that editors chose most often, those for beginners.
        """
        over = models.Q(status__in=["replaced", "retired"]) | models.Q(
            retired_on__isnull=False
        )
        standing = models.Case(
            models.When(over, then=2),
            models.When(verified_courses(), then=0),
            default=1,
        )
        orders = {
            "shortest": models.F("hours_low").asc(nulls_last=True),
            "longest": models.F("hours_high").desc(nulls_last=True),
            "checked": models.Case(
                models.When(checked_on="undated", then=models.Value("")),
                default="checked_on",
                output_field=models.CharField(),
            ).desc(),
        }
        order = [orders[sort]] if sort in orders else []
        if not sort:
            main = models.When(
                skill_links__main=True, then=0
            )  # of the link filtered by
            mainly = [models.Case(main, default=1)] if about else []
            order = [in_own_language(), *mainly, "-times_chosen", self.by_difficulty()]
        return self.order_by(standing, *order, name_order(text="title"), "pk")

    def for_skill(self, skill):
        """Courses to recommend for a skill. First those that are mainly about it, are in the reader's own language or
        one he reads, begin with beginners, were chosen most often, are known to be free, and are short."""
        courses = self.recommended().filter(skill_links__skill=skill).with_provider()
        about = models.Case(models.When(skill_links__main=True, then=0), default=1)
        known_free = models.Case(models.When(free_to_study=True, then=0), default=1)
        return courses.with_times_chosen().order_by(
            about,
            in_own_language(),
            readable_first(),
            self.by_difficulty(),
            "-times_chosen",
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
        """Courses that the reader can follow and that teach what a step asks for, for want of a choice. First those

        1. whose main subject is what the step teaches furthest, then those on another of its skills, then the rest,
        2. that begin where the step does: up to level 2 for beginners, from level 3 on a step higher each,
        3. then as `free_first` has it: the reader's own language, known to be free, how many of the step's skills
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
            .filter(
                readable_courses(),
                skill_links__skill__in=[link.skill_id for link in links],
            )
            .with_provider()
        )
        ranked = courses.annotate(
            covers=models.Count("skill_links"),
            about=models.Min(
                models.Case(*about, default=2, output_field=models.IntegerField())
            ),
        )
        return ranked.free_first("covers", "about", models.Case(*begins))

    def free_first(self, measure, *before):
        known_free = models.Case(models.When(free_to_study=True, then=0), default=1)
        shortest = models.F("hours_low").asc(nulls_last=True)
        return self.order_by(
            *before, in_own_language(), known_free, f"-{measure}", shortest, "pk"
        )

    def offered(self):
        """Courses that are there, verified or not: published, neither retired nor replaced, and not gone."""
        return self.published().filter(offered_courses())

    def unverified(self):
        """Courses that are there, and that nobody could verify."""
        return self.offered().exclude(verified_courses())

    def price_past_date(self):
        """Courses that are there, and ask for money by a price that nobody has looked at for months."""
        return self.offered().filter(prices_past_date())

    def gone(self):
        """Courses that should be there, and whose address is gone."""
        there = models.Q(status__in=["current", "unverified"], retired_on=None)
        return self.published().filter(there).exclude(offered_courses())

    def recommended(self):
        """Courses to recommend and to count: published, offered, and checked lately enough."""
        return self.published().filter(verified_courses())
