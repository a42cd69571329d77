"""What the address of a plan may name."""

from collections.abc import Mapping
from dataclasses import dataclass

from guide.cache import cached_per_version
from guide.models import Course, Provider, Step
from guide.models.text import active_language, in_active_language
from guide.planner.offers import newest_rates, teachings
from guide.roadmaps.roadmap_map import line_maps
from guide.salaries.formats import currency_name

Names = Mapping[str, tuple[str, str]]  # by slug, in English and in Chinese


@dataclass(frozen=True)
class KnownNames:
    courses: Names
    providers: Names
    steps: Names
    languages: tuple[str, ...]

    @property
    def roadmaps(self) -> list[tuple[str, str]]:
        return [(slug, each.roadmap.name) for slug, each in line_maps().items()]

    @property
    def currencies(self) -> list[tuple[str, str]]:
        return named_currencies(active_language())

    def name_of(self, key: str) -> str:
        for names in (self.courses, self.providers, self.steps):
            if key in names:
                return in_active_language(*names[key])
        return key


@cached_per_version(most=10)
def named_currencies(language: str) -> list[tuple[str, str]]:
    """`language`: the active one, so that each is kept."""
    named = ((code, currency_name(code)) for code in newest_rates())
    return sorted(named, key=lambda pair: str(pair[1]))


@cached_per_version(most=1)
def known_names() -> KnownNames:
    """Three queries, once for each content version."""
    found = teachings()
    languages = frozenset().union(*(course.languages for course in found))
    titles = dict(Course.objects.values_list("slug", "title"))
    steps, providers = (
        {
            slug: (en, zh)
            for slug, en, zh in rows.values_list("slug", "name_en", "name_zh")
        }
        for rows in (Step.objects.published(), Provider.objects.all())
    )
    return KnownNames(
        courses={course.key: (titles[course.key], "") for course in found},
        providers={each.provider: providers[each.provider] for each in found},
        steps=steps,
        languages=tuple(sorted(languages)),
    )
