"""Steps that carry their hours: what to do on Monday, which part of a course, an example, the data of the project,
what a good result is, what may be skipped and what to do when stuck.
"""

import json
import re

import pytest

from guide.courses.choice_rules import spoken_languages
from tests.served import ROOT
from tests.test_texts import WORD, prose

LONG = 30  # hours: above this low end a step says how it begins
HOW_TO_WORDS = (150, 350)


def rows(stem, model):
    records = json.loads((ROOT / f"fixtures/{stem}.json").read_text("utf-8"))
    return [row["fields"] for row in records if row["model"] == model]


@pytest.fixture(scope="module")
def steps():
    return rows("04_steps", "guide.step")


@pytest.fixture(scope="module")
def beginnings():
    """The course that a step begins with, by step and language: what its choice says of the hours."""
    courses = {course["slug"]: course for course in rows("06_courses", "guide.course")}
    found = {}
    for choice in sorted(
        rows("06_courses", "guide.stepcourse"), key=lambda choice: choice["order"]
    ):
        course = courses[choice["course"][0]]
        hours = choice if choice["part_en"] else course
        for language in spoken_languages(course["languages"], course["subtitles"]):
            found.setdefault((choice["step"][0], language), hours)
    return found


@pytest.fixture(scope="module")
def long_steps(steps):
    return [step for step in steps if step["hours_low"] > LONG]


def test_a_long_step_has_a_first_week_and_an_example_in_both_languages(long_steps):
    assert len(long_steps) > 20
    assert [
        (step["slug"], name)
        for step in long_steps
        for name in ("first_week", "example")
        if not (step[f"{name}_en"] and step[f"{name}_zh"])
    ] == []


def test_a_first_week_is_a_list_that_ends_with_what_there_is_by_then(long_steps):
    wanted = {"en": "By Sunday:", "zh": "周日之前："}

    assert [
        (step["slug"], language)
        for step in long_steps
        for language, words in wanted.items()
        for lines in [step[f"first_week_{language}"].splitlines()]
        if not re.match(r"\d\. ", lines[0]) or words not in lines[-1]
    ] == []


def test_how_a_long_step_is_done_is_neither_a_note_nor_an_essay(long_steps):
    low, high = HOW_TO_WORDS

    assert {
        step["slug"]: count
        for step in long_steps
        for count in [len(WORD.findall(prose(step["body_en"])))]
        if not low <= count <= high
    } == {}


def test_every_project_names_its_data_its_hours_a_good_result_and_a_way_further(steps):
    assert [
        (step["slug"], name)
        for step in steps
        for name in (
            "project_data_en", "project_data_zh", "good_result_en", "good_result_zh", "go_further_en",
            "go_further_zh", "project_hours_low", "project_hours_high",
        )
        if not step[name]
    ] == []  # fmt: skip


def test_the_code_of_an_example_is_the_same_in_both_languages(steps):
    code = re.compile(r"```\w*\n(.*?)```", re.DOTALL)

    assert [
        step["slug"]
        for step in steps
        if code.findall(step["example_en"]) != code.findall(step["example_zh"])
    ] == []


def test_the_first_course_and_the_project_fit_into_the_hours_of_their_step(
    steps, beginnings
):
    assert [
        (step["slug"], language)
        for step in steps
        for language in ("en", "zh")
        for course in [beginnings.get((step["slug"], language), {"hours_high": 0})]
        if course["hours_high"] is None
        or course["hours_high"] + step["project_hours_high"] > step["hours_high"]
    ] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("body_en", ["**You may skip** ", "**If you get stuck** "]),
        ("body_zh", ["**能不能跳过**：", "**卡住了怎么办**："]),
    ],
)
def test_every_step_says_at_its_end_what_may_be_skipped_and_what_helps_when_stuck(
    steps, text, words
):
    assert [
        step["slug"]
        for step in steps
        for last in [step[text].split("\n\n")[-2:]]
        if [part.startswith(word) for part, word in zip(last, words, strict=True)]
        != [True, True]
    ] == []


def test_every_step_says_what_to_do_on_monday_in_both_languages(steps):
    assert [
        step["slug"]
        for step in steps
        if not (step["first_week_en"] and step["first_week_zh"])
    ] == []
