"""Constraints evaluated in Python say what the database would say."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.constraints import Conditions, compile_condition
from guide.models import Course, Occupation, Provider, Salary, Source
from guide.sync.files import content_models
from tests.examples import scaled_count

QUICK = settings(max_examples=scaled_count(60))
small = st.none() | st.integers(0, 9).map(Decimal)
hours = st.none() | st.integers(0, 9)


@pytest.mark.parametrize("model", content_models())
def test_every_constraint_can_be_evaluated(model):
    names = {field.name for field in model._meta.concrete_fields}

    conditions = Conditions(model)

    assert {name for condition in conditions for name in condition.fields} <= names
    conditions.broken_by(dict.fromkeys(names))


def refused_by_the_database(model, values):
    try:
        with transaction.atomic():
            model.objects.create(slug="x", **values)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


def refused_by_us(model, values):
    full = {
        field.name: field.get_default() for field in model._meta.concrete_fields
    } | values
    return bool(Conditions(model).broken_by(full))


@pytest.mark.both_databases
@QUICK
@given(
    low=hours, high=hours, week_low=small, week_high=small, price=small, certificate_price=small,
    currency=st.sampled_from(["", "USD", "XXX"]), price_period=st.sampled_from(["", "total"]),
    hours_basis=st.sampled_from(["", "stated"]), checked_on=st.sampled_from(["", "2026"]),
    status=st.sampled_from(["current", "replaced"]),
)  # fmt: skip
def test_courses_are_judged_as_by_the_database(
    db, low, high, week_low, week_high, **fields
):
    provider, _ = Provider.objects.get_or_create(slug="p", name_en="P")
    source, _ = Source.objects.get_or_create(
        slug="s", title="S", publisher="P", accessed_on="2026"
    )
    bounds = {
        "hours_low": low,
        "hours_high": high,
        "hours_per_week_low": week_low,
        "hours_per_week_high": week_high,
    }
    values = {
        "title": "T",
        "languages": "en",
        "provider": provider,
        "source": source,
        **bounds,
        **fields,
    }

    assert refused_by_us(Course, values) == refused_by_the_database(Course, values)


@pytest.mark.both_databases
@QUICK
@given(
    amounts=st.lists(small, min_size=8, max_size=8),
    currency=st.sampled_from(["", "USD", "XXX"]),
)
def test_salaries_are_judged_as_by_the_database(db, amounts, currency):
    occupation, _ = Occupation.objects.get_or_create(slug="o", name_en="O")
    source, _ = Source.objects.get_or_create(
        slug="s", title="S", publisher="P", accessed_on="2026"
    )
    figures = dict(
        zip(
            ["low", "mid", "high", "p10", "p25", "p50", "p75", "p90"],
            amounts,
            strict=True,
        )
    )
    values = {
        "occupation": occupation,
        "source": source,
        "currency": currency,
        "as_of": "2026",
        **figures,
    }

    assert refused_by_us(Salary, values) == refused_by_the_database(Salary, values)


def test_a_kind_of_condition_that_is_not_known_is_refused_at_the_start():
    with pytest.raises(KeyError):
        compile_condition(Course, "odd", Q(title__regex="x"))
