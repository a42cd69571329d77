"""The sitemap: every public page in both languages with the day of its last change, and nothing that is not public."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from guide import sitemaps, urls
from guide.models import Source, Step
from guide.tests.factory import (
    make_chapter,
    make_course,
    make_roadmap,
    make_role,
    make_salary,
    make_skill,
    make_source,
    make_step,
    make_term,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SITE = "https://careerpath.example"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
# Files, which are no pages, what takes posts only, and what readers report.
NO_PAGES = {
    "report",
    "report-deletion",
    "report-form",
    "search",
    "search-suggestions",
    "salaries-csv",
    "salaries-json",
    "salaries-place",
    "salaries-figures",
    "salaries-country-figures",
}
NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _site_url(settings):
    settings.SITE_URL = SITE


def entries(client):
    """The entries by address, without the host."""
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  our own
    found = {
        entry.findtext("s:loc", namespaces=NAMES).removeprefix(SITE): entry
        for entry in root
    }
    assert len(found) == len(root)
    return found


def changed_on(entry):
    return entry.findtext("s:lastmod", namespaces=NAMES)


def alternates(entry):
    return {
        link.get("hreflang"): link.get("href").removeprefix(SITE)
        for link in entry.findall("x:link", NAMES)
    }


def changed_at(row, moment=NEW_YEAR):
    type(row).objects.filter(pk=row.pk).update(updated_at=moment)
    return row


def test_every_page_is_listed_in_both_languages_and_answers(client):
    skill = make_skill()
    course, step, chapter = make_course([skill]), make_step(), make_chapter()
    roadmap, salary = make_roadmap(), make_salary(country="GB")
    details = {
        row.get_absolute_url()
        for row in (skill, course, step, chapter, roadmap, roadmap.role, salary.source)
    }
    pages = {
        reverse(f"guide:{pattern.name}")
        for pattern in urls.urlpatterns
        if "<" not in str(pattern.pattern) and pattern.name not in NO_PAGES
    }

    found = entries(client)

    assert details | pages | {"/salaries/united-kingdom/"} <= set(found)
    assert {client.get(address).status_code for address in found} == {200}
    english = {address for address in found if not address.startswith("/zh-hans/")}
    assert {f"/zh-hans{address}" for address in english} == set(found) - english


@pytest.mark.parametrize("slug", ["sql", "en", "zh-hans"])
def test_an_entry_names_both_languages_and_the_english_one_for_all_others(client, slug):
    make_skill(slug=slug)
    both = {
        "en": f"/skills/{slug}/",
        "zh-Hans": f"/zh-hans/skills/{slug}/",
        "x-default": f"/skills/{slug}/",
    }

    found = entries(client)

    assert alternates(found[both["en"]]) == alternates(found[both["zh-Hans"]]) == both


@pytest.mark.parametrize(
    "make",
    [make_skill, make_course, make_step, make_chapter, make_roadmap, make_role],
)
def test_a_draft_is_not_there(client, make):
    row = make(published=False)

    assert not any(row.slug in address for address in entries(client))


def test_what_is_withdrawn_or_retired_is_not_there(client):
    step, role = make_step(), make_role()
    assert {step.get_absolute_url(), role.get_absolute_url()} <= set(entries(client))

    Step.objects.filter(pk=step.pk).update(retired_on="2026-02-01")
    role.published = False
    role.save()

    assert not {step.get_absolute_url(), role.get_absolute_url()} & set(entries(client))


def test_a_country_is_there_as_long_as_it_has_a_figure_to_show(client):
    source = make_source()
    make_salary(country="GB", source=source)
    make_salary(country="DE", published=False)
    make_salary(country="")
    found = [address for address in entries(client) if "/salaries/" in address]
    assert "/salaries/united-kingdom/" in found
    assert not any("germany" in address for address in found)

    Source.objects.filter(pk=source.pk).update(published=False)
    make_role()  # raises the content version

    assert "/salaries/united-kingdom/" not in entries(client)


def test_a_page_is_as_old_as_its_record_and_a_list_as_its_youngest(client):
    old, young = changed_at(make_role()), make_role()
    changed_at(young, NEW_YEAR.replace(month=3))
    changed_at(make_role(published=False), NEW_YEAR.replace(month=9))
    changed_at(make_term(), NEW_YEAR.replace(month=5))

    found = entries(client)

    assert changed_on(found[old.get_absolute_url()]) == "2026-01-01"
    assert changed_on(found[f"/zh-hans{young.get_absolute_url()}"]) == "2026-03-01"
    assert changed_on(found["/roles/"]) == "2026-03-01"
    assert changed_on(found["/glossary/"]) == "2026-05-01"
    assert changed_on(found["/market/"]) is None


def test_a_page_is_as_young_as_what_belongs_to_its_record(client):
    step = changed_at(make_step(criteria=1))
    before = changed_on(entries(client)[step.get_absolute_url()])

    step.raise_version()  # as every writer does that changes a criterion
    make_role()

    after = changed_on(entries(client)[step.get_absolute_url()])
    assert before == "2026-01-01"
    assert after == datetime.now(UTC).date().isoformat()


def test_it_is_made_once_for_each_version_also_for_visitors_with_cookies(
    client, settings, monkeypatch
):
    settings.CONTENT_VERSION_SECONDS = 60
    first = client.get("/sitemap.xml")
    monkeypatch.setattr(sitemaps, "render_to_string", None)
    client.cookies["any"] = "1"

    second = client.get("/sitemap.xml?p=2")

    assert second.content == first.content
    assert second.headers["Cache-Control"] == "private, no-store"
