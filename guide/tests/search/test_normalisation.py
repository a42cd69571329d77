import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.search.corrections import typing_distance
from guide.search.normalisation import name_keys, pinyin_keys, words_of
from guide.search.query import read_query


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Visualising behaviours", "visualizing behavior"),
        ("maths licences", "MATH license"),
        ("modelling centres", "modeling center"),
        ("bachelor’s degrees", "bachelors degree"),
        ("libraries and classes", "library and class"),
        ("matrices, analyses, criteria", "matrix analysis criterion"),
        ("ＳＱＬ　ｆｏｒ ＡＩ", "sql for ai"),
        ("naïve Bayes café", "naive bayes cafe"),
        ("機器學習與數據", "机器学习与数据"),
        ("C++, C#, .NET, Node.js", "cpp csharp dotnet nodejs"),
    ],
)
def test_what_means_the_same_is_the_same(one, other):
    assert words_of(one) == words_of(other)


def test_chinese_stands_in_overlapping_pairs_beside_words():
    assert words_of("用Python学机器学习") == [
        "用", "python", "学机", "机器", "器学", "学习",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "keys", "sounds"),
    [
        ("Scikit-learn", ("scikitlearn",), ()),
        ("Theano (historic)", ("theanohistoric", "theano"), ()),
        ("机器学习", ("机器学习",), ("jiqixuexi", "jqxx")),
        ("AWS（亚马逊）", ("aws亚马逊", "aws"), ("awsyamaxun", "awsymx")),
    ],
)
def test_a_whole_name_is_one_word_and_has_its_pinyin(name, keys, sounds):
    assert (name_keys(name), pinyin_keys(name)) == (keys, sounds)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("gradiant", "gradient", 1),
        ("langauge", "language", 1),
        ("kubernets", "kubernetes", 1),
        ("reinforcment", "reinforcement", 1),
        ("tensrofow", "tensorflow", 2),
        ("python", "pythons", 1),
        ("sql", "excel", 3),
    ],
)
def test_the_distance_counts_letters_and_swaps(one, other, distance):
    assert typing_distance(one, other, 2) == distance


def distance_by_table(one, other):
    """Letter by letter, as the books have it."""
    rows = [list(range(len(other) + 1))]
    for at, letter in enumerate(one, 1):
        row = [at]
        for place, wanted in enumerate(other, 1):
            cost = min(
                rows[-1][place] + 1,
                row[-1] + 1,
                rows[-1][place - 1] + (letter != wanted),
            )
            if at > 1 < place and one[at - 2 : at] == other[place - 2 : place][::-1]:
                cost = min(cost, rows[-2][place - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


words = st.text("abc学", max_size=8)


@given(words, words, st.integers(1, 9))
def test_the_distance_is_that_of_the_table_of_the_books(one, other, most):
    assert typing_distance(one, other, most) == min(
        distance_by_table(one, other), most + 1
    )


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("ml engineer salary london", ["ml engineer", "salary", "london"]),
        ("python课程", ["python", "课程"]),
        ("机器学习工程师工资", ["机器学习工程师", "工资"]),
        ("统计学习", ["统计", "学习"]),
        ("应用", ["应用"]),
    ],
)
def test_a_search_is_cut_into_the_words_that_we_know(text, terms):
    assert [term.typed for term in read_query(text).terms] == terms


def test_small_words_need_not_be_there_unless_there_are_no_others():
    assert [t.typed for t in read_query("do i need a degree").needed] == ["degree"]
    assert len(read_query("what is it").needed) == 3
