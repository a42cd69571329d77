from guide.graph import find_cycle


def test_a_chain_has_no_cycle():
    assert find_cycle([("c", "b"), ("b", "a")]) == []


def test_the_members_of_a_cycle_are_named_in_order():
    members = find_cycle([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")])

    assert members[0] == members[-1]
    assert set(members) == {"a", "b", "c"}
    assert len(members) == 4


def test_two_ways_to_one_prerequisite_are_no_cycle():
    assert find_cycle([("d", "b"), ("d", "c"), ("b", "a"), ("c", "a")]) == []
