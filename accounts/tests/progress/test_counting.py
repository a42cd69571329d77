from accounts.models import State
from accounts.progress.counting import Count, Leg, count


def legs(*needs):
    """Steps 1, 2, 3 … of 10 to 20 hours; each builds on those given."""
    return [
        Leg(n, hours_low=10, hours_high=20, builds_on=frozenset(need))
        for n, need in enumerate(needs, 1)
    ]


def test_a_fresh_roadmap_begins_with_its_first_step():
    assert count(legs((), (1,), ()), {}) == Count(0, 3, (0, 0), (30, 60), next=1)


def test_done_and_known_count():
    result = count(
        legs((), (), (), ()), {1: State.DONE, 2: State.KNOWN, 3: State.DOING}
    )

    assert result == Count(2, 4, (20, 40), (40, 80), next=4, doing=(3,))


def test_a_skipped_stop_leaves_the_total():
    assert count(legs((), ()), {1: State.SKIPPED})[:2] == (0, 1)


def test_a_retired_stop_leaves_the_total_even_when_it_is_done():
    retired = [Leg(1, retired=True, hours_low=5, hours_high=5), *legs((), ())[1:]]

    assert count(retired, {1: State.DONE}) == Count(0, 1, (0, 0), (10, 20), next=2)


def test_a_stop_that_is_not_required_enters_the_total_when_it_is_started():
    optional = [Leg(1, required=False), Leg(2)]

    assert count(optional, {}) == Count(0, 1, next=2)
    assert count(optional, {1: State.DOING}) == Count(0, 2, next=2, doing=(1,))
    assert count(optional, {1: State.KNOWN}) == Count(1, 2, next=2)
    assert count(optional, {1: State.SKIPPED}) == Count(0, 1, next=2)


def test_the_next_step_builds_on_nothing_unfinished():
    assert count(legs((), (1,), ()), {1: State.DOING}).next == 3


def test_a_finished_prerequisite_opens_the_next_step():
    assert count(legs((), (1,), ()), {1: State.KNOWN}).next == 2


def test_a_skipped_prerequisite_does_not_block():
    assert count(legs((), (1,)), {1: State.SKIPPED}).next == 2


def test_a_retired_prerequisite_does_not_block():
    assert count([Leg(1, retired=True), Leg(2, builds_on=frozenset({1}))], {}).next == 2


def test_an_untaken_prerequisite_that_is_not_required_does_not_block():
    optional = [Leg(1, required=False), Leg(2, builds_on=frozenset({1}))]

    assert count(optional, {}).next == 2
    assert count(optional, {1: State.DOING}).next is None


def test_a_prerequisite_outside_of_the_roadmap_does_not_block():
    assert count(legs((99,)), {}).next == 1


def test_nothing_comes_next_when_all_is_finished():
    finished = count(legs((), ()), {1: State.DONE, 2: State.SKIPPED})

    assert (finished.next, finished.percent) == (None, 100)


def test_percent_goes_by_hours():
    route = [Leg(1, hours_low=10, hours_high=30), Leg(2, hours_low=60, hours_high=100)]

    assert count(route, {1: State.DONE}).percent == 20


def test_percent_goes_by_steps_where_no_step_has_hours():
    assert count([Leg(1), Leg(2)], {1: State.DONE}).percent == 50


def test_only_everything_is_a_hundred_percent():
    assert (
        count(
            [Leg(1, hours_high=10_000), Leg(2, hours_high=1)], {1: State.DONE}
        ).percent
        == 99
    )


def test_an_empty_roadmap_is_no_percent():
    assert (count([], {}), count([], {}).percent) == (Count(), 0)
