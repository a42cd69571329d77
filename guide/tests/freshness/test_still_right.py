"""“Still right” is one press: what was typed is saved with it, a revision says who, and the link is believed."""

import pytest
from django.utils import timezone

from guide.models import Course, Employer, Link, Revision, Salary, Source
from guide.tests.admin_pages import change_url, list_url, open_form, state_of
from guide.tests.factory import (
    make_course,
    make_employer,
    make_fact,
    make_salary,
    make_source,
)

pytestmark = pytest.mark.django_db


def press(desk, row, **changes):
    form = open_form(desk, row)
    return desk.post(change_url(row), {**form, **changes, "_still_right": "1"})


def today():
    return timezone.localdate().isoformat()


def revisions():
    rows = Revision.objects.live().order_by("pk").exclude(by="")
    return list(rows.values_list("model", "reason", "by", "fields"))


def test_one_press_on_a_course_renews_its_check_and_says_who(desk, editor):
    course = make_course(checked_by="list", checked_on="2024-01")

    answer = press(desk, course)

    assert (answer.status_code, answer.url) == (302, list_url(Course))
    row = state_of(course)
    assert (row["checked_by"], row["checked_on"]) == ("page", today())
    assert revisions() == [
        ("guide.course", "renewed", editor.email, "|checked_on|checked_by|")
    ]


def test_what_was_typed_is_saved_with_it(desk):
    course = make_course(checked_on="2024-01")

    press(desk, course, title="Another title", checked_on="2020")

    row = state_of(course)
    assert (row["title"], row["checked_on"]) == ("Another title", today())


def test_a_mistake_in_the_form_is_said_and_nothing_is_renewed(desk):
    course = make_course(checked_on="2024-01")

    answer = press(desk, course, title="")

    assert answer.status_code == 200
    assert state_of(course)["checked_on"] == "2024-01"


def test_a_second_press_on_the_same_day_changes_nothing(desk):
    course = make_course(checked_on="2024-01")
    press(desk, course)
    before = state_of(course)

    press(desk, course)

    assert (state_of(course), len(revisions())) == (before, 1)


def test_a_figure_is_checked_with_its_source(desk):
    source = make_source(accessed_on="2024-01", url="https://source.example/")
    salary = make_salary(source=source, as_of="2020")
    Link.objects.create(
        address=source.url, state="gone", first_failed_at=timezone.now()
    )
    assert list(Salary.objects.past_date()) == [salary]

    press(desk, salary)

    assert state_of(source)["accessed_on"] == today()
    assert list(Salary.objects.past_date()) == []
    assert [each[:2] for each in revisions()] == [("guide.source", "renewed")]
    assert Link.objects.get().state == "blocked"


def test_many_rows_of_a_list_are_renewed_together(desk):
    price = {"price": 9, "currency": "USD", "price_period": "total"}
    rows = [make_course(checked_on="2024-01", **price) for _ in range(3)]
    queue = f"{list_url(Course)}?needs=price"
    page = desk.get(queue)
    form = {
        "opened": page.context_data["opened"],
        "action": "still_right",
        "_selected_action": [row.pk for row in rows[:2]],
    }
    rows[1].save()  # by somebody else, meanwhile

    desk.post(queue, form)
    assert Course.objects.price_past_date().count() == 3
    desk.post(queue, {**form, "opened": desk.get(queue).context_data["opened"]})

    assert list(Course.objects.price_past_date()) == rows[2:]


@pytest.mark.parametrize("make", [make_employer, make_source, make_fact])
def test_every_kind_that_is_checked_has_the_button(desk, make):
    row = make()

    press(desk, row)

    record = row.source if hasattr(row, "metric_en") else row
    name = "checked_on" if isinstance(record, Employer) else "accessed_on"
    assert state_of(record)[name] == today()


def test_the_queues_of_the_lists_are_those_of_the_querysets(desk):
    old = make_course(price=9, currency="USD", price_period="total", checked_on="2024-01")  # fmt: skip
    unsure = make_course(checked_by="nobody")
    gone = make_course(url="https://gone.example/")
    Link.objects.create(address=gone.url, state="gone", first_failed_at=timezone.now())
    make_course(published=False, checked_by="nobody")

    found = {
        value: list(desk.get(list_url(Course), {"needs": value}).context_data["cl"].result_list)
        for value in ("price", "verification")
    }  # fmt: skip

    assert found == {"price": [old], "verification": [unsure]}
    assert found == {
        "price": list(Course.objects.price_past_date()),
        "verification": list(Course.objects.unverified()),
    }
    assert list(Course.objects.gone()) == [gone]
    assert Source.objects.count() == 4


def test_who_may_not_change_content_renews_nothing(signed_in, client):
    course = make_course(checked_on="2024-01")

    answer = signed_in.post(change_url(course), {"_still_right": "1"})

    assert answer.status_code in (302, 403)
    assert state_of(course)["checked_on"] == "2024-01"
