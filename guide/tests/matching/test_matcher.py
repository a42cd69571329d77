"""The matcher of names: what it finds in the made CVs and adverts, and what it leaves alone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.matching.matcher import Matcher
from guide.matching.names import SkillNames, collect_names
from guide.tests.matching.labelled import (
    count_hits,
    read_labelled,
    read_lines_without_skills,
)
from tests.served import ROOT


def names_of_fixtures():
    records = json.loads((ROOT / "fixtures/02_skills.json").read_text("utf-8"))
    skills = [each["fields"] for each in records if each["model"] == "guide.skill"]
    return {
        skill["slug"]: SkillNames(
            (skill["name_en"], skill.get("name_zh", "")),
            tuple(skill.get("aliases", "").splitlines()),
        )
        for skill in skills
    }


SKILLS = names_of_fixtures()
MATCHER = Matcher(collect_names(SKILLS))


def matcher_of(**names):
    return Matcher(
        collect_names({slug: SkillNames((name,), ()) for slug, name in names.items()})
    )


@pytest.mark.parametrize("kind", ["cvs", "adverts"])
def test_precision_and_recall_on_made_texts(kind):
    english, chinese = read_labelled(f"{kind}_en"), read_labelled(f"{kind}_zh")
    texts = english + chinese

    assert len(texts) >= 60
    assert len(chinese) * 2 >= len(texts)
    assert {slug for text in texts for slug in text.skills} <= SKILLS.keys()
    found = [(MATCHER.find_skills(text.text), text.skills) for text in texts]
    precision, recall = count_hits(found)
    assert precision >= 0.98, [(got - wanted) for got, wanted in found if got - wanted]
    assert recall >= 0.90, [(wanted - got) for got, wanted in found if wanted - got]


def test_lines_that_only_look_like_names_have_none():
    lines = read_lines_without_skills()

    assert len(lines) >= 200
    assert [line for line in lines if MATCHER.find_skills(line)] == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("C++, C#, .NET and Node.js, not reactive", ["C++", "C#", ".NET", "Node.js"]),
        ("Languages: C, R, Go", ["C", "R", "Go"]),
        ("R&D, C-level, Go to market, grade C", []),
        ("Python, some R, and SQL", ["Python", "R", "SQL"]),
        ("SQL (5 years), R (2 years)", ["SQL", "R"]),
        ("I met R yesterday", []),
        ("JavaScript only", ["JavaScript"]),
        ("熟悉Python和SQL，会R语言", ["Python", "SQL", "R语言"]),
        ("无监督学习、半监督学习", ["无监督学习"]),
        ("Ｐｙｔｈｏｎ、ＳＱＬ", ["Ｐｙｔｈｏｎ", "ＳＱＬ"]),
        ("scikit learn, time-series, modelling of data modelling", ["scikit learn", "time-series", "data modelling"]),
        ("python.org, jane@docker.com, https://spark.apache.org/sql", []),
        ("get the rest; a REST API", ["REST API"]),
        ("we spark joy; we run Spark on Kubernetes", ["Spark", "Kubernetes"]),
        ("semi-supervised and supervised learning", ["supervised learning"]),
        ("SQL\nR\nC\n", ["SQL", "R", "C"]),
    ],
)  # fmt: skip
def test_names_found_in_a_line(line, names):
    assert [hit.text for hit in MATCHER.find(line)] == names


def test_two_skills_share_a_name():
    matcher = matcher_of(one="MapReduce", two="mapreduce")

    assert matcher.find_skills("MapReduce jobs") == {"one", "two"}


def test_a_technology_that_becomes_a_skill_is_that_skill():
    assert MATCHER.find("Terraform, SQL")[0].skills == ()
    matcher = matcher_of(infrastructure="Terraform", sql="SQL")

    assert matcher.find_skills("Terraform, SQL") == {"infrastructure", "sql"}


def test_a_title_of_two_parts_is_found_by_either():
    matcher = matcher_of(
        linux="Linux and the command line", cloud="AWS（亚马逊云科技）"
    )

    assert matcher.find_skills("command line") == {"linux"}
    assert matcher.find_skills("用过亚马逊云科技") == {"cloud"}


def test_every_title_is_found_where_it_stands_alone():
    """Those of one or two letters want a list, and what is everyday speech is never found."""
    unfound = [
        title
        for slug, names in SKILLS.items()
        for title in names.titles
        if title and slug not in MATCHER.find_skills(f"Python, {title}, SQL")
    ]

    assert set(unfound) <= {
        "Job interviews",
        "求职面试",
        "持续学习",
        "简历与领英（LinkedIn）",
    }


PIECES = st.sampled_from(
    "Python python R C Go C++ C# .NET Node.js , 、 and / ( ) : \n 熟悉 精通 业务 数据 算法 统计"
    " SQL Spark spark - • R&D & Ｒ ı ſ İ ß \0".split(" ")
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=30))
def test_hits_are_pieces_of_the_text_in_order(pieces):
    text = " ".join(pieces) + "".join(pieces)

    hits = MATCHER.find(text)

    assert hits == MATCHER.find(text)
    assert [text[hit.start : hit.end] for hit in hits] == [hit.text for hit in hits]
    ends = [0, *(hit.end for hit in hits)]
    assert all(end <= hit.start for end, hit in zip(ends, hits, strict=False))
