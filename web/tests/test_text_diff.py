"""What changed between two texts: both can be read from it again, and it takes no longer for odd texts."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import scaled_count
from web.text_diff import MOST, Piece, text_difference

TEXTS = st.text(st.sampled_from("ab c甲乙.\n"), max_size=40)


def side(found, left_out):
    return "".join(piece.text for piece in found if piece.kind != left_out)


@settings(max_examples=scaled_count(200))
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_their_difference(old, new):
    found = text_difference(old, new)

    assert (side(found, "new"), side(found, "gone")) == (old, new)


def test_words_that_changed_far_apart_are_shown_word_by_word():
    middle = " ".join(f"word{n}" for n in range(400))

    found = text_difference(f"One red {middle} end.", f"One blue {middle} start.")

    assert [piece for piece in found if piece.kind != "same"] == [
        Piece("gone", "red"), Piece("new", "blue"), Piece("gone", "end"), Piece("new", "start"),
    ]  # fmt: skip


def test_words_that_repeat_take_no_longer():
    """Compared each with each they took forty seconds."""
    texts = ["a " * (MOST // 4 - 1), "a b " * (MOST // 8 - 1)]
    parts = [" ".join(f"u{n} {text[:190]}" for n in range(9)) for text in texts]

    started = time.process_time()
    for old, new in (texts, parts):
        assert side(text_difference(old, new), "new") == old

    assert time.process_time() - started < 3
