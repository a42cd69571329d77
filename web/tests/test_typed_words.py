"""What strangers type is kept in one form, without what nobody sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.typed_words import clean_words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a \t b  ", "a b"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\n\n \n\n\nb", "a\n\nb"),
        ("a\x00b\x07c\u202ed\u200be\ufefff", "a bcdef"),
        ("cafe\u0301", "caf\u00e9"),
        ("你好，\u3000世界", "你好， 世界"),
        ("\ue000\ud800", ""),
        ("👩‍💻 <b>", "👩💻 <b>"),
    ],
)
def test_one_form(typed, kept):
    assert clean_words(typed) == kept


@given(st.text(alphabet=st.characters()))
def test_it_is_clean_after_one_time_and_holds_nothing_unseen(text):
    kept = clean_words(text)

    assert clean_words(kept) == kept
    unseen = {unicodedata.category(letter) for letter in kept.replace("\n", "")}
    assert unseen.isdisjoint({"Cc", "Cf", "Cs", "Co", "Cn"})
