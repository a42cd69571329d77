"""Every published text of the fixtures: there in both languages, of its length, in its language, true to its links."""

import json
import re
from collections import defaultdict

import pytest

from guide.markdown import ANCHORS, DETAILS, PAGES, PARSER, short_links
from guide.texts.figures import FIGURE, NAMED, figures_in
from tests.served import ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FULL_WIDTH = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”‘’…]")
WORD = re.compile(r"[A-Za-z0-9'’/+#.-]*[A-Za-z0-9]")
# What a Chinese sentence may hold in Latin letters without a capital: names, commands and units as they are written.
LATIN_NAMES = set(
    """
    scikit-learn scikit-image pandas pip pytest spaCy fastai git npm iPhone edX vLLM eBay macOS iOS csdiy arXiv conda
    venv mypy ruff pyright pgvector top-p softmax all-in-rag numpy sklearn matplotlib seaborn torch vim bash
    freecodecamp freeCodeCamp d2l llama.cpp github.io dbt uv n p k t x
    y z m per tidyverse valgrind k-means abseil.io fast.ai deeplearning.ai scipy take-home gradio streamlit kaggle ai-
    jobs.net foorilla lakh lpa watsonx
    """.split()
)
# Official classes, titles and hosts are named as they are called.
AS_CALLED = re.compile(
    r"（[A-Z][A-Za-z0-9 ,&-]*）|《[A-Z][A-Za-z ]*》|(?:[a-z0-9-]+\.)+(?:cn|com)(?![a-z])"
)
# Several records of these may rest on one statement, figure or reason.
ALIKE = {"citation", "salary", "source", "website", "occupationrole"}
# Words of the English body of each kind: from, to. A skill may describe four levels; a step of many hours says how.
BODY_WORDS = {
    "guide.skill": (80, 200),
    "guide.step": (60, 350),
    "guide.question": (40, 120),
    "guide.belief": (40, 120),
}
# Texts that stay empty where there is nothing to say.
OPTIONAL = {
    ("guide.role", "note"), ("guide.source", "body"), ("guide.citation", "passage"), ("guide.salary", "passage"),
    ("guide.fact", "value_text"), ("guide.occupation", "note"), ("guide.industry", "examples"),
    ("guide.skill", "by_doing"), ("guide.website", "note"), ("guide.step", "course_note"),
    ("guide.chapter", "others_wrote"),
    ("guide.step", "first_week"), ("guide.step", "example"), ("guide.step", "project_data"),
    ("guide.step", "good_result"), ("guide.step", "go_further"), ("guide.stepcourse", "part"),
}  # fmt: skip


@pytest.fixture(scope="module")
def records():
    files = sorted((ROOT / "fixtures").glob("*.json"))
    rows = [
        row for file in files for row in json.loads(file.read_text(encoding="utf-8"))
    ]
    return [row for row in rows if row["fields"].get("published", True)]


@pytest.fixture(scope="module")
def texts(records):
    """(where, model, field without its language, English, Chinese) of every pair of columns."""
    found = []
    for row in records:
        fields = row["fields"]
        where = f"{row['model']} {fields.get('slug') or list(fields.values())[:3]}"
        pairs = [name[:-3] for name in fields if name.endswith("_en")]
        found += [
            (where, row["model"], name, fields[f"{name}_en"], fields[f"{name}_zh"])
            for name in pairs
        ]
    return found


def without_fences(text):
    """A text without its blocks of code, in which every sign may stand."""
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def prose(text):
    """A text without code and without the targets of links."""
    text = without_fences(text)
    text = re.sub(r"`[^`]*`", " ", text)
    text = FIGURE.sub("7", text)
    return re.sub(r"\]\([^)]*\)", "]", text).replace("[picture]", "").replace("**", "")


def sentences(text, chinese):
    for line in prose(text).split("\n"):
        if not line.strip().startswith("|"):  # a table has cells, not sentences
            for part in re.split(
                r"(?<=[。！？；])" if chinese else r"(?<=[.!?:;])\s+",
                line.strip(" -#>*"),
            ):
                if part.strip():
                    yield part.strip()


def test_every_figure_in_a_text_has_a_number_to_show(texts, records):
    hours = {
        row["fields"]["slug"]
        for row in records
        if row["model"] in ("guide.step", "guide.roadmap", "guide.course")
        and row["fields"].get("hours_high", 1) is not None
    }
    asked = [
        (where, figure)
        for where, _model, _name, *both in texts
        for figure in figures_in(" ".join(both))
    ]

    assert len(asked) > 20
    assert [
        (where, figure.typed)
        for where, figure in asked
        if figure.kind not in NAMED and not hours.issuperset(figure.keys)
    ] == []


def test_no_text_is_missing_in_either_language(texts):
    missing = [
        f"{where} {name}_{'zh' if english else 'en'}"
        for where, model, name, english, chinese in texts
        if not (english and chinese)
        and ((model, name) not in OPTIONAL or bool(english) != bool(chinese))
    ]

    assert missing == []


def test_bodies_keep_to_their_length(texts):
    wrong = []
    for where, model, name, english, _ in texts:
        if name == "body" and model in BODY_WORDS:
            low, high = BODY_WORDS[model]
            if not low <= len(WORD.findall(prose(english))) <= high:
                wrong.append(
                    f"{where}: {len(WORD.findall(prose(english)))} words, allowed {low} to {high}"
                )

    assert wrong == []


def test_terms_say_it_in_one_or_two_sentences(texts):
    long = [
        where
        for where, model, name, english, _ in texts
        if model == "guide.term" and name == "body" and len(english) > 400
    ]

    assert long == []


def test_chinese_is_about_as_long_as_english(texts):
    wrong = []
    for where, model, name, english, chinese in texts:
        words = len(WORD.findall(prose(english)))
        if name == "body" and words > 40 and model != "guide.course":
            ratio = len(FULL_WIDTH.findall(prose(chinese))) / words
            if not 1.35 <= ratio <= 2.25:
                wrong.append(f"{where}: {ratio:.2f} characters a word")

    assert wrong == []


def test_no_english_is_left_in_chinese(texts):
    left = []
    for where, model, name, _, chinese in texts:
        if model == "guide.provider":
            continue  # names of firms and addresses of sites
        ours = AS_CALLED.sub("", chinese)
        for word in re.findall(r"[A-Za-z][A-Za-z0-9.+#-]*", prose(ours)):
            if not re.search(r"[A-Z0-9]", word) and word.rstrip(".") not in LATIN_NAMES:
                left.append(f"{where} {name}: {word}")

    assert left == []


def test_chinese_keeps_to_its_punctuation(texts):
    wrong = []
    for where, _, name, _, chinese in texts:
        text = re.sub(r"`[^`]*`", "X", re.sub(r"\]\([^)]*\)", "]", chinese))
        for pattern in (
            r"[\u4e00-\u9fff][,;?!]",
            r"[,;?!][\u4e00-\u9fff]",
            r"[\u4e00-\u9fff] [A-Za-z0-9]",
            r"您|！",
        ):
            if match := re.search(pattern, text):
                wrong.append(f"{where} {name}: {match[0]}")

    assert wrong == []


def test_no_chinese_is_in_english(texts):
    assert [
        where
        for where, _, name, english, _ in texts
        if CHINESE.search(english) and name != "passage"
    ] == []


def test_sentences_can_be_read_aloud(texts):
    long = []
    for where, _, name, english, chinese in texts:
        long += [
            f"{where} {name}: {s}"
            for s in sentences(english, False)
            if len(WORD.findall(s)) > 40
        ]
        long += [
            f"{where} {name}: {s}"
            for s in sentences(chinese, True)
            if len(FULL_WIDTH.findall(s)) > 80
        ]

    assert long == []


def test_no_sentence_stands_twice(records, texts):
    places = defaultdict(set)
    for where, model, name, english, chinese in texts:
        where = model if model.removeprefix("guide.") in ALIKE else where
        for sentence in [s for s in sentences(english, False) if len(s) > 40] + [
            s for s in sentences(chinese, True) if len(s) > 15
        ]:
            places[sentence].add(f"{where} {name}")

    assert {
        sentence: where
        for sentence, where in places.items()
        if len(where) > 1 and not headings_only(where)
    } == {}


def headings_only(where):
    """Names repeat: a stage has the same name on several roadmaps, a metric in several years."""
    return all(
        place.rsplit(" ", 1)[1]
        in ("name", "metric", "subject", "topic", "kind", "value_text", "hours_basis")
        for place in where
    )


def test_links_lead_to_what_there_is(records, texts):
    known = defaultdict(set)
    for row in records:
        known[row["model"].removeprefix("guide.")].add(row["fields"].get("slug"))
    known["page"] = set(PAGES)
    broken = [
        f"{where} {name}: {kind}:{slug}"
        for where, _, name, english, chinese in texts
        for text in (english, chinese)
        for kind, slug in short_links(text)
        if slug not in known[kind] or kind not in {*DETAILS, *ANCHORS, "page"}
    ]

    assert broken == []


def test_both_languages_link_to_the_same(texts):
    differing = [
        f"{where} {name}"
        for where, _, name, english, chinese in texts
        if sorted(short_links(english)) != sorted(short_links(chinese))
    ]

    assert differing == []


def test_no_markdown_is_broken(texts):
    broken = []
    for where, _, name, english, chinese in texts:
        for text in map(without_fences, (english, chinese)):
            shown = PARSER.render(text)
            if (
                text.count("**") % 2
                or text.count("`") % 2
                or re.search(r"\*\*|\]\(", re.sub(r"<code>.*?</code>", "", shown))
                or re.search(r"<[a-z/]", text)
            ):
                broken.append(f"{where} {name}")

    assert broken == []


def test_criteria_can_be_checked_alone(records):
    criteria = defaultdict(list)
    for row in records:
        if row["model"] == "guide.criterion":
            criteria[row["fields"]["step"][0]].append(row["fields"]["text_en"])
    steps = {row["fields"]["slug"] for row in records if row["model"] == "guide.step"}

    assert {
        step: len(criteria[step]) for step in steps if not 3 <= len(criteria[step]) <= 5
    } == {}
    assert [
        text
        for texts in criteria.values()
        for text in texts
        if text.endswith(".") or text[:1].isupper()
    ] == []


def test_every_statement_of_an_article_has_its_place(records):
    cited = defaultdict(set)
    for row in records:
        if row["model"] == "guide.citation" and row["fields"]["statement"]:
            cited[row["fields"]["source"][0]].add(int(row["fields"]["statement"]))

    assert {source: len(numbers) for source, numbers in sorted(cited.items())} == {
        "article-000": 96, "article-001": 86, "article-002": 95, "article-003": 174, "article-004": 63,
    }  # fmt: skip
    assert all(numbers == set(range(1, len(numbers) + 1)) for numbers in cited.values())


def test_levels_of_skill_are_words(texts):
    """“Proficient”, not “level 3”: a reader of one page has never seen the scale."""
    numbered = re.compile(
        r"\blevels? (?:[1-4]|one|two|three|four)\b|\b[1-4] of 4\b"
        r"|第[1-4一二三四]级|[1-4] ?级|(?:级别|水平|等级)(?:分|到|达到)?[1-4]",
        re.IGNORECASE,
    )
    salary_levels = {"guide.source", "guide.salary"}

    assert [
        f"{where} {name}"
        for where, model, name, english, chinese in texts
        if numbered.search(english + chinese) and model not in salary_levels
    ] == []


def test_no_course_names_its_provider_again_in_other_letters(records):
    providers = {
        row["fields"]["slug"]: row["fields"]
        for row in records
        if row["model"] == "guide.provider"
    }
    courses = [row["fields"] for row in records if row["model"] == "guide.course"]

    assert [
        course["slug"]
        for course in courses
        for provider in [providers[course["provider"][0]]]
        for institution in filter(None, course["institution"].split(";"))
        if institution.split()[0] not in provider["name_en"]
        and (
            institution in provider["name_zh"]
            or (CHINESE.search(provider["name_zh"]) and institution.isascii())
        )
    ] == []
