from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from web.bounds import (
    LARGEST_KEY,
    LONGEST_SEARCH,
    has_forged_counts,
    has_impossible_keys,
    has_long_search,
    has_nul,
    is_figure,
    row_key,
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("7", 7), ("0", 0), (str(LARGEST_KEY), LARGEST_KEY), (str(LARGEST_KEY + 1), None), ("9" * 30, None),
        ("9" * 5000, None), ("²", None), ("٣", None), ("-1", None), (" 7", None), ("7\n", None),
        ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_key_is_a_number_that_a_row_can_have(text, key):
    assert row_key(text) == key


@given(st.one_of(st.text(max_size=50), st.decimals().map(str)))
def test_a_figure_is_a_short_number(text):
    if is_figure(text):
        assert abs(Decimal(text).adjusted()) < 50


def test_counts_are_those_of_the_rows_that_were_sent():
    sent = "a-TOTAL_FORMS=2&a-INITIAL_FORMS=1&a-0-id=5&a-0-x=&a-1-id=&a-__prefix__-id="

    assert not has_forged_counts(QueryDict(sent))
    assert has_forged_counts(QueryDict(sent.replace("TOTAL_FORMS=2", "TOTAL_FORMS=3")))
    assert has_forged_counts(QueryDict(f"{sent}&a-INITIAL_FORMS=9"))
    assert has_forged_counts(QueryDict(f"{sent}&a-1-TOTAL_FORMS=1"))


def test_long_names_cost_no_time():
    name = "a" + "-1" * 200_000

    assert not has_forged_counts(QueryDict(f"a-TOTAL_FORMS=1&{name}-x=1&a-1-x=1"))


def test_keys_are_looked_at_in_the_fields_that_hold_them():
    assert has_impossible_keys(QueryDict("form-0-id=abc"))
    assert has_impossible_keys(QueryDict("_selected_action=1&_selected_action=x"))
    assert not has_impossible_keys(QueryDict("form-0-id=&form-1-id=7&name-id=abc"))


def test_a_nul_is_found_in_names_and_values():
    assert has_nul(QueryDict("q=%00"))
    assert has_nul(QueryDict("%00=q"))
    assert not has_nul(QueryDict("q=0"))


def test_a_text_that_is_looked_for_is_short():
    longest, longer = "x" * LONGEST_SEARCH, "x" * (LONGEST_SEARCH + 1)

    assert not has_long_search(QueryDict(f"q={longest}&term={longest}&other={longer}"))
    assert has_long_search(QueryDict(f"q=a&q={longer}"))
    assert has_long_search(QueryDict(f"term={longer}"))
