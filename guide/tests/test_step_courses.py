"""The courses that editors chose for a step stand on its page as they ordered them, in the reader's language."""

import json
from collections import defaultdict

import pytest
from django.conf import settings

from guide.courses.choice_rules import spoken_languages
from guide.models import StepCourse
from guide.tests.factory import make_course, make_skill, make_step
from tests.document import document, links, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def step():
    return make_step(slug="sql", skills=[make_skill(slug="joins")])


def choose(step, *courses, **fields):
    for order, course in enumerate(courses, 1):
        values = {"order": order, "reason_en": "So.", "reason_zh": "如此。", **fields}
        StepCourse.objects.create(step=step, course=course, **values)


def shown(client, prefix=""):
    """The recommendation, and the others behind it."""
    page = document(client.get(f"{prefix}/steps/sql/"))
    return texts(page, ".//article//h3"), texts(
        page, ".//ul[@class='courses my-courses']/li/a"
    )


def test_editors_choose_and_order_and_the_formula_is_silent(client, step):
    skill = step.skills.get()
    make_course(main=[skill], title="By formula", free_to_study=True)
    choose(step, make_course(title="B"), make_course(title="A"))

    assert shown(client) == (["B"], ["A"])


def test_each_reader_begins_with_the_first_that_he_can_follow(client, step):
    chosen = [
        make_course(title="Chinese", languages="zh"),
        make_course(title="English"),
        make_course(title="Subtitled", languages="en", subtitles="zh-Hans"),
    ]
    choose(step, *chosen)

    assert shown(client) == (["English"], ["Subtitled"])
    assert shown(client, "/zh-hans") == (["Chinese"], ["Subtitled", "English"])


def test_where_nobody_chose_for_a_reader_the_formula_serves(client, step):
    make_course(main=[step.skills.get()], title="By formula")
    choose(step, make_course(title="Chinese", languages="zh"))

    assert shown(client) == (["By formula"], [])


@pytest.mark.parametrize(
    "gone",
    [{"status": "retired"}, {"status": "unverified"}, {"checked_by": "nobody"}, {"published": False}],
)  # fmt: skip
def test_a_chosen_course_that_has_gone_since_is_not_recommended(client, step, gone):
    choose(step, make_course(title="Gone", **gone), make_course(title="Next"))

    assert shown(client) == (["Next"], [])


def test_the_part_its_hours_and_the_reason_stand_on_the_page(client, step):
    long = make_course(hours_low=60, hours_high=90, hours_basis="stated")
    part = {"part_en": "Weeks 1 to 3", "part_zh": "第1到3周"}
    choose(step, long, **part, hours_low=8, hours_high=12)
    choose(make_step(), long)

    english = words(document(client.get("/steps/sql/")).find(".//article"))
    chinese = words(document(client.get("/zh-hans/steps/sql/")).find(".//article"))

    assert "Weeks 1 to 3 · 8–12 h" in english
    assert "So." in english
    assert "60–90" not in english
    assert "第1到3周 · 8～12小时" in chinese
    assert "如此。" in chinese


def test_what_is_chosen_most_often_comes_first_in_the_catalogue(client, step):
    make_course(title="A")
    often, once = make_course(title="Z"), make_course(title="Y", difficulty="advanced")
    for each in (step, make_step()):
        choose(each, often)
    choose(make_step(), once)
    choose(make_step(published=False), make_course(title="B"))

    rows = texts(document(client.get("/courses/")), ".//tbody/tr/th")

    assert [row.split()[0] for row in rows] == ["Z", "Y", "A", "B"]
    assert "chosen for 2 steps" in rows[0]
    assert "chosen for" not in rows[3]


def test_a_filter_by_skill_puts_first_what_is_mainly_about_it(client, step):
    skill = step.skills.get()
    touches, about = (
        make_course([skill], title="A"),
        make_course(main=[skill], title="B"),
    )
    choose(step, touches)

    found = document(client.get("/courses/?skill=joins"))

    assert texts(found, ".//tbody/tr/th/a") == ["B", "A"]
    assert about.title == "B"


def test_a_step_shows_its_first_week_example_and_project_in_both_languages(client):
    make_step(
        slug="sql",
        body_en="Then joins.",
        first_week_en="1. Read <b>chapter 1</b>.\n2. Write ten queries.",
        first_week_zh="1. 读第1章。",
        example_en="```sql\nSELECT 1 < 2; -- <script>alert(1)</script>\n```",
        project_en="A report.",
        project_data_en="Chinook, 15,607 rows",
        project_data_url="https://data.example/chinook",
        good_result_en="Each figure can be found again.",
        project_hours_low=3,
        project_hours_high=5,
        go_further_en="Window functions.",
    )

    page = document(client.get("/steps/sql/"))
    headings = [words(heading) for heading in page.iter("h3")]

    assert headings == [
        "Your first week",
        "After that",
        "A worked example",
        "Its data",
        "A good result",
        "One way to go further",
    ]
    assert texts(page, ".//section[@class='prose']/ol/li") == [
        "Read <b>chapter 1</b>.",
        "Write ten queries.",
    ]
    (code,) = page.findall(".//pre/code")
    assert code.text == "SELECT 1 < 2; -- <script>alert(1)</script>\n"
    assert (
        "This project takes 3–5 h. Its data Chinook, 15,607 rows Open the data data.example"
        in words(page)
    )
    assert "https://data.example/chinook" in links(page)
    chinese = document(client.get("/zh-hans/steps/sql/"))
    assert "第一周" in [words(heading) for heading in chinese.iter("h3")]


def test_a_step_without_a_first_week_begins_with_its_text(client):
    make_step(slug="sql", body_en="Joins.")

    page = document(client.get("/steps/sql/"))

    assert list(page.iter("h3")) == []
    assert "Build something" not in words(page)


def test_the_note_on_the_courses_stands_above_them_in_its_language(client):
    step = make_step(
        slug="cloud", course_note_en="Any.", course_note_zh="暂无中文课程。"
    )
    make_course(title="Clouds").chosen_for.create(step=step, order=1, reason_en="So.")

    def notes(prefix):
        page = document(client.get(f"{prefix}/steps/cloud/"))
        return texts(page, ".//section[h2]/p[@class='soft']")

    assert notes("") == ["Any."]
    assert notes("/zh-hans") == ["暂无中文课程。"]


def test_every_step_has_a_course_for_readers_of_chinese_or_says_why_not():
    [folder] = settings.FIXTURE_DIRS
    rows = defaultdict(list)
    for stem in ("04_steps", "06_courses"):
        for record in json.loads((folder / f"{stem}.json").read_text()):
            rows[record["model"]].append(record["fields"])
    chinese = {
        course["slug"]
        for course in rows["guide.course"]
        if "zh" in spoken_languages(course["languages"], course["subtitles"])
    }
    served = {
        choice["step"][0]
        for choice in rows["guide.stepcourse"]
        if choice["course"][0] in chinese
    }

    assert [
        step["slug"]
        for step in rows["guide.step"]
        if step["slug"] not in served and not step["course_note_zh"]
    ] == []
