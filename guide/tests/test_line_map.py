from hypothesis import given
from hypothesis import strategies as st

from guide.line_map import Cell, Gutter, Row, draw

STAGE = Row()


def test_a_line_runs_from_its_first_to_its_last_stop():
    gutters = draw([Row(2), STAGE, Row(2)])

    assert gutters == [
        Gutter((Cell(2, "start"),), None, (), ()),
        Gutter((Cell(2, "through"),), None, (), ()),
        Gutter((Cell(2, "end"),), None, (), ()),
    ]


def test_a_line_with_a_single_stop_draws_no_line():
    assert draw([Row(1), Row(3), Row(3)])[0] == Gutter((), None, (), ())


def test_a_stop_that_builds_on_other_lines_joins_them_with_a_capsule():
    gutters = draw([Row(1), Row(2), Row(5, frozenset({1}))])

    assert gutters[2].capsule == (1, 5)
    assert gutters[2].joins == (1,)


def test_a_line_that_does_not_stop_runs_over_the_capsule():
    gutters = draw([Row(1), Row(2), Row(3, frozenset({1})), Row(2)])

    assert gutters[2].over == (2,)


def test_a_joined_line_is_drawn_up_to_the_capsule():
    gutters = draw([Row(1), Row(2), Row(2, frozenset({1}))])

    assert Cell(1, "end") in gutters[2].cells


def test_building_on_its_own_line_needs_no_capsule():
    assert draw([Row(4), Row(4, frozenset({4}))])[1].capsule is None


def test_nothing_is_drawn_for_no_rows():
    assert draw([]) == []


rows = st.lists(
    st.builds(Row, st.integers(0, 7), st.frozensets(st.integers(1, 7), max_size=3)),
    max_size=40,
)


@given(rows)
def test_every_line_starts_once_and_ends_once(rows):
    rows = [row if row.column else STAGE for row in rows]
    gutters = draw(rows)
    kinds = [(cell.column, cell.kind) for gutter in gutters for cell in gutter.cells]

    assert len(gutters) == len(rows)
    for column in range(1, 8):
        starts, ends = kinds.count((column, "start")), kinds.count((column, "end"))
        assert starts == ends
        assert starts <= 1


@given(rows)
def test_a_capsule_spans_the_stop_and_everything_it_joins(rows):
    rows = [row if row.column else STAGE for row in rows]

    for row, gutter in zip(rows, draw(rows), strict=True):
        if gutter.capsule:
            first, last = gutter.capsule
            assert (first, last) == (
                min(row.column, *gutter.joins),
                max(row.column, *gutter.joins),
            )
            assert all(first < column < last for column in gutter.over)
