"""The rules that the database itself keeps: each is tried with a row that breaks it."""

import pytest
from django.db import IntegrityError, transaction

from guide.models import (
    Citation,
    ExchangeRate,
    Mention,
    Requirement,
    StepSkill,
    StepSuccessor,
    Stop,
)
from guide.tests.factory import (
    make_course,
    make_fact,
    make_requirement,
    make_roadmap,
    make_role,
    make_salary,
    make_skill,
    make_source,
    make_step,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def refused(name, make, *arguments, **fields):
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        make(*arguments, **fields)
    assert name in str(raised.value)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("salary_amounts_rise", {"low": 90, "mid": 80}),
        ("salary_amounts_rise", {"kind": "range", "mid": None, "low": 90, "high": 80}),
        ("salary_percentiles_rise", {"p10": 5, "p90": 4}),
        ("salary_amounts_not_negative", {"mid": -1}),
        ("salary_has_an_amount", {"mid": None}),
        ("salary_has_a_currency", {"currency": ""}),
        ("salary_currency_known", {"currency": "ZZZ"}),
        ("salary_says_when", {"as_of": ""}),
    ],
)
def test_a_salary_that_breaks_a_rule_is_refused(name, fields):
    refused(name, make_salary, **fields)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        (
            "course_hours_rise",
            {"hours_low": 9, "hours_high": 8, "hours_basis": "stated"},
        ),
        (
            "course_prices_not_negative",
            {"price": -1, "currency": "USD", "price_period": "total"},
        ),
        ("course_price_has_a_currency", {"price": 10, "price_period": "total"}),
        ("course_price_says_for_what", {"price": 10, "currency": "USD"}),
        ("course_hours_have_a_basis", {"hours_low": 9, "hours_high": 10}),
        ("course_says_when_checked", {"checked_on": ""}),
        (
            "course_currency_known",
            {"price": 10, "currency": "DOL", "price_period": "total"},
        ),
    ],
)
def test_a_course_that_breaks_a_rule_is_refused(name, fields):
    refused(name, make_course, **fields)


def test_figures_without_a_source_are_refused():
    for row in (make_salary(), make_fact(), make_course()):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(source=None)


def test_a_source_without_a_date_is_refused_but_undated_is_a_date():
    refused("source_says_when_published", make_source, published_on="")
    make_source(published_on="undated")


def test_a_fact_needs_a_value():
    refused("fact_has_a_value", make_fact, value=None)


def test_hours_of_a_step_rise():
    refused("step_hours_rise", make_step, hours_low=5, hours_high=4)


def test_each_natural_key_stands_once():
    step, skill, source = make_step(), make_skill(), make_source()
    roadmap = make_roadmap(steps=[step])
    requirement = make_requirement(skill=skill)
    links = [
        (StepSkill, {"step": step, "skill": skill, "level": 1}),
        (Mention, {"skill": skill, "source": source}),
        (
            Citation,
            {
                "source": source,
                "statement": "1",
                "subject": "step",
                "subject_slug": step.slug,
            },
        ),
        (
            ExchangeRate,
            {
                "currency": "GBP",
                "kind": "average",
                "period": "2025",
                "per_usd": 1,
                "source": source,
            },
        ),
    ]
    for model, fields in links:
        model.objects.create(**fields)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stop.objects.create(
            roadmap=roadmap, stage=roadmap.stages.get(), step=step, order=2
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Requirement.objects.create(
            role=requirement.role, skill=skill, level=1, importance="core"
        )


def test_levels_needs_and_kinds_are_from_closed_lists():
    step, skill = make_step(), make_skill()
    roadmap = make_roadmap(steps=[step])

    refused(
        "step_skill_level_known",
        StepSkill.objects.create,
        step=step,
        skill=skill,
        level=5,
    )
    refused(
        "requirement_importance_known",
        Requirement.objects.create,
        role=make_role(),
        skill=skill,
        level=1,
        importance="x",
    )
    refused(
        "stop_need_known",
        Stop.objects.create,
        roadmap=roadmap,
        stage=roadmap.stages.get(),
        step=make_step(),
        order=1,
        need="x",
    )
    refused(
        "step_successor_kind_known",
        StepSuccessor.objects.create,
        old=step,
        new=make_step(),
        kind="x",
    )
    refused("step_does_not_need_itself", make_itself_a_prerequisite, step)


def make_itself_a_prerequisite(step):
    step.prerequisite_links.create(prerequisite=step)
