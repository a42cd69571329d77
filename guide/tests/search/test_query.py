"""What somebody typed, cut into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.search.query import LONGEST_STRETCH, cut_chinese, read_query

CHINESE = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.sampled_from("机器学习的和python"),
    ),
    min_size=1,
    max_size=200,
)


@given(CHINESE)
def test_any_run_of_chinese_is_cut_into_pieces_that_together_are_the_run(run):
    pieces = cut_chinese(run)

    assert "".join(pieces) == run
    assert max(map(len, pieces)) <= LONGEST_STRETCH


def test_an_unknown_stretch_is_cut_only_where_it_is_too_long():
    assert cut_chinese("龘" * 20) == ["龘" * 20]
    assert cut_chinese("龘" * 21) == ["龘" * 20, "龘"]
    assert cut_chinese("龘龘机器学习龘龘") == ["龘龘", "机器学习", "龘龘"]


@pytest.mark.parametrize("number", [1, 20, 21, 40, 41, 200, 500])
def test_a_search_for_many_characters_that_nobody_knows_is_read(number):
    assert read_query("龘" * number).terms
