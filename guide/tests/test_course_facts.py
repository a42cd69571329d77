"""The table of a course: what is free, known and unknown."""

from datetime import date

import pytest

from guide.tests.factory import make_course, make_source
from guide.tests.test_course_page import course_page, table
from tests.document import document

pytestmark = pytest.mark.django_db


def test_what_costs_nothing_is_free_and_what_is_unknown_is_called_unknown(client):
    make_course(
        slug="ml",
        price=0,
        currency="USD",
        price_period="total",
        source=make_source(title="A source"),
    )

    assert table(course_page(client)) == {
        "Price": "free",
        "Languages": "English",
        "Unknown": "length, whether it is free to study, whether there is a certificate, subtitles; its page may tell",
        "Checked": "Its own page was opened in August 2026. Source: A source",
    }


def test_a_course_of_known_weeks_is_not_called_of_unknown_length(client):
    make_course(slug="ml", weeks=7)

    assert table(course_page(client))["Length"] == "7 weeks"
    assert table(course_page(client, "/zh-hans"))["用时"] == "7周"


@pytest.mark.parametrize(
    ("kind", "unknown", "chinese"),
    [
        (
            "course",
            "length, price, whether it is free to study, whether there is a certificate, subtitles",
            "用时、价格、能不能免费学、有没有证书、字幕、在中国大陆能否打开",
        ),
        (
            "certification-exam",
            "length, price, whether it is free to study, whether there is a certificate",
            "用时、价格、能不能免费学、有没有证书、在中国大陆能否打开",
        ),
        (
            "book",
            "length, price, whether it is free to study",
            "用时、价格、能不能免费学、在中国大陆能否打开",
        ),
    ],
)
def test_what_is_unknown_stands_in_one_line_without_what_no_such_thing_has(
    client, kind, unknown, chinese
):
    make_course(slug="ml", kind=kind)

    rows = table(course_page(client))

    assert list(rows) == ["Languages", "Unknown", "Checked"]
    assert rows["Unknown"] == f"{unknown}; its page may tell"
    there = table(course_page(client, "/zh-hans"))
    assert there["还不知道"] == f"{chinese}；可以到它的网页上查看"


def test_of_what_is_gone_nothing_is_said_that_nobody_can_use(client):
    make_course(
        slug="ml",
        status="retired",
        retired_on=date(2020, 1, 1),
        price=5,
        currency="USD",
        price_period="total",
        free_to_study=False,
        certificate=True,
    )

    rows = table(course_page(client))

    assert list(rows) == ["Price", "Languages", "Checked"]
    assert "look before you pay" not in rows["Price"]


@pytest.mark.parametrize(
    ("kind", "price", "is_free", "said"),
    [
        ("course", 0, True, None),
        ("course", None, True, "yes"),
        ("course", 49, False, "no"),
        ("certification-exam", 200, False, None),
        ("degree", 9000, False, None),
        ("degree", None, False, "no"),
    ],
)
def test_whether_it_is_free_to_study_is_said_where_the_price_does_not_say_it(
    client, kind, price, is_free, said
):
    paid = (
        {}
        if price is None
        else {"price": price, "currency": "USD", "price_period": "total"}
    )
    make_course(slug="ml", kind=kind, free_to_study=is_free, **paid)

    assert table(course_page(client)).get("Free to study") == said


def test_weeks_without_hours_say_that_the_hours_are_unknown(client):
    make_course(slug="ml", kind="book", weeks=7)

    assert table(course_page(client))["Unknown"].startswith("hours a week, price, ")


@pytest.mark.parametrize(
    ("kind", "length"),
    [
        ("specialization", "66 weeks, if you take its courses one after another"),
        ("course", "66 weeks"),
    ],
)
def test_the_weeks_of_a_series_are_those_of_its_courses_in_turn(client, kind, length):
    make_course(slug="ml", kind=kind, weeks=66)

    assert table(course_page(client))["Length"] == length


def test_a_certificate_that_costs_nothing_is_free(client):
    make_course(slug="ml", certificate=True, certificate_price=0, currency="USD")

    assert table(course_page(client))["Certificate"] == "yes, free"
    chinese = document(client.get("/zh-hans/courses/ml/"))
    assert table(chinese)["提供证书"] == "是，免费"
