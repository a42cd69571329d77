"""Where stops stand after some of them moved, for every way of moving them."""

from hypothesis import given
from hypothesis import strategies as st

from guide.roadmaps.stop_places import make_room, press

STAGES = st.integers(1, 12).map(lambda size: list(range(size)))


@st.composite
def moves(draw):
    rows = draw(STAGES)
    places = st.one_of(st.none(), st.integers(-2, 15))
    return rows, draw(st.dictionaries(st.sampled_from(rows), places))


@given(moves())
def test_nobody_is_lost_and_those_that_stay_keep_their_order(case):
    rows, places = case

    after = make_room(rows, places)

    assert sorted(after) == rows
    staying = [row for row in after if row not in places]
    assert staying == sorted(staying)


@given(STAGES, st.data())
def test_each_ends_at_the_place_that_was_typed(rows, data):
    moved = data.draw(st.lists(st.sampled_from(rows), unique=True))
    places = data.draw(st.permutations(range(1, len(rows) + 1)))
    asked = dict(zip(moved, places, strict=False))

    after = make_room(rows, asked)

    assert {row: after.index(row) + 1 for row in moved} == asked


def test_a_new_one_comes_in_between_and_without_a_place_at_the_end():
    assert make_room(["a", "b", "c"], {"new": 2}) == ["a", "new", "b", "c"]
    assert make_room(["a", "b"], {"new": None, "b": 1}) == ["b", "a", "new"]
    assert make_room(["a", "b"], {"a": 99}) == ["b", "a"]


@given(STAGES, st.data())
def test_up_and_down_are_one_place_and_take_each_other_back(rows, data):
    row = data.draw(st.sampled_from(rows))

    assert press(press(rows.copy(), row, "down"), row, "up") in (rows, press(rows.copy(), row, "up"))  # fmt: skip
    assert press(rows.copy(), rows[0], "up") == rows
    assert press(rows.copy(), rows[-1], "down") == rows
