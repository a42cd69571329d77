"""Names inside a search: two side by side, and one among other words."""

import pytest

from guide.search.query import read_query
from guide.search.stretches import names_inside


def inside(text, *names):
    return {
        each.key
        for each in names_inside(read_query(text).stretches, set(names).__contains__)
    }


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("pytorch docker", {"pytorch", "docker"}, {"pytorch", "docker"}),
        ("is fluent python hard", {"fluentpython", "python"}, {"fluentpython"}),
        ("线性代数概率论", {"线性代数", "概率论", "代数"}, {"线性代数", "概率论"}),
        ("南瓜书要看多久", {"南瓜书"}, {"南瓜书"}),
        ("should i dive into deep learning now", {"diveintodeeplearning"}, {"diveintodeeplearning"}),
    ],
)  # fmt: skip
def test_the_longest_names_of_a_search_are_found(text, names, found):
    assert inside(text, *names) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("gradient descent", "gradientdescent"),  # the whole search is looked for anyway
        ("how to learn python", "how"),  # a small word
        ("salary in london", "salary"),  # it says what is meant
    ],
)  # fmt: skip
def test_the_whole_search_small_words_and_kinds_are_no_names_inside(text, name):
    assert inside(text, name) == set()
