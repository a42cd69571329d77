"""The ways of the fixtures keep what they promise: the role's core skills, levels in words, the share of a subject."""

import json
import re
from collections import defaultdict

import pytest

from guide.markdown import short_links
from tests.served import ROOT

LEVELS = {
    "body_en": ["Aware", "Working", "Proficient", "Expert"],
    "body_zh": ["了解", "会用", "熟练", "精通"],
}
# A taster says that it leads to no job, instead of naming nearly all that the role asks for.
TASTERS = {"first-model-starter"}
LANGUAGE_MODELS = {
    "prompt-context-engineering", "llm-evaluation", "retrieval-augmented-generation", "ai-agents", "generative-ai",
    "transformers-llms", "fine-tuning-llms", "preference-tuning", "inference-serving", "llm-operations", "nlp",
}  # fmt: skip
LANGUAGE_MODEL_INTERVIEWS = {"llm-design-rounds"}


@pytest.fixture(scope="module")
def content():
    found = defaultdict(list)
    for file in sorted((ROOT / "fixtures").glob("0[2-5]_*.json")):
        for row in json.loads(file.read_text(encoding="utf-8")):
            found[row["model"].removeprefix("guide.")].append(row["fields"])
    return found


@pytest.fixture(scope="module")
def granted(content):
    """The levels that each step grants, by skill."""
    found = defaultdict(dict)
    for link in content["stepskill"]:
        found[link["step"][0]][link["skill"][0]] = link["level"]
    return found


def steps_of(content, route, *needs):
    return [
        stop["step"][0]
        for stop in content["stop"]
        if stop["roadmap"][0] == route and stop["need"] in needs
    ]


def missing_core_skills(content, granted, roadmap):
    """What its role asks of everybody and its steps do not reach, counting what the reader brings along."""
    reached = defaultdict(int)
    for step in steps_of(content, roadmap["slug"], "required", "if-missing"):
        for skill, level in granted[step].items():
            reached[skill] = max(reached[skill], level)
    return {
        wanted["skill"][0]
        for wanted in content["requirement"]
        if wanted["role"] == roadmap["role"]
        and wanted["importance"] == "core"
        and reached[wanted["skill"][0]] < wanted["level"]
    }


def test_who_finishes_a_way_has_the_core_of_its_role_or_reads_what_is_missing(
    content, granted
):
    unsaid = {}
    for roadmap in content["roadmap"]:
        said = {
            slug for kind, slug in short_links(roadmap["body_en"]) if kind == "skill"
        }
        missing = missing_core_skills(content, granted, roadmap)
        if roadmap["slug"] in TASTERS:
            assert ("role", roadmap["role"][0]) in short_links(roadmap["body_en"])
        elif missing - said:
            unsaid[roadmap["slug"]] = sorted(missing - said)

    assert unsaid == {}


def test_every_level_that_is_asked_or_granted_is_described_in_both_languages(content):
    levels = defaultdict(set)
    for link in content["requirement"] + content["stepskill"]:
        levels[link["skill"][0]].add(link["level"])

    assert [
        (skill["slug"], name, words[level - 1])
        for skill in content["skill"]
        for name, words in LEVELS.items()
        for level in sorted(levels[skill["slug"]])
        if not re.search(rf"^- \*\*{words[level - 1]}\*\*", skill[name], re.MULTILINE)
    ] == []


def test_what_a_step_builds_on_comes_before_it_on_every_way(content):
    built_on = defaultdict(set)
    for link in content["stepprerequisite"]:
        built_on[link["step"][0]].add(link["prerequisite"][0])
    places = {
        (stage["roadmap"][0], stage["code"]): stage["order"]
        for stage in content["stage"]
    }
    rows = sorted(
        (
            stop["roadmap"][0],
            places[tuple(stop["stage"])],
            stop["order"],
            stop["step"][0],
        )
        for stop in content["stop"]
    )
    met = defaultdict(set)
    early = []
    for route, _stage, _order, step in rows:
        early += [(route, step, other) for other in built_on[step] - met[route]]
        met[route].add(step)

    assert early == []


@pytest.mark.parametrize("end", ["hours_low", "hours_high"])
def test_a_third_of_the_way_to_the_ai_specialist_is_about_language_models(
    content, granted, end
):
    hours = {step["slug"]: step[end] for step in content["step"]}
    required = steps_of(content, "ai-specialist-route", "required")
    about = [
        step
        for step in required
        if granted[step].keys() & LANGUAGE_MODELS or step in LANGUAGE_MODEL_INTERVIEWS
    ]

    assert sum(map(hours.get, about)) * 3 >= sum(map(hours.get, required))


def test_the_main_ways_go_from_prompts_over_tools_to_fine_tuning(content):
    order = [
        "prompt-and-context", "evaluate-llm-answers", "llm-app", "agents-and-tools", "transformers-fine-tuning",
    ]  # fmt: skip
    places = {
        (stage["roadmap"][0], stage["code"]): stage["order"]
        for stage in content["stage"]
    }
    for route in (
        "self-taught-route", "degree-route", "software-engineer-switch", "data-scientist-switch", "ai-specialist-route",
    ):  # fmt: skip
        stops = {
            stop["step"][0]: (places[tuple(stop["stage"])], stop["order"])
            for stop in content["stop"]
            if stop["roadmap"][0] == route and stop["need"] == "required"
        }

        assert sorted(order, key=stops.__getitem__) == order
