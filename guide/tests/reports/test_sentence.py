"""The sentence that a reader copied or typed is found in the text of the page, however it was copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.reports.sentence import AROUND, mark_sentence, text_of_page

PAGE = "It takes 45–90 hours.\nThe “price” is $49 a month.\n每周5小时，三个月。"


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("45–90 hours", "45–90 hours"),
        ("45-90  HOURS", "45–90 hours"),
        ('The "price" is $49', "The “price” is $49"),
        ("hours. The", "hours.\nThe"),
        ("每周5小时", "每周5小时"),
        ("$49 a year", None),
        ("", None),
        (".*", None),
        ("(", None),
    ],
)
def test_it_is_found_as_it_stands(sentence, found):
    marked = mark_sentence(PAGE, sentence)

    assert (marked and marked[1]) == found


def test_what_stands_around_it_is_cut():
    marked = mark_sentence("a" * 500 + " here " + "b" * 500, "here")

    assert marked == ("…" + "a" * (AROUND - 1) + " ", "here", " " + "b" * (AROUND - 1) + "…")  # fmt: skip


def test_only_the_text_of_the_page_is_read():
    html = (
        "<header>menu</header><main><h1>A</h1><p>45<b>–90</b>\n hours &lt;now&gt;</p>"
        "<script>x</script><ul><li>b</li><li>c</li></ul></main><footer>foot</footer>"
    )

    assert text_of_page(html) == "A\n45–90 hours <now>\nb\nc"


@given(st.text(), st.text(max_size=500))
def test_any_text_is_read(text, sentence):
    marked = mark_sentence(text, sentence)

    assert marked is None or marked[1] in text
    assert isinstance(text_of_page(f"<main>{text}"), str)
