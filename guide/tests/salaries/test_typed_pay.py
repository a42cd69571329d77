"""An amount as people type it. What can be read in one way only is read; all else is refused in words."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, example, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from guide.models.fields import CURRENCIES
from guide.salaries.money_names import SIGNS
from guide.salaries.typed_pay import PERIODS, TIMES, read_typed_pay
from tests.examples import scaled_count


@pytest.mark.parametrize(
    ("typed", "amount", "currency", "period"),
    [
        ("52,000", "52000", None, ""),
        ("£52 000", "52000", "GBP", ""),
        ("52.000 €", "52000", "EUR", ""),
        ("52.000,50", "52000.50", None, ""),
        ("46.15", "46.15", None, ""),
        ("1,00,000", "100000", None, ""),
        ("52k", "52000", None, ""),
        ("US$ 52.5K", "52500", "USD", ""),
        ("CA$90k", "90000", "CAD", ""),
        ("90k aud", "90000", "AUD", ""),
        ("30万", "300000", None, ""),
        ("30w", "300000", None, ""),
        ("３０．５万元", "305000", "CNY", ""),
        ("￥３０万人民币", "300000", "CNY", ""),
        ("3.125万美元", "31250", "USD", ""),
        ("₹9.5 lakh", "950000", "INR", ""),
        ("Rs.50000", "50000", "INR", ""),
        ("Fr. 5'000", "5000", "CHF", ""),
        ("$.5m", "500000", "USD", ""),
        ("12 LPA", "1200000", None, "year"),
        ("1.2m", "1200000", None, ""),
        ("月薪3万", "30000", None, "month"),
        ("A$2,208 a week", "2208", "AUD", "week"),
        ("£400 a day", "400", "GBP", "day"),
        ("52'000 CHF p.a.", "52000", "CHF", "year"),
        ("$52k USD", "52000", "USD", ""),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed, amount, currency, period):
    pay = read_typed_pay(typed)

    assert (pay.amount, pay.currencies[:1], pay.period) == (
        Decimal(amount), (currency,) if currency else (), period,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Write the amount in digits, such as 52000."),
        ("much", "Write the amount in digits, such as 52000."),
        ("50-60k", "Write one amount, such as 52000; ranges are not placed."),
        ("1e99", "Write one amount, such as 52000; ranges are not placed."),
        ("-5", "Write an amount of 0 or more: pay cannot be negative."),
        ("£52k USD", "The amount names two currencies. Write one of them."),
        (
            "1,234k",
            "“1,234” can be read in more than one way. Write it in digits alone, such as 52000.",
        ),
        (
            "30,0000",
            "“30,0000” can be read in more than one way. Write it in digits alone, such as 52000.",
        ),
        (
            "52 apples",
            "“apples” is not a currency or unit we know. Write £, €, US$, ¥, a code such as GBP, k or 万.",
        ),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused_in_words(typed, words):
    with pytest.raises(ValidationError) as refused:
        read_typed_pay(typed)

    assert refused.value.messages == [words]


FULL_WIDTH = str.maketrans("0123456789.,$", "０１２３４５６７８９．，＄")
MONEY = st.sampled_from(["", *SIGNS, *map(str.lower, CURRENCIES), *CURRENCIES])
WRITTEN = (
    lambda n: str(n),
    lambda n: f"{n:,}",
    lambda n: f"{n:,}".replace(",", "."),
    lambda n: f"{n:,}".replace(",", " "),
    lambda n: f"{n:,}".replace(",", "’"),
)


@example_settings(max_examples=scaled_count(500))
@given(
    number=st.integers(0, 10**9),
    written=st.sampled_from(WRITTEN),
    times=st.sampled_from([*TIMES]),
    money=MONEY,
    goes_before=st.booleans(),
    blank=st.sampled_from(["", " ", "\u3000", "\u00a0"]),
    period=st.sampled_from(["", *(f"/{one}" for one in PERIODS)]),
    is_wide=st.booleans(),
)
def test_every_way_of_writing_an_amount_is_read_as_the_same(
    number, written, times, money, goes_before, blank, period, is_wide
):
    # “lakhs$” is lakhs of dollars; nobody writes lakh, million or crore and S$ in one word.
    assume(goes_before or money != "s$" or f"{times}s" not in TIMES)
    digits = written(number)
    typed = (
        f"{money}{blank}{digits}{times}"
        if goes_before
        else f"{digits}{times}{blank}{money}"
    )
    typed += period
    if is_wide:
        typed = typed.translate(FULL_WIDTH)

    if times and digits.count(",") == 1:
        with pytest.raises(ValidationError, match="more than one way"):
            read_typed_pay(typed)
        return
    pay = read_typed_pay(typed)

    expected = SIGNS.get(money) or ((money.upper(),) if money else ())
    assert (pay.currencies, pay.period) == (expected, period.removeprefix("/"))
    is_fraction = times and digits.count(".") == 1
    assert pay.amount == (Decimal(digits) if is_fraction else number) * TIMES[times]


@example_settings(max_examples=scaled_count(500))
@example("٥٢٠٠٠")
@given(st.text(max_size=70))
def test_any_text_is_read_or_refused_and_never_breaks(text):
    outcome = read_or_complaints(text)

    if isinstance(outcome, list):
        assert len(outcome) == 1
    else:
        assert outcome.amount >= 0
        assert outcome.amount.is_finite()


def read_or_complaints(text):
    try:
        return read_typed_pay(text)
    except ValidationError as refused:
        return refused.messages
