"""One search of the admin over all records: names, other names, addresses, notes and the texts that belong to them."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guide.desk.finding import SHOWN, read_question
from guide.models import Citation, FormerName, OtherName
from guide.tests.admin_pages import change_url
from guide.tests.factory import make_course, make_skill, make_source, make_step
from tests.document import document, words
from tests.people import make_person

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
FIND = reverse("admin:find")


def found(client, text):
    """The address and the words of every record that is found."""
    page = document(client.get(FIND, {"q": text}))
    rows = [
        li for li in page.iter("li") if li.getparent().get("class") == "desk__found"
    ]
    return [(li.find("a").get("href"), words(li)) for li in rows]


WAYS = {
    "statistical waves": "",
    "WAVES Statistical": "",
    "数据波": "",
    "/courses/stat-waves/": "",
    "http://localhost:8000/zh-hans/courses/stat-waves/": "",
    "learn.example.org/waves": "in its texts",
    "https://www.learn.example.org/waves/?ref=mail#top": "in its texts",
    "only the third week": "in its texts",
    "第三周": "in its texts",
    "wavelings": "by another name",
    "undulations": "by another name",
}


def test_a_record_is_found_by_all_that_is_known_of_it(desk):
    make_course(title="Something else")
    course = make_course(
        slug="stat-waves", title="Statistical waves 数据波", url="https://learn.example.org/waves",
        note_en="Take only the third week.", note_zh="只学第三周。",
    )  # fmt: skip
    FormerName.objects.create(kind="course", slug=course.slug, name="Undulations")
    OtherName.objects.create(
        subject="course", subject_slug=course.slug, name="Wavelings"
    )

    shown = {
        text: [row for row in found(desk, text) if " Other name" not in row[1]]
        for text in WAYS
    }

    name = f"{course.title} Course"
    assert shown == {
        text: [(change_url(course), f"{name} · {how}" if how else name)]
        for text, how in WAYS.items()
    }


def test_what_belongs_to_a_record_leads_to_its_form(desk):
    step = make_step(criteria=2)

    assert found(desk, "do thing 1") == [
        (change_url(step), f"{step.name_en} Step · in its texts")
    ]


def test_the_passage_of_a_citation_is_found_by_the_name_of_its_source(desk):
    source = make_source(title="The yearbook")
    citation = Citation.objects.create(source=source, statement="1", subject="skill", subject_slug="x",
                                       passage_en="Twelve of the adverts ask for it.")  # fmt: skip

    assert found(desk, "twelve adverts") == [
        (change_url(citation), "The yearbook Citation · in its texts")
    ]


def test_the_record_of_exactly_that_name_comes_first_and_names_before_texts(desk):
    make_skill(slug="a", name_en="Deep sorting", body_en="nothing")
    make_skill(slug="b", name_en="Other", body_en="Sorting and more.")
    make_skill(slug="c", name_en="Sorting")

    shown = [text.partition(" Skill")[0] for _url, text in found(desk, "sorting")]

    assert shown == ["Sorting", "Deep sorting", "Other"]


def test_a_british_word_finds_the_american_one(desk):
    make_skill(name_en="Optimization of colors")

    assert len(found(desk, "optimisation")) == 1
    assert read_question("colour behaviour precise cancelled").words == [
        "color", "behavior", "precise", "canceled",
    ]  # fmt: skip


def test_signs_of_the_database_mean_themselves(desk):
    make_skill(name_en="Rates of 100% and x_y")

    assert len(found(desk, "100%")) == len(found(desk, "x_y")) == 1
    assert found(desk, "1%0") == found(desk, "x-y") == found(desk, "'; --") == []


def test_nothing_found_and_a_text_that_is_too_long_are_said(desk):
    assert "No record has all of these words" in desk.get(FIND, {"q": "qqq"}).text
    too_long = desk.get(FIND, {"q": "x" * 201})
    assert too_long.status_code in (200, 400)
    assert found(desk, "") == []


def test_more_than_can_be_shown_is_said(desk):
    skill = make_skill(name_en="Many 0")
    for number in range(1, SHOWN + 1):
        make_skill(category=skill.category, name_en=f"Many {number}")

    assert len(found(desk, "many")) == SHOWN
    assert f"More than {SHOWN} records." in desk.get(FIND, {"q": "many"}).text


def test_one_query_however_much_there_is_and_only_what_somebody_may_see(client):
    clerk = make_person("clerk@example.org", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_skill"))
    client.force_login(clerk)
    counts = []
    for times in (1, 9):
        for _ in range(times):
            make_course(title="Everywhere", skills=[make_skill(name_en="Everywhere")])
        with CaptureQueriesContext(connection) as queries:
            rows = found(client, "everywhere")
        counts.append((len(rows), len(queries)))

    assert counts == [(1, counts[0][1]), (10, counts[0][1])]


def test_the_search_is_in_chinese_and_only_read(desk):
    assert "没有一条记录" in desk.get("/zh-hans/admin/find/", {"q": "qqq"}).text
    assert desk.post(FIND, {"q": "x"}).status_code == 405
