"""Digits of input methods and of other writings are digits, in every field that takes a number or a code."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.journal.kinds.hours import HoursForm
from accounts.preferences.choices import ChoicesForm
from guide.admin.editing.form_fields import (
    DayField,
    DecimalNumber,
    DigitsField,
    WholeNumber,
)
from guide.admin.editing.forms import CodeField
from tests.examples import hostile_count
from web.pagination import list_page
from web.plain_digits import OneTimeCodeField, WholeNumberField, plain_digits

WRITINGS = [
    "0０٠۰०০๐", "1１١۱१১๑", "2２٢۲२২๒", "3３٣۳३৩๓", "4４٤۴४৪๔",
    "5５٥۵५৫๕", "6６٦۶६৬๖", "7７٧۷७৭๗", "8８٨۸८৮๘", "9９٩۹९৯๙",
]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (WholeNumberField(), "１２", 12),
        (WholeNumberField(), "　1\u200b2 ", 12),
        (OneTimeCodeField(), "１２３４５６", "123456"),
        (OneTimeCodeField(), "１２３　４５６\u200e", "123456"),
        (OneTimeCodeField(), " 123 456 ", "123456"),
        (WholeNumber(), "－３", -3),
        (DecimalNumber(max_digits=9, decimal_places=2), "４９．５", Decimal("49.5")),
        (DecimalNumber(max_digits=9, decimal_places=2), "４９。５", Decimal("49.5")),
        (DayField(), "２０２６－０８－３０", date(2026, 8, 30)),
        (DigitsField(), "２０２６-０８", "2026-08"),
        (CodeField(), "ｇｂｐ", "GBP"),
    ],
)
def test_what_an_input_method_types_is_read(field, typed, value):
    assert field.clean(typed) == value


@pytest.mark.parametrize("typed", ["１．５", "1。5", "１．５０", "　1.5", "٠١.٥"])
def test_hours_are_read(typed):
    form = HoursForm({"hours": typed})

    assert form.is_valid()
    assert form.cleaned_data["hours"] == Decimal("1.5")


def test_hours_a_week_and_pages_are_read():
    form = ChoicesForm({"hours_a_week": "１２"})

    assert form.is_valid()
    assert form.chosen == {"hours_a_week": 12}
    assert list_page(list(range(50)), "２", 10).page.number == 2


@pytest.mark.parametrize("text", ["²", "Ⅷ", "½", "一二", "①", "x", "-"])
def test_what_only_means_a_number_is_no_digit(text):
    assert plain_digits(text) == text
    with pytest.raises(ValidationError):
        WholeNumber().clean(text)


@settings(max_examples=hostile_count(100))
@given(number=st.integers(0, 10**9), data=st.data())
def test_a_number_in_any_writing_is_that_number(number, data):
    typed = "".join(data.draw(st.sampled_from(WRITINGS[int(n)])) for n in str(number))

    assert plain_digits(typed) == str(number)
    assert WholeNumber().clean(typed) == number
    assert DecimalNumber().clean(typed) == number


typed_figures = st.one_of(
    st.text(max_size=30),
    st.decimals().map(str),
    st.text("0１٢.．。,，-－+ eE\u200b\0", max_size=12),
    st.from_regex(r"\A[-+]?\d{1,50}([.,]\d{1,50})?([eE][-+]?\d{1,12})?\Z"),
)


@settings(max_examples=hostile_count(150))
@given(typed=typed_figures)
def test_any_figure_of_a_form_is_read_or_refused(typed):
    """Hours of learners, and whole numbers, amounts, days and periods of editors."""
    form = HoursForm({"hours": typed})
    if form.is_valid():
        assert Decimal("0.25") <= form.cleaned_data["hours"] <= 24
    for field in (
        WholeNumber(min_value=0),
        DecimalNumber(max_digits=14, decimal_places=2, min_value=0),
        DayField(),
    ):
        with suppress(ValidationError):
            assert field.clean(typed) is not None
