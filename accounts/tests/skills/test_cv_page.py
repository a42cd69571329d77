"""The text of a CV suggests levels; nothing is saved before a press, and nothing of the text is kept."""

import logging

import pytest
from django.contrib.sessions.models import Session

from accounts.models import SkillClaim, Sweep
from accounts.skills.cv_files.bounds import LONGEST_TEXT
from accounts.tests.pressing import OURS, post
from guide.tests.factory import make_skill
from tests.document import document, texts, words

PAGE = "/my/cv/"
CANARY = "zebra-umbrella-4711"


@pytest.fixture
def skills(db):
    return {
        slug: make_skill(slug=slug, name_en=name)
        for slug, name in (("python", "Python"), ("sql", "SQL"), ("pytorch", "PyTorch"))
    }


def read(client, text, prefix=""):
    return client.post(f"{prefix}{PAGE}", {"text": text}, headers=OURS)


def proposed(response):
    """By skill: the value of its field and the line."""
    rows = document(response).findall(".//tbody/tr")
    return {
        row.find(".//select").get("name"): (
            row.find(".//option[@selected]").get("value"),
            texts(row, ".//td")[1],
        )
        for row in rows
    }


def test_each_skill_comes_with_its_line_and_at_most_working(signed_in, learner, skills):
    SkillClaim.objects.set(learner, skills["sql"].pk, 3)

    response = read(
        signed_in, f"Jane {CANARY}\r\n- Ten years of Python, SQL\n熟悉PyTorch"
    )

    assert proposed(response) == {
        "skill-python": ("0_2", "- Ten years of Python, SQL"),
        "skill-pytorch": ("0_2", "熟悉PyTorch"),
    }
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not Sweep.objects.exists()


def test_what_is_confirmed_is_one_change_with_one_undo(signed_in, learner, skills):
    fields = {"skill-python": "0_2", "skill-pytorch": "0_1", "skill-sql": "0_0"}

    post(signed_in, f"{PAGE}levels/", fields)

    sweep = Sweep.objects.get()
    assert (sweep.kind, sweep.events.count()) == ("import", 2)
    history = words(document(signed_in.get("/my/history/")).find(".//main"))
    assert "Text of a CV: 2 skills" in history
    post(signed_in, f"/progress/sweeps/{sweep.pk}/undo/", {})
    assert not SkillClaim.objects.exclude(level=0).exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Choose a file or paste the text first."),
        ("x" * (LONGEST_TEXT + 1), "The text has 100,001 characters; at most 100,000 are read."),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_read_is_refused_in_words(client, skills, text, problem):
    response = read(client, text)

    assert response.status_code == 422
    assert texts(document(response), ".//p[@role='alert']") == [problem]


def test_a_text_without_skills_says_so_and_chinese(client, skills):
    response = read(client, "Pastry chef\x00, C-level", "/zh-hans")

    assert texts(document(response), ".//h1") == ["从简历读取技能"]
    assert texts(document(response), ".//p[@role='status']")


def test_a_long_line_is_cut_around_the_name(client, skills):
    [(_, line)] = proposed(read(client, f"{'a ' * 500}Python{' b' * 500}")).values()

    assert "Python" in line
    assert len(line) <= 160


def test_nothing_of_the_text_is_kept(client, skills, caplog):
    caplog.set_level(logging.DEBUG)

    read(client, f"Python {CANARY}")
    read(client, CANARY * 20_000)

    assert CANARY not in caplog.text
    assert not Session.objects.exists()


def test_it_comes_from_a_page_of_ours(client, skills):
    foreign = {"Sec-Fetch-Site": "cross-site"}

    assert client.post(PAGE, {"text": "Python"}, headers=foreign).status_code == 403
    assert client.get(f"{PAGE}levels/").status_code == 405
