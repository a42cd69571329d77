"""The courses that a plan may use: those that editors chose, else those that fit by the rule; nothing unverified."""

from datetime import date
from decimal import Decimal

import pytest

from guide.models import Course, ExchangeRate, StepCourse
from guide.planner.offers import (
    CourseWishes,
    find_offers,
    keeps_wishes,
    newest_rates,
    teachings,
)
from guide.tests import factory

pytestmark = pytest.mark.django_db
LIST = Course.CheckedBy.LIST


def make_course(level=2, **fields):
    skill = fields.pop("skill")
    course = factory.make_course(
        **{
            "checked_by": LIST,
            "languages": "en",
            "hours_low": 20,
            "hours_high": 30,
            "hours_basis": "stated",
            "free_to_study": True,
            **fields,
        }
    )
    course.skill_links.create(skill=skill, level=level, main=True)
    return course


@pytest.fixture
def skill():
    return factory.make_skill()


@pytest.fixture
def step(skill):
    step = factory.make_step(hours_low=40, hours_high=80)
    step.skill_links.create(skill=skill, level=3)
    return step


def offers_for(step, language="en", **wishes):
    return find_offers([step.slug], CourseWishes(**wishes), newest_rates(), language)


def keys(offers):
    return [offer.key for offer in offers]


def test_by_the_rule_a_course_is_at_most_a_level_below_and_fills_a_quarter(step, skill):
    fits = make_course(slug="fits", skill=skill)
    unknown = make_course(
        slug="unknown", skill=skill, hours_low=None, hours_high=None, hours_basis=""
    )
    make_course(slug="low", skill=skill, level=1)
    make_course(slug="short", skill=skill, hours_low=2, hours_high=9)
    make_course(slug="other", skill=factory.make_skill())

    kept, others = offers_for(step)

    assert (keys(kept), others) == ([fits.slug, unknown.slug], [])
    assert (kept[0].low, kept[0].high, kept[0].price) == (20 * 60, 30 * 60, 0)
    assert (kept[1].low, kept[1].is_known) == (None, False)


def test_where_editors_chose_only_their_courses_count_with_their_parts(step, skill):
    make_course(slug="fits", skill=skill)
    whole = make_course(slug="whole", skill=skill)
    long = make_course(slug="long", skill=skill, hours_low=200, hours_high=300)
    StepCourse.objects.create(step=step, course=whole, order=1, reason_en="Short.")
    StepCourse.objects.create(
        step=step,
        course=long,
        order=2,
        reason_en="Deep.",
        part_en="Chapters 1 to 3",
        hours_low=30,
        hours_high=50,
    )

    kept, _others = offers_for(step)

    assert [(offer.key, offer.low, offer.high) for offer in kept] == [
        ("long", 30 * 60, 50 * 60),
        ("whole", 20 * 60, 30 * 60),
    ]
    assert kept[1].recommended_for == {step.slug}
    assert kept[0].recommended_for == frozenset()


def test_the_recommendation_is_the_first_in_the_readers_language(step, skill):
    english = make_course(slug="english", skill=skill)
    subtitled = make_course(slug="subtitled", skill=skill, subtitles="zh-Hans")
    for order, course in enumerate([english, subtitled], 1):
        StepCourse.objects.create(
            step=step, course=course, order=order, reason_en="Good."
        )

    english_first, chinese_first = offers_for(step)[0], offers_for(step, "zh")[0]

    assert [bool(offer.recommended_for) for offer in english_first] == [True, False]
    assert [bool(offer.recommended_for) for offer in chinese_first] == [False, True]


@pytest.mark.parametrize(
    "fields",
    [
        {"checked_by": "nobody"},
        {"status": "unverified"},
        {"status": "retired"},
        {"status": "replaced"},
        {"retired_on": date(2026, 1, 1)},
        {"published": False},
    ],
)
def test_what_nobody_verified_or_is_gone_is_never_planned(step, skill, fields):
    make_course(skill=skill, **fields)

    assert offers_for(step) == ([], [])


def test_courses_against_a_wish_are_told_apart(step, skill):
    make_course(slug="free", skill=skill)
    make_course(
        slug="paid",
        skill=skill,
        free_to_study=False,
        price=20,
        currency="USD",
        price_period="total",
        certificate=True,
        languages="zh",
    )

    assert keys(offers_for(step, free_only=True)[0]) == ["free"]
    assert keys(offers_for(step, free_only=True)[1]) == ["paid"]
    assert keys(offers_for(step, languages=frozenset({"zh"}))[0]) == ["paid"]
    assert keys(offers_for(step, with_certificate=True)[0]) == ["paid"]
    left_out = frozenset({Course.objects.get(slug="free").provider.slug})
    assert keys(offers_for(step, providers_left_out=left_out)[0]) == ["paid"]


def test_money_is_in_the_currency_asked_for_at_the_newest_rate(step, skill):
    source = factory.make_source()
    for period, rate in [("2024", "6.5"), ("2025", "7")]:
        ExchangeRate.objects.create(
            currency="CNY", kind="average", period=period, per_usd=rate, source=source
        )
    paid = {"free_to_study": False, "price": "10.50", "price_period": "total"}
    make_course(slug="dollars", skill=skill, currency="USD", **paid)
    make_course(slug="yen", skill=skill, currency="JPY", **paid)

    kept, _others = offers_for(step, currency="CNY")

    assert [(offer.key, offer.price) for offer in kept] == [
        ("dollars", 7350),
        ("yen", None),
    ]


def test_a_price_by_the_month_is_shared_by_the_courses_of_a_provider(step, skill):
    provider = factory.make_course().provider
    monthly = {
        "provider": provider,
        "free_to_study": False,
        "price": 49,
        "currency": "USD",
        "price_period": "month",
    }
    make_course(slug="one", skill=skill, **monthly)
    make_course(slug="two", skill=skill, **monthly)

    kept, _others = offers_for(step)

    assert [offer.price for offer in kept] == [4900, 4900]
    assert kept[0].subscription == kept[1].subscription != ""


@pytest.mark.parametrize(
    ("price", "certificate_price", "free", "cents"),
    [(None, 30, True, 3000), (None, None, True, None), (20, None, False, 2000)],
)
def test_a_certificate_that_is_wanted_is_paid_for(
    step, skill, price, certificate_price, free, cents
):
    make_course(
        skill=skill,
        free_to_study=free,
        price=price,
        currency="USD",
        price_period="total" if price else "",
        certificate=True,
        certificate_price=certificate_price,
    )

    assert offers_for(step)[0][0].price == (2000 if price else 0)
    assert offers_for(step, with_certificate=True)[0][0].price == cents


def test_all_courses_take_the_same_queries(step, skill, django_assert_num_queries):
    for _ in range(3):
        make_course(skill=skill)
    with django_assert_num_queries(6):  # one of them the version of the content
        teachings()
    with django_assert_num_queries(1):
        teachings()


def test_free_courses_cost_nothing_and_unknown_prices_stay_unknown(step, skill):
    make_course(
        slug="free", skill=skill, price=Decimal(5), currency="USD", price_period="total"
    )
    make_course(slug="unsaid", skill=skill, free_to_study=None)

    free, unsaid = offers_for(step)[0]

    assert (free.price, unsaid.price) == (0, None)
    assert keeps_wishes(teachings()[0], CourseWishes(free_only=True))
    assert not keeps_wishes(teachings()[1], CourseWishes(free_only=True))
