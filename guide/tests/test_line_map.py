from hypothesis import given
from hypothesis import strategies as st

from guide.roadmaps.line_map import Gutter, LinePiece, TrackRow, draw_rows

STAGE = TrackRow()


def test_a_line_runs_from_its_first_to_its_last_stop():
    gutters = draw_rows([TrackRow(2), STAGE, TrackRow(2)])

    assert gutters == [
        Gutter((LinePiece(2, "start"),), None, (), ()),
        Gutter((LinePiece(2, "through"),), None, (), ()),
        Gutter((LinePiece(2, "end"),), None, (), ()),
    ]


def test_a_line_with_a_single_stop_draws_no_line():
    assert draw_rows([TrackRow(1), TrackRow(3), TrackRow(3)])[0] == Gutter(
        (), None, (), ()
    )


def test_a_stop_that_builds_on_other_lines_joins_them_with_a_capsule():
    gutters = draw_rows([TrackRow(1), TrackRow(2), TrackRow(5, frozenset({1}))])

    assert gutters[2].capsule == (1, 5)
    assert gutters[2].joins == (1,)


def test_a_line_that_does_not_stop_runs_over_the_capsule():
    gutters = draw_rows(
        [TrackRow(1), TrackRow(2), TrackRow(3, frozenset({1})), TrackRow(2)]
    )

    assert gutters[2].over == (2,)


def test_a_joined_line_is_drawn_up_to_the_capsule():
    gutters = draw_rows([TrackRow(1), TrackRow(2), TrackRow(2, frozenset({1}))])

    assert LinePiece(1, "end") in gutters[2].cells


def test_building_on_its_own_line_needs_no_capsule():
    assert draw_rows([TrackRow(4), TrackRow(4, frozenset({4}))])[1].capsule is None


def test_nothing_is_drawn_for_no_rows():
    assert draw_rows([]) == []


rows = st.lists(
    st.builds(
        TrackRow, st.integers(0, 7), st.frozensets(st.integers(1, 7), max_size=3)
    ),
    max_size=40,
)


@given(rows)
def test_every_line_starts_once_and_ends_once(rows):
    rows = [row if row.column else STAGE for row in rows]
    gutters = draw_rows(rows)
    kinds = [(cell.column, cell.kind) for gutter in gutters for cell in gutter.cells]

    assert len(gutters) == len(rows)
    for column in range(1, 8):
        starts, ends = kinds.count((column, "start")), kinds.count((column, "end"))
        assert starts == ends
        assert starts <= 1


@given(rows)
def test_a_capsule_spans_the_stop_and_everything_it_joins(rows):
    rows = [row if row.column else STAGE for row in rows]

    for row, gutter in zip(rows, draw_rows(rows), strict=True):
        if gutter.capsule:
            first, last = gutter.capsule
            assert (first, last) == (
                min(row.column, *gutter.joins),
                max(row.column, *gutter.joins),
            )
            assert all(first < column < last for column in gutter.over)
