"""Pages that are no record: the lists of the site, and the pay of each country."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from guide.formats import CHINESE_PLACES, country_in_sentence, country_name
from guide.models import Salary
from guide.models.text import LANGUAGES
from guide.salaries.forms import country_slugs
from guide.search.records import Pks, SearchedText

CODES = {"en": "en", "zh": "zh-hans"}


class ListPage(NamedTuple):
    slug: str
    view: str
    name: str | Promise
    summary: str | Promise
    query: str = ""


# Those of guide.markdown.PAGES have the same slug there; the others have none.
PAGES = [
    ListPage("roadmaps", "roadmap-list", _("Roadmaps"), _("Every way into the job, step by step.")),
    ListPage("skills", "skill-list", _("Skills"), _("All skills, by subject.")),
    ListPage("courses", "course-list", _("Courses"), _("Courses, books and exams, by hours and price.")),
    ListPage(
        "free-courses", "course-list", _("Free courses"), _("Courses that cost nothing to study."), "?free=yes"
    ),
    ListPage(
        "chinese-courses", "course-list", _("Courses in Chinese"), _("Courses that are taught in Chinese."),
        "?language=zh",
    ),
    ListPage("salaries", "salaries", _("Salaries"), _("Pay by role, country and experience.")),
    ListPage("compare-pay", "salaries-compare", _("Compare pay"), _("The pay of two roles or two countries.")),
    ListPage("roles", "role-list", _("Roles"), _("The jobs of the field.")),
    ListPage("compare-roles", "role-compare", _("Compare roles"), _("Two or three jobs, skill by skill.")),
    ListPage("guide", "chapter-list", _("Guide"), _("The chapters, in the order of reading.")),
    ListPage("questions", "question-list", _("Questions"), _("What newcomers ask, with answers.")),
    ListPage("beliefs", "belief-list", _("Beliefs"), _("What holds people back, and what is true of it.")),
    ListPage("glossary", "glossary", _("Glossary"), _("The words of the field, in both languages.")),
    ListPage("industries", "industries", _("Industries"), _("Industries and employers that hire.")),
    ListPage("market", "market", _("Outlook"), _("Jobs, growth and demand in figures.")),
    ListPage(
        "further-reading", "reading-list", _("Further reading"), _("Books, blogs and papers outside of the site.")
    ),
    ListPage("sources", "source-list", _("Sources"), _("Where every figure comes from.")),
]  # fmt: skip


PAGE_SLUGS = [page.slug for page in PAGES]


def page_address(slug: str) -> str:
    page = next(page for page in PAGES if page.slug == slug)
    return reverse(f"guide:{page.view}") + page.query


def page_texts(pks: Pks) -> Iterator[SearchedText]:
    for pk, page in enumerate(PAGES, 1):
        if pks is None or pk in pks:
            for language in LANGUAGES:
                with override(CODES[language]):
                    yield SearchedText(
                        "page", pk, page.slug, language, str(page.name),
                        str(page.summary), {},
                    )  # fmt: skip


def country_number(code: str) -> int:
    """A number that stands for a country, as the key of a record that has no table."""
    return ord(code[0]) * 256 + ord(code[1])


def place_texts(pks: Pks) -> Iterator[SearchedText]:
    """The countries with figures of pay; the cities and jobs of these are found too. One query."""
    rows = Salary.objects.publicly_visible().exclude(country="").order_by()
    if pks is not None:
        codes = [code for code in country_slugs() if country_number(code) in pks]
        rows = rows.filter(country__in=codes)
    columns = [
        "country",
        "city",
        "region",
        "occupation__name_en",
        "occupation__name_zh",
    ]
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows.values(*columns).distinct():
        found.setdefault(row["country"], []).append(row)
    for code in sorted(found):
        yield from texts_of_place(code, found[code])


def texts_of_place(code: str, rows: list[dict[str, str]]) -> Iterator[SearchedText]:
    cities = sorted({row[name] for row in rows for name in ("city", "region")} - {""})
    for language in LANGUAGES:
        with override(CODES[language]):
            country = country_name(code)
            name = gettext("Salaries in %(country)s") % {
                "country": country_in_sentence(code)
            }
        chinese = [CHINESE_PLACES.get(city, "") for city in cities]
        named = cities if language == "en" else [*cities, *filter(None, chinese)]
        jobs = sorted({row[f"occupation__name_{language}"] for row in rows})
        yield SearchedText(
            "place", country_number(code), country_slugs()[code], language, name,
            "\n".join([*named, *jobs]), {"jobs": len(jobs)},
            other_names=(country,), other_words=" ".join(named),
        )  # fmt: skip
