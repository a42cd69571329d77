"""How good the search is: searches that people judged, and others made of our own names."""

import random
from statistics import mean

import pytest

from guide.search.finding import search
from guide.tests.search.generated import (
    aliases,
    find_in,
    mistyped,
    names,
    place_of,
    wrong_character,
)
from guide.tests.search.judged import found_for, judged_searches
from tests.examples import is_long_run

pytestmark = [pytest.mark.load]
SAMPLE = 120


def hit_share(language, cases, most=3):
    cases = [case for case in cases if case]
    if not is_long_run():
        cases = random.Random(7).sample(cases, min(SAMPLE, len(cases)))  # noqa: S311
    missed = []
    for case in cases:
        place = place_of(case.wanted, find_in(language, case.text))
        if place is None or place > most:
            missed.append(case.text)
    return 1 - len(missed) / len(cases), missed


@pytest.mark.parametrize("language", ["en", "zh"])
def test_judged_searches_find_what_answers_them(content, language):
    cases = judged_searches(language)
    found = [(case, found_for(language, case)) for case in cases]

    assert len(cases) >= 150
    assert mean(case.gain(results) for case, results in found) >= 0.9
    assert mean(case.is_hit(results) for case, results in found) >= 0.95


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_name_finds_its_record(content, language):
    share, missed = hit_share(language, names(language))

    assert share >= 0.99, missed


def test_every_alias_finds_its_skill(content):
    share, missed = hit_share("en", aliases())

    assert share >= 0.99, missed


@pytest.mark.parametrize(("errors", "shortest", "least"), [(1, 4, 0.97), (2, 8, 0.85)])
def test_mistyped_names_are_found(content, errors, shortest, least):
    chance = random.Random(errors)  # noqa: S311
    cases = [mistyped(known, chance, errors, shortest) for known in names("en")]

    share, missed = hit_share("en", cases)

    assert share >= least, missed


def test_a_chinese_name_with_one_wrong_character_is_found(content):
    chance = random.Random(3)  # noqa: S311
    cases = [wrong_character(known, chance) for known in names("zh")]

    share, missed = hit_share("zh", cases)

    assert share >= 0.97, missed


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_start_of_a_name_leads_to_an_empty_page(content, language):
    chance = random.Random(5)  # noqa: S311
    known = names(language)
    known = known if is_long_run() else chance.sample(known, SAMPLE)
    starts = {case.text[: chance.randint(1, len(case.text))].strip() for case in known}

    empty = [text for text in starts - {""} if not find_in(language, text).results]

    assert empty == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("简单", None),  # inside of a compound
        ("下降", ("term", "gradient-descent")),
        ("learning machine", ("term", "machine-learning")),
        ("学习机器", ("term", "machine-learning")),
        ("清洗数据", ("skill", "data-cleaning")),
        ("梯肚下降", ("term", "gradient-descent")),
        ("機器學習工程師", ("role", "machine-learning-engineer")),
        ("gradient descent", ("term", "gradient-descent")),
    ],
)
def test_inner_words_other_orders_and_scripts_are_found(content, text, wanted):
    found = find_in("en" if text.isascii() else "zh", text)

    assert found.results
    assert wanted is None or place_of(frozenset([wanted]), found) <= 10


def test_what_was_searched_instead_is_said_and_can_be_taken_back(content):
    corrected = find_in("en", "gradiant descent")
    literal = find_in("en", "gradiant descent", literally=True)

    assert corrected.instead == "gradient descent"
    assert literal.instead == ""
    assert find_in("en", "gradient descent").instead == ""


def test_a_search_asks_three_queries(content, django_assert_max_num_queries):
    for text in ("python", "gradiant decent", "机器学习工程师工资", "jiqixuexi"):
        with django_assert_max_num_queries(3):
            search(text)
