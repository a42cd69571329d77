"""The first page of the admin: what needs work, each with the list of exactly that, and what others changed."""

from datetime import timedelta
from itertools import count

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from guide.desk.work import WORK
from guide.editorial.documents import pack
from guide.editorial.keeping import keeping_revisions
from guide.models import (
    Conflict,
    Course,
    Link,
    MissedSearch,
    Report,
    Revision,
    StepCourse,
)
from guide.tests.factory import (
    make_course,
    make_fact,
    make_salary,
    make_skill,
    make_source,
    make_step,
)
from tests.document import document, words
from tests.people import make_person

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
DESK = reverse("admin:index")
BAR = 15  # queries besides the counts of content
numbers = count(1)


def make_work(by="editor@example.org"):
    """One of everything that the desk counts, and beside it what needs nothing."""
    number = next(numbers)
    free = make_skill(name_en=f"Taught {number}")
    skill = make_skill(name_en=f"Untaught {number}", name_zh="没有课程")
    with keeping_revisions():
        skill.name_en += "!"
        skill.save()
    make_skill(name_zh="")
    fine = make_course(
        skills=[free], checked_by="page", checked_on="2026-11", free_to_study=True
    )
    make_course(price=9, currency="EUR", price_period="total", checked_by="page", checked_on="2024-02")  # fmt: skip
    make_course(checked_by="nobody", checked_on="undated")
    chosen = make_step(skills=[free])
    StepCourse.objects.create(step=chosen, course=fine, order=1, reason_en="Short.")
    make_step(skills=[free])
    make_step(skills=[make_skill()])
    old = make_source(accessed_on="2024-05")
    make_salary(as_of="2019-03", year=2019, source=old)
    fact = make_fact(as_of="2018")
    fact.source = old
    fact.save()
    make_open_work(number, by)


def make_open_work(number, by):
    """What waits for somebody, whatever the content is."""
    now = timezone.now()
    Conflict.objects.create(
        model="guide.course", key=f"any-{number}", field="title", found_at=now
    )
    for state in ("gone", "live"):
        address = f"https://{state}.example.org/{number}"
        final = {"first_failed_at": timezone.now()} if state == "gone" else {}
        Link.objects.create(address=address, state=state, **final)
    for state in ("draft", "sent_back", "review", "approved"):
        for each in (by, "other@example.org"):
            Revision.objects.create(
                model="guide.skill",
                key="any",
                at=now,
                by=each,
                state=state,
                document=pack({}),
                before=pack({}),
                publish_at=now if state == "approved" else None,
            )
    for state in ("open", "declined"):
        Report.objects.create(
            token_hash=f"{state} {number}",
            kind="mistake",
            page="/courses/any/",
            language="en",
            words="Any words",
            made_at=now,
            state=state,
            decided_at=None if state == "open" else now,
        )
    MissedSearch.objects.bulk_create(
        MissedSearch(day=now.date(), text=f"missed {number}", visitor=str(visitor))
        for visitor in range(3)
    )


def rows_of(desk):
    """Number and address of each row of work, by its name."""
    page = document(desk.get(DESK))
    return {
        row.find("span").get("id").removeprefix("work-"): (
            int(row.find("b").text),
            row.find("a").get("href"),
        )
        for row in page.iter("li")
        if row.getparent().get("class") == "desk__work"
    }


def number_in_list(answer):
    if "cl" in answer.context_data:
        return answer.context_data["cl"].result_count
    return answer.context_data["rows"].paginator.count


def test_every_number_is_that_of_the_list_behind_it(desk, editor):
    for _ in range(2):
        make_work(editor.get_username())

    rows = rows_of(desk)

    assert set(rows) == {work.name for work in WORK}
    listed = {name: number_in_list(desk.get(url)) for name, (_, url) in rows.items()}
    assert listed == {name: number for name, (number, _url) in rows.items()}
    assert min(listed.values()) >= 2


def test_a_list_holds_what_needs_work_and_nothing_else(desk):
    make_work()
    pages = {
        "price": Course,
        "verification": Course,
    }

    shown = {
        need: [
            row.checked_on
            for row in desk.get(
                reverse(f"admin:guide_{model._meta.model_name}_changelist"),
                {"needs": need},
            )
            .context_data["cl"]
            .result_list
        ]
        for need, model in pages.items()
    }

    assert shown == {"price": ["2024-02"], "verification": ["undated"]}


def test_ten_times_the_content_costs_no_further_query(desk, editor):
    found = []
    for times in (1, 9):
        for _ in range(times):
            make_work(editor.get_username())
        desk.get(DESK)  # counts the content of this version
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(DESK)
        found.append(len(queries))

    assert found[0] == found[1] <= BAR


def test_new_content_is_counted_anew(desk):
    make_work()
    before = rows_of(desk)["course-verification"][0]

    make_course(checked_by="nobody", checked_on="undated")

    assert rows_of(desk)["course-verification"][0] == before + 1


def test_where_nothing_needs_work_the_desk_says_so(desk):
    answer = desk.get(DESK)

    assert "Nothing needs work today." in answer.text
    assert rows_of(desk) == {}
    done = document(answer).get_element_by_id("work-done")
    assert len(done.findall("a")) == len(WORK)
    assert "Nobody has changed anything yet." in answer.text


def test_who_may_not_see_a_list_sees_no_row_of_it(client):
    make_work()
    clerk = make_person("clerk@example.org", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_skill"))
    client.force_login(clerk)

    rows = rows_of(client)

    assert list(rows) == ["skill-course"]
    answers = {
        client.get(reverse(f"admin:{name}")).status_code
        for name in (
            "missed_searches",
            "guide_course_changelist",
            "guide_conflict_changelist",
        )
    }
    assert answers == {403}
    assert "Last changes" not in client.get(DESK).text


def test_drafts_and_changes_of_kinds_that_somebody_may_not_see_are_not_counted(client):
    clerk = make_person("clerk@example.org", is_staff=True)
    # Who may change may also look.
    rights = ["view_revision", "change_skill", "view_othername"]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=rights))
    now = timezone.now()
    for model in ("guide.skill", "guide.course", "guide.course"):
        for state in ("live", "draft", "sent_back", "review", "approved"):
            due = now if state == "approved" else None
            Revision.objects.create(
                model=model, key=model, state=state, by=clerk.email, at=now,
                document=pack({}), before=pack({}), publish_at=due,
            )  # fmt: skip
    client.force_login(clerk)

    rows = rows_of(client)

    drafts = {"own-drafts", "sent-back", "review", "approved", "due"}
    assert {name: number for name, (number, _url) in rows.items()} == dict.fromkeys(drafts, 1)  # fmt: skip
    listed = {number_in_list(client.get(url)) for _number, url in rows.values()}
    assert listed == {1}
    assert client.get(reverse("admin:missed_searches")).status_code == 200
    changes = document(client.get(DESK)).find(".//ol[@class='desk__changes']")
    assert [words(each.find("a")) for each in changes] == ["Skill: guide.skill"]


def test_staff_without_any_right_see_a_desk_without_rows(client):
    make_work()
    client.force_login(make_person("clerk@example.org", is_staff=True))

    assert rows_of(client) == {}
    assert "Nothing needs work today." not in client.get(DESK).text


def test_strangers_are_asked_to_sign_in(client, learner):
    pages = [DESK, reverse("admin:find"), reverse("admin:missed_searches")]
    for sign_in in (False, True):
        if sign_in:
            client.force_login(learner)
        for page in pages:
            assert client.get(page).headers["Location"].startswith("/admin/login/")


def test_the_last_changes_are_those_of_everybody_without_loads(desk):
    now = timezone.now()
    course = make_course(title="Reading tables")
    Revision.objects.all().delete()
    for by, key in (
        ("a@example.org", course.slug),
        ("b@example.org", "gone"),
        ("", ""),
    ):
        Revision.objects.create(
            model="guide.course" if key else "",
            key=key,
            by=by,
            at=now - timedelta(hours=1),
            is_load=not by,
            fields="|price|",
            document=pack({}),
            before=pack({}),
        )

    page = document(desk.get(DESK))
    changes = [li for li in page.iter("li") if li.getparent().get("class") == "desk__changes"]  # fmt: skip

    told = [words(li).split(" · ") for li in changes]
    assert [line[1:] for line in told] == [
        ["b@example.org", "price"],
        ["a@example.org", "price"],
    ]
    assert told[0][0].startswith("Course: gone ")
    assert told[1][0].startswith("Course: Reading tables ")
    assert "Fixtures last changed content:" in page.text_content()


def test_records_stand_in_the_order_of_use_with_their_numbers(desk):
    make_course(skills=[make_skill()])

    page = document(desk.get(DESK))
    kinds = [li for li in page.iter("li") if li.getparent().get("class") == "desk__records"]  # fmt: skip

    shown = [(li.find("a").text, li.find("span").text) for li in kinds[:4]]
    assert shown == [
        ("Courses", "1"),
        ("Salaries", "0"),
        ("Skills", "1"),
        ("Steps", "0"),
    ]
    assert [li.findall("a")[-1].get("aria-label") for li in kinds[:1]] == [
        "Add: Courses"
    ]


def test_the_desk_is_in_chinese(desk, editor):
    make_work(editor.get_username())

    answer = desk.get("/zh-hans/admin/")

    with override("zh-hans"):
        titles = [str(work.title) for work in WORK]
    assert [title for title in titles if title not in answer.text] == []
    assert "今天要处理什么" in answer.text
