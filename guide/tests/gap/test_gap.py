"""What is implied, what a role lacks, and which steps close it."""

from hypothesis import given
from hypothesis import strategies as st

from guide.gap.closing import Teaching, best_steps, close_gaps
from guide.gap.implied import WORKING, counted_levels, implied_skills
from guide.gap.needs import Need, distance_to, gaps_of, levels_asked
from guide.tests.gap.graphs import EDGES, LEVELS, NEEDS, SKILLS, TEACHINGS


def test_who_can_do_a_skill_can_do_what_it_builds_on():
    builds_on = {3: {2}, 2: {1}, 5: {3}}

    assert implied_skills({3: 2}, builds_on) == {2: {3}, 1: {3}}
    assert implied_skills({3: 1}, builds_on) == {}  # aware is not enough
    assert implied_skills({3: 4, 2: 3}, builds_on) == {1: {2}}
    assert counted_levels({3: 4}, [2, 1]) == {3: 4, 2: WORKING, 1: WORKING}


def test_what_a_learner_has_said_stands_and_nothing_is_concluded_through_it():
    builds_on = {3: {2}, 2: {1}}

    assert implied_skills({3: 3}, builds_on, settled={2}) == {}
    assert implied_skills({3: 3}, builds_on, settled={1}) == {2: {3}}


@given(LEVELS, EDGES, st.sets(st.sampled_from(SKILLS)))
def test_implied_is_just_what_lies_below(levels, builds_on, settled):
    implied = implied_skills(levels, builds_on, settled)

    for skill, roots in implied.items():
        assert levels.get(skill, 0) < WORKING
        assert skill not in settled
        assert all(levels[root] >= WORKING and root > skill for root in roots)
    known = {skill for skill, level in levels.items() if level >= WORKING}
    direct = {below for skill in known for below in builds_on[skill]}
    assert direct - known - settled <= implied.keys()


@given(LEVELS, EDGES, st.sampled_from(SKILLS))
def test_withdrawing_a_skill_withdraws_what_only_it_implied(levels, builds_on, gone):
    before = implied_skills(levels, builds_on)
    after = implied_skills({**levels, gone: 0}, builds_on)

    assert {
        skill: roots - {gone} for skill, roots in before.items() if roots - {gone}
    }.keys() <= after.keys()
    assert all(gone not in roots for roots in after.values())
    assert after.keys() - before.keys() <= {gone}


def test_gaps_and_the_distance_to_a_role():
    needs = [Need(1, 3, "core"), Need(2, 2, "core"), Need(3, 4, "bonus")]

    assert [(gap.have, gap.missing) for gap in gaps_of(needs, {1: 1, 2: 4})] == [
        (1, 2),
        (4, 0),
        (0, 4),
    ]
    assert distance_to(needs, {1: 1, 2: 4}) == (5, 3, 2, 1)


@given(NEEDS, LEVELS, LEVELS)
def test_distance_falls_with_every_level_and_is_nothing_where_all_is_met(
    needs, levels, more
):
    higher = {
        skill: max(levels.get(skill, 0), more.get(skill, 0))
        for skill in {*levels, *more}
    }

    near, far = distance_to(needs, higher), distance_to(needs, levels)
    assert 0 <= near.missing <= far.missing <= far.asked
    assert distance_to(needs, levels_asked(needs)).missing == 0
    assert distance_to(needs, levels_asked(needs, "core")).missing == 0
    assert (far.missing == 0) == (far.met == far.skills)


def test_the_steps_that_close_most_for_an_hour_come_first():
    long, short = Teaching(1, 90, 110, {1: 3, 2: 3}), Teaching(2, 8, 12, {1: 2})
    wanted = {1: 3, 2: 2}

    assert [one.teaching.step for one in best_steps(wanted, {}, [long, short], 2)] == [
        2,
        1,
    ]
    closed = close_gaps(wanted, {}, [long, short])
    assert [one.teaching.step for one in closed.steps] == [
        1
    ]  # which makes the short one needless
    assert (closed.hours_low, closed.hours_high, closed.open) == (90, 110, {})
    assert close_gaps({3: 2}, {}, [long]).open == {3: 0}


@given(NEEDS, LEVELS, TEACHINGS)
def test_steps_close_all_that_any_step_closes_and_none_is_needless(
    needs, levels, steps
):
    wanted = levels_asked(needs)
    closed = close_gaps(wanted, levels, steps)

    best = {
        skill: max(
            [levels.get(skill, 0), *(each.levels.get(skill, 0) for each in steps)]
        )
        for skill in wanted
    }
    assert closed.open == {
        skill: best[skill] for skill, level in wanted.items() if best[skill] < level
    }
    for closing in closed.steps:
        others = [each.teaching for each in closed.steps if each != closing]
        assert closing.closes
        reached = {
            skill: max([levels.get(skill, 0), *(one.levels.get(skill, 0) for one in others)])
            for skill in wanted
        }  # fmt: skip
        assert any(
            min(level, wanted.get(skill, 0)) > reached.get(skill, level)
            for skill, level in closing.teaching.levels.items()
        )
