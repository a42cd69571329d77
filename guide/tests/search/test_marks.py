import pytest

from guide.search.marks import Marker, fitting_sentence
from guide.search.query import read_query


@pytest.mark.parametrize(
    ("typed", "text", "sentence"),
    [
        (
            "薪资",
            "薪资\n北京公布了年薪中位数。上海没有查到。",
            "北京公布了年薪中位数。",
        ),
        (
            "pay",
            "Pay\nIt grows with experience. Less later.",
            "It grows with experience.",
        ),
        (
            "pay",
            "First a sentence. The pay grows with years.",
            "The pay grows with years.",
        ),
        ("pay", "Pay", "Pay"),
        ("薪资", "数据科学家\n薪资\n教师\n医生\n律师", "医生"),
    ],
)
def test_the_sentence_of_a_result_is_no_topic_or_heading(typed, text, sentence):
    marker = Marker.of_query(read_query(typed))

    assert fitting_sentence(text, marker) == sentence
