"""Every public page, for search engines, with the day on which the records that it shows last changed.

A record's `updated_at` rises with each change of the rows that belong to it, such as the criteria of a step.
"""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet, Value
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import to_locale

from guide.cache import cached_per_version
from guide.models import (
    Background,
    Belief,
    Chapter,
    Course,
    Employer,
    Fact,
    Industry,
    OutlookNumber,
    Question,
    Reading,
    Roadmap,
    Role,
    Salary,
    Skill,
    Source,
    Step,
    Term,
)
from guide.salaries.forms import country_slugs

# Kinds of records that have a page each, which has the name of the kind.
WITH_PAGES = {"roadmap", "step", "skill", "course", "role", "chapter", "source"}
# The other pages, and the kinds of records that each of them shows.
LISTS = {
    "home": ["roadmap", "background"],
    "roadmap-list": ["roadmap"],
    "skill-list": ["skill"],
    "advert": ["skill"],
    "course-list": ["course"],
    "salaries": ["salary"],
    "salaries-all": ["salary"],
    "salaries-series": ["salary"],
    "salaries-contradictions": ["salary"],
    "salaries-compare": ["salary"],
    "role-list": ["role"],
    "role-compare": ["role"],
    "chapter-list": ["chapter"],
    "question-list": ["question"],
    "belief-list": ["belief"],
    "reading-list": ["reading"],
    "glossary": ["term"],
    "industries": ["industry", "employer"],
    "market": ["fact", "outlooknumber"],
    "source-list": ["source"],
}
ABOUT_THE_SITE = ["about", "privacy"]  # only with CONTACT


class ListedPage(NamedTuple):
    name: str  # of its address
    arguments: tuple[str, ...]
    changed_at: datetime | None


class ListedRecord(NamedTuple):
    kind: str
    key: str  # the slug; the country of a salary
    changed_at: datetime | None


def listed_querysets() -> dict[str, QuerySet]:
    """By kind, the records that lists of the site show: no draft, nothing retired."""
    return {
        "roadmap": Roadmap.objects.published(),
        "step": Step.objects.of_today(),
        "skill": Skill.objects.published(),
        "course": Course.objects.published(),
        "role": Role.objects.published(),
        "chapter": Chapter.objects.published(),
        "source": Source.objects.published(),
        "question": Question.objects.published(),
        "belief": Belief.objects.published(),
        "reading": Reading.objects.published(),
        "term": Term.objects.published(),
        "industry": Industry.objects.published(),
        "employer": Employer.objects.published(),
        "fact": Fact.objects.published(),
        "background": Background.objects.published(),
        "outlooknumber": OutlookNumber.objects.published(),
    }


def listed_records() -> list[ListedRecord]:
    """One query. Of the salaries, which are many, one for each country."""
    salaries = Salary.objects.publicly_visible().order_by().values("country")
    newest = salaries.annotate(changed_at=Max("updated_at"))
    others = [
        rows.order_by().values_list(Value(kind), "slug", "updated_at")
        for kind, rows in listed_querysets().items()
    ]
    found = newest.values_list(Value("salary"), "country", "changed_at")
    rows = found.union(*others, all=True)
    return [ListedRecord(*row) for row in sorted(rows, key=itemgetter(0, 1))]


def listed_pages() -> list[ListedPage]:
    records = listed_records()
    lists = [
        ListedPage(name, (), newest_change(records, kinds))
        for name, kinds in LISTS.items()
    ]
    if settings.CONTACT:
        lists += [ListedPage(name, (), None) for name in ABOUT_THE_SITE]
    return lists + [page for record in records for page in pages_of_record(record)]


def newest_change(records: list[ListedRecord], kinds: list[str]) -> datetime | None:
    dates = [each.changed_at for each in records if each.kind in kinds]
    return max(filter(None, dates), default=None)


def pages_of_record(record: ListedRecord) -> Iterator[ListedPage]:
    if record.kind in WITH_PAGES:
        yield ListedPage(record.kind, (record.key,), record.changed_at)
    elif record.kind == "salary" and (country := country_slugs().get(record.key)):
        yield ListedPage("salaries-country", (country,), record.changed_at)


class PageSitemap(Sitemap):
    i18n = alternates = True

    def items(self):
        return listed_pages()

    def location(self, page):
        return reverse(f"guide:{page.name}", args=page.arguments)

    def lastmod(self, page):
        return page.changed_at

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_urls(self, *args, **kwargs):
        """With the English address as x-default, and languages written as pages write them: zh-Hans.

        Django's own `x_default` cuts the first /en/ out of an address, also where that is the slug of a page.
        """
        urls = super().get_urls(*args, **kwargs)
        for url in urls:
            others = {each["lang_code"]: each["location"] for each in url["alternates"]}
            url["alternates"] = [
                {
                    "lang_code": to_locale(code).replace("_", "-"),
                    "location": address,
                }
                for code, address in others.items()
            ] + [{"lang_code": "x-default", "location": others[settings.LANGUAGE_CODE]}]
        return urls


@cached_per_version(1)
def sitemap_xml() -> str:
    """Half a second for 1,700 addresses, so it is kept. Search engines read 50,000 addresses of a file at most."""
    return render_to_string("sitemap.xml", {"urlset": PageSitemap().get_urls()})
