"""Which links open in mainland China: what a source said of a site, on every page that links to it."""

import json

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from guide.courses.reach import website_of
from guide.models import Course, Provider, Reading, Website
from guide.models.website import REACHES, reach_condition
from guide.tests.factory import make_course, make_source, make_step, named
from tests.document import document, links, texts, words

pytestmark = pytest.mark.django_db


def make_website(host, reach, **fields):
    values = {"source": make_source(slug=f"says-{host}".replace(".", "-")[:50])}
    values |= {"reported_on": "2025-05-26", **fields}
    return Website.objects.create(host=host, reach=reach, **values)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.youtube.com/watch?v=1", "youtube.com"),
        ("https://youtube.com", "youtube.com"),
        ("https://notyoutube.com/", None),
        ("https://example.org/youtube.com/", None),
        ("https://web.archive.org/web/https://www.youtube.com/", None),
        ("https://open.youtube.com/a", "open.youtube.com"),
        ("https://USER@WWW.YouTube.com:443/a", "youtube.com"),
        ("http://[ip:port]/", None),
        ("", None),
    ],
)
def test_the_nearest_host_that_somebody_reported_decides(url, host):
    make_website("youtube.com", "blocked")
    make_website("open.youtube.com", "open")

    site = website_of(url)

    assert (site.host if site else None) == host


@pytest.mark.both_databases
def test_the_filter_and_the_page_agree_on_every_address_of_the_content():
    [folder] = settings.FIXTURE_DIRS
    records = [
        record
        for stem in ("01_sources", "06_courses")
        for record in json.loads((folder / f"{stem}.json").read_text())
    ]
    rows = {
        model: [each["fields"] for each in records if each["model"] == f"guide.{model}"]
        for model in ("website", "course")
    }
    for site in rows["website"]:
        make_website(site["host"], site["reach"])
    provider = Provider.objects.create(**named("provider"))
    source = make_source()
    for course in rows["course"]:
        make_course(provider=provider, source=source, url=course["url"])
    shown = {
        course.pk: (site.reach if (site := website_of(course.url)) else "unknown")
        for course in Course.objects.all()
    }

    for reach in REACHES:
        found = Course.objects.filter(reach_condition(reach))
        assert set(found.values_list("pk", flat=True)) == {
            pk for pk, known in shown.items() if known == reach
        }
    assert set(shown.values()) == set(REACHES)


def test_a_host_below_another_keeps_its_own_reach_in_the_filter(client):
    make_website("google.com", "blocked")
    make_website("scholar.google.com", "open")
    for title, host in (("A", "scholar.google.com"), ("B", "docs.google.com")):
        make_course(title=title, url=f"https://{host}/x")
    make_course(title="C", url="https://example.org/")

    found = {
        reach: texts(
            document(client.get(f"/courses/?reach={reach}")), ".//tbody/tr/th/a"
        )
        for reach in REACHES
    }

    assert found == {"open": ["A"], "unstable": [], "blocked": ["B"], "unknown": ["C"]}


def test_the_course_page_says_who_said_it_and_when(client):
    make_website(
        "example.org",
        "blocked",
        source=make_source(slug="list", title="A list"),
        note_en="Use a mirror.",
        note_zh="可用镜像。",
    )
    make_course(slug="ml", url="https://example.org/course")

    def row(prefix, head):
        page = document(client.get(f"{prefix}/courses/ml/"))
        return words(page.find(f".//tr[th='{head}']/td"))

    assert row("", "Reachable in mainland China") == (
        "Blocked. Use a mirror. Source: A list, 26 May 2025"
    )
    assert row("/zh-hans", "在中国大陆能否打开") == (
        "无法直接打开。可用镜像。来源：A list，2025年5月26日"
    )


def test_what_we_only_assume_is_called_so_and_names_no_source(client):
    own = make_source(slug="own", title="Our guess", kind="editorial")
    make_website("example.org", "open", source=own, note_en="Run from there.")
    make_course(slug="ml", url="https://example.org/course")

    page = document(client.get("/courses/ml/"))

    row = page.find(".//tr[th='Reachable in mainland China']/td")
    assert words(row) == "Should open, we assume. Run from there."


def test_what_nobody_reported_is_unknown_and_no_course_is_marked(client):
    make_website("youtube.com", "blocked")
    make_course(slug="ml", url="https://example.org/course")

    page = document(client.get("/zh-hans/courses/ml/"))

    assert "在中国大陆能否打开" in words(page.find(".//tr[th='还不知道']/td"))
    assert page.find(".//tr[th='在中国大陆能否打开']") is None
    assert (
        texts(
            document(client.get("/zh-hans/courses/")),
            ".//*[@class='detour']",
        )
        == []
    )


def test_chinese_readers_see_a_mark_on_lists_steps_readings_and_sources(client):
    make_website("blocked.example", "blocked")
    make_website("open.example", "open")
    step = make_step(slug="first", skills=[])
    for place, host in enumerate(("blocked", "open"), 1):
        course = make_course(title=host, url=f"https://www.{host}.example/")
        course.chosen_for.create(step=step, order=place, reason_en="So.")
        Reading.objects.create(
            slug=host, published=True, topic_en="T", title=host, order=1,
            url=f"https://{host}.example/",
        )  # fmt: skip
    make_source(slug="far", url="https://blocked.example/far")

    for address in ("courses/", "steps/first/", "further-reading/", "sources/far/"):
        chinese = document(client.get(f"/zh-hans/{address}"))
        assert texts(chinese, ".//*[@class='detour']") == ["大陆访问：无法直接打开"], (
            address
        )
        english = document(client.get(f"/{address}"))
        assert texts(english, ".//*[@class='detour']") == [], address


def test_subtitles_are_named_and_filtered(client):
    make_course(slug="s", title="Subtitled", subtitles="zh-Hans en")
    make_course(slug="p", title="Plain")
    make_course(slug="z", title="讲课", languages="zh", subtitles="zh")

    page = document(client.get("/courses/?subtitles=zh"))
    chinese = document(client.get("/zh-hans/courses/"))

    assert set(texts(page, ".//tbody/tr/th/a")) == {"Subtitled", "讲课"}
    marked = chinese.xpath(".//tbody/tr[contains(., '中文字幕')]/th/a")
    assert list(map(words, marked)) == ["Subtitled"]
    row = document(client.get("/zh-hans/courses/p/")).find(".//tr[th='还不知道']/td")
    assert "、字幕、" in words(row)


def test_quick_choices_for_the_mainland_are_for_readers_of_chinese(client):
    make_website("example.org", "open")
    make_course()

    def queries(prefix):
        page = document(client.get(f"{prefix}/courses/"))
        return links(page.find(".//ul[@class='choices']"))

    assert "/zh-hans/courses/?reach=open" in queries("/zh-hans")
    assert "/zh-hans/courses/?subtitles=zh" in queries("/zh-hans")
    assert not any("reach" in query for query in queries(""))


@pytest.mark.parametrize(
    "host", ["https://github.com", "GitHub.com", "github", "github.com/", "a b.com", ""]
)
def test_a_host_is_a_host(host):
    site = Website(host=host, reach="open", source=make_source(), reported_on="2026-11")

    with pytest.raises(ValidationError) as refused:
        site.full_clean()

    assert list(refused.value.message_dict) == ["host"]


@pytest.mark.parametrize("reported_on", ["", "undated"])
def test_a_report_without_a_day_is_refused_in_words(reported_on):
    site = Website(
        host="a.org", reach="open", source=make_source(), reported_on=reported_on
    )

    with override("zh-hans"), pytest.raises(ValidationError):
        site.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        site.save()
