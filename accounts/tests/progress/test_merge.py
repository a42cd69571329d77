from hypothesis import given
from hypothesis import strategies as st

from accounts.models import State
from accounts.progress.merge import (
    RANK,
    all_predecessors,
    carried_over,
    further_state,
    gained_states,
    merged_states,
    states_of_split_steps,
)

states = st.sampled_from(State)
records = st.dictionaries(
    st.sampled_from(["python", "statistics", "sql", "线性代数"]), states
)


def test_the_order_of_states_is_the_one_of_the_design():
    assert sorted(State, key=RANK.get) == [
        "not-started",
        "skipped",
        "doing",
        "known",
        "done",
    ]


@given(records, records)
def test_merging_twice_changes_nothing(one, other):
    once = merged_states(one, other)

    assert merged_states(once, other) == once


@given(records, records)
def test_the_order_of_two_devices_does_not_matter(one, other):
    assert merged_states(one, other) == merged_states(other, one)


@given(records, records, records)
def test_the_order_of_three_devices_does_not_matter(one, two, three):
    assert merged_states(merged_states(one, two), three) == merged_states(
        one, merged_states(two, three)
    )


@given(records, records)
def test_nothing_regresses_and_nothing_is_invented(one, other):
    together = merged_states(one, other)

    assert set(together) == {*one, *other}
    for step, state in together.items():
        kept, brought = (
            one.get(step, State.NOT_STARTED),
            other.get(step, State.NOT_STARTED),
        )
        assert state in (kept, brought)
        assert RANK[state] == max(RANK[kept], RANK[brought])


@given(records, records)
def test_news_is_what_a_merge_changes(kept, brought):
    before = {
        step: kept.get(step, State.NOT_STARTED) for step in merged_states(kept, brought)
    }

    assert before | gained_states(kept, brought) == merged_states(kept, brought)


@given(states, states)
def test_further_is_one_of_both(one, other):
    assert further_state(one, other) in (one, other)


def test_progress_follows_a_step_to_its_new_address():
    assert carried_over({"old": State.DONE}, {"new": ["old"]}, list(State)) == {
        "old": State.DONE,
        "new": State.DONE,
    }


def test_progress_follows_through_several_new_addresses():
    assert (
        carried_over(
            {"old": State.DOING}, {"newest": ["new"], "new": ["old"]}, list(State)
        )["newest"]
        == State.DOING
    )


def test_of_two_steps_that_became_one_the_further_state_counts():
    shown = carried_over(
        {"one": State.SKIPPED, "two": State.KNOWN},
        {"both": ["one", "two"]},
        list(State),
    )

    assert shown["both"] == State.KNOWN


def test_of_what_was_said_of_both_before_the_further_state_counts_and_of_what_is_said_since_the_new_one():
    said, made_of = {"old": State.DONE, "new": State.NOT_STARTED}, {"new": ["old"]}

    assert carried_over(said, made_of, list(State)) == {
        "old": State.DONE,
        "new": State.DONE,
    }
    assert carried_over(said, made_of, list(State), superseded={"old"}) == said


def test_a_settled_step_still_counts_for_another_one_of_which_nothing_was_said():
    said, made_of = (
        {"old": State.DONE, "one": State.SKIPPED},
        {"one": ["old"], "other": ["old"]},
    )

    assert carried_over(said, made_of, list(State), superseded={"old"}) == {
        **said,
        "other": State.DONE,
    }


@given(
    records,
    st.dictionaries(
        st.sampled_from(["python", "sql"]), st.sets(st.sampled_from(["python", "sql"]))
    ),
)
def test_of_all_that_became_one_step_the_furthest_counts_until_it_is_settled_and_rings_are_no_harm(
    record, ring
):
    shown = carried_over(record, ring, list(State))

    for step in record:
        words = [
            record[each]
            for each in {step, *all_predecessors(step, ring)}
            if each in record
        ]
        assert shown[step] == max(words, key=RANK.get)
    assert (
        carried_over(record, ring, list(State), superseded=record).items()
        >= record.items()
    )


def test_a_part_tells_the_furthest_of_the_steps_that_were_split():
    shown = {"sql": State.DOING, "tables": State.DONE, "joins": State.NOT_STARTED}

    assert states_of_split_steps(
        {"sql", "tables"}, shown, {"joins": ["sql", "tables"]}, {}
    ) == {"joins": ("tables", State.DONE)}


def test_what_was_said_of_a_part_in_between_holds():
    shown = {"sql": State.DONE, "joins": State.NOT_STARTED}
    part_of = {"joins": ["sql"], "outer-joins": ["joins"]}

    assert states_of_split_steps({"sql", "joins"}, shown, part_of, {}) == {}
    assert states_of_split_steps({"sql"}, shown, part_of, {}) == dict.fromkeys(
        part_of, ("sql", State.DONE)
    )


def test_steps_that_became_each_other_tell_nothing():
    assert (
        states_of_split_steps(set(), {}, {"a": ["b"], "b": ["a"]}, {"a": ["b"]}) == {}
    )


def test_only_what_goes_further_is_gained():
    own = {"python": State.DONE, "sql": State.DOING, "statistics": State.SKIPPED}
    brought = {"python": State.DONE, "sql": State.SKIPPED, "statistics": State.DOING}

    assert gained_states(own, brought) == {"statistics": State.DOING}
