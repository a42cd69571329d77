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
        0, 3, (0, 0), (30, 60), next=1
    )


def test_done_and_known_count():
    result = count_progress(
        legs((), (), (), ()), {1: State.DONE, 2: State.KNOWN, 3: State.DOING}
    )

    assert result == ProgressCount(2, 4, (20, 40), (40, 80), next=4, doing=(3,))


def test_a_skipped_stop_leaves_the_total():
    assert count_progress(legs((), ()), {1: State.SKIPPED})[:2] == (0, 1)


def test_a_retired_stop_leaves_the_total_even_when_it_is_done():
    retired = [
        CountedStop(1, retired=True, hours_low=5, hours_high=5),
        *legs((), ())[1:],
    ]

    assert count_progress(retired, {1: State.DONE}) == ProgressCount(
        0, 1, (0, 0), (10, 20), next=2
    )


def test_a_stop_that_is_not_required_enters_the_total_when_it_is_started():
    optional = [CountedStop(1, required=False), CountedStop(2)]

    assert count_progress(optional, {}) == ProgressCount(0, 1, next=2)
    assert count_progress(optional, {1: State.DOING}) == ProgressCount(
        0, 2, next=2, doing=(1,)
    )
    assert count_progress(optional, {1: State.KNOWN}) == ProgressCount(1, 2, next=2)
    assert count_progress(optional, {1: State.SKIPPED}) == ProgressCount(0, 1, next=2)


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

    assert (finished.next, finished.percent) == (None, 100)


def test_percent_goes_by_hours():
    route = [
        CountedStop(1, hours_low=10, hours_high=30),
        CountedStop(2, hours_low=60, hours_high=100),
    ]

    assert count_progress(route, {1: State.DONE}).percent == 20


def test_percent_goes_by_steps_where_no_step_has_hours():
    assert (
        count_progress([CountedStop(1), CountedStop(2)], {1: State.DONE}).percent == 50
    )


def test_only_everything_is_a_hundred_percent():
    assert (
        count_progress(
            [CountedStop(1, hours_high=10_000), CountedStop(2, hours_high=1)],
            {1: State.DONE},
        ).percent
        == 99
    )


def test_an_empty_roadmap_is_no_percent():
    assert (count_progress([], {}), count_progress([], {}).percent) == (
        ProgressCount(),
        0,
    )
