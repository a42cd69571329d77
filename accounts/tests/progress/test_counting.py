import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import State
from accounts.progress.counting import CountedStop, ProgressCount, count_progress


def legs(*needs):
    """Steps 1, 2, 3 … of 10 to 20 hours; each builds on those given."""
    return [
        CountedStop(n, hours_low=10, hours_high=20, builds_on=frozenset(need))
        for n, need in enumerate(needs, 1)
    ]


def test_a_fresh_roadmap_begins_with_its_first_step():
    assert count_progress(legs((), (1,), ()), {}) == ProgressCount(
        total=3, hours_total=(30, 60), hours_left=(30, 60), next=1
    )


def test_done_and_known_count_and_what_is_under_way_is_left():
    result = count_progress(
        legs((), (), (), ()), {1: State.DONE, 2: State.KNOWN, 3: State.DOING}
    )

    assert result == ProgressCount(
        done=2,
        total=4,
        hours_total=(40, 80),
        hours_left=(20, 40),
        next=4,
        doing=(3,),
    )
    assert result.left == 2


def test_a_skipped_stop_stays_in_the_total_and_is_not_left():
    result = count_progress(legs((), ()), {1: State.SKIPPED})

    assert (result.done, result.total, result.skipped, result.left) == (0, 2, 1, 1)
    assert result.hours_left == (10, 20)


def test_where_all_is_skipped_the_total_stands_and_nothing_is_left():
    result = count_progress(legs((), ()), dict.fromkeys((1, 2), State.SKIPPED))

    assert result == ProgressCount(total=2, skipped=2, hours_total=(20, 40))
    assert (result.left, result.is_over) == (0, True)


def test_a_retired_stop_leaves_the_total_even_when_it_is_done():
    retired = [
        CountedStop(1, retired=True, hours_low=5, hours_high=5),
        *legs((), ())[1:],
    ]

    assert count_progress(retired, {1: State.DONE}) == ProgressCount(
        total=1, hours_total=(10, 20), hours_left=(10, 20), next=2
    )


def test_a_stop_that_is_not_for_everybody_is_counted_beside_the_total():
    optional = [
        CountedStop(1, required=False, hours_low=5, hours_high=9),
        CountedStop(2, hours_low=10, hours_high=20),
    ]
    alone = {"total": 1, "hours_total": (10, 20), "hours_left": (10, 20), "next": 2}

    assert count_progress(optional, {}) == ProgressCount(**alone)
    assert count_progress(optional, {1: State.DOING}) == ProgressCount(
        **{**alone, "more_begun": 1, "hours_left": (15, 29), "doing": (1,)}
    )
    assert count_progress(optional, {1: State.DOING}).left == 2
    assert count_progress(optional, {1: State.KNOWN}) == ProgressCount(
        **alone, more_done=1
    )
    assert count_progress(optional, {1: State.SKIPPED}) == ProgressCount(**alone)


def test_the_next_step_builds_on_nothing_unfinished():
    assert count_progress(legs((), (1,), ()), {1: State.DOING}).next == 3


def test_a_finished_prerequisite_opens_the_next_step():
    assert count_progress(legs((), (1,), ()), {1: State.KNOWN}).next == 2


def test_a_skipped_prerequisite_does_not_block():
    assert count_progress(legs((), (1,)), {1: State.SKIPPED}).next == 2


def test_a_retired_prerequisite_does_not_block():
    assert (
        count_progress(
            [CountedStop(1, retired=True), CountedStop(2, builds_on=frozenset({1}))], {}
        ).next
        == 2
    )


def test_an_untaken_prerequisite_that_is_not_required_does_not_block():
    optional = [
        CountedStop(1, required=False),
        CountedStop(2, builds_on=frozenset({1})),
    ]

    assert count_progress(optional, {}).next == 2
    assert count_progress(optional, {1: State.DOING}).next is None


def test_a_prerequisite_outside_of_the_roadmap_does_not_block():
    assert count_progress(legs((99,)), {}).next == 1


def test_nothing_comes_next_when_all_is_finished():
    finished = count_progress(legs((), ()), {1: State.DONE, 2: State.SKIPPED})

    assert (finished.next, finished.is_over) == (None, True)


def test_an_empty_roadmap_is_not_over():
    assert count_progress([], {}) == ProgressCount()
    assert not ProgressCount().is_over


states = st.dictionaries(st.integers(1, 8), st.sampled_from(State))
stops = st.lists(
    st.builds(
        CountedStop, st.integers(1, 8), st.booleans(), st.just(False), st.just(1)
    ),
    unique_by=lambda stop: stop.step,
)


@pytest.mark.hypothesis
@given(stops, states)
def test_the_parts_of_the_total_add_up_whatever_is_pressed(stops, states):
    count = count_progress(stops, states)

    assert count.total == sum(stop.required for stop in stops)
    assert count.done + count.skipped + (count.left - count.more_begun) == count.total
    assert (count.hours_total[0], count.hours_left[0]) == (count.total, count.left)
