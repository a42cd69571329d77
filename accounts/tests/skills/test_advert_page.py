"""An advert that somebody pastes: what it names beside what one has, and nothing of it is kept."""

import logging
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session

from accounts.progress.guest_cookie import (
    COOKIE_NAME,
    GuestClaim,
    GuestProgress,
    pack_cookie,
)
from accounts.tests.pressing import OURS
from guide.matching.advert import LONGEST_ADVERT
from guide.tests.factory import (
    make_requirement,
    make_roadmap,
    make_skill,
    make_step,
)
from tests.document import document, items, links, texts, words
from web import bounded_work
from web.bounded_work import READING

ADDRESS = "/advert/skills/"
CANARY = "zebra-umbrella-4711"


@pytest.fixture
def guide(db):
    """A role whose core is Python and SQL; a roadmap teaches SQL, a step beside it Git, nobody Docker."""
    skills = {
        slug: make_skill(slug=slug, name_en=name)
        for slug, name in (
            ("python", "Python"),
            ("sql", "SQL"),
            ("git", "Git"),
            ("docker", "Docker"),
        )
    }
    roadmap = make_roadmap(0, slug="route")
    for slug in ("python", "sql"):
        make_requirement(roadmap.role, skills[slug])
    stage = roadmap.stages.get_or_create(code="all", order=1, name_en="All")[0]
    on_route = make_step(slug="learn-sql", name_en="Learn SQL", skills=[skills["sql"]])
    roadmap.stops.create(step=on_route, stage=stage, order=1)
    make_step(slug="learn-git", name_en="Learn Git", skills=[skills["git"]])
    return skills


def paste(client, text, prefix="", headers=OURS):
    return client.post(f"{prefix}{ADDRESS}", {"text": text}, headers=headers)


def marked(response):
    """What is marked in the text: the word, and how."""
    return [
        (mark.text.strip(), mark.get("class"))
        for mark in document(response).findall(".//div[@class='advert']//mark")
    ]


TEXT = "We need Python, SQL, Git, Docker and Terraform.\n<b>Not</b> reactive."


def test_the_form_is_public_and_sets_no_cookie(client, db):
    response = client.get("/advert/")

    assert texts(document(response), ".//h1") == ["Check an advert"]
    assert "public" in response.headers["Cache-Control"]
    assert not response.cookies


def test_what_an_advert_names_beside_what_a_guest_has(client, guide):
    client.cookies[COOKIE_NAME] = pack_cookie(
        GuestProgress(roadmap="route", claims={"python": GuestClaim(3, "press")})
    )

    response = paste(client, TEXT)

    assert marked(response) == [
        ("Python", "have"),
        ("SQL", "route"),
        ("Git", "taught"),
        ("Docker", "none"),
        ("Terraform", "none"),
    ]
    page = document(response)
    assert items(page, "You have") == ["Python proficient"]
    assert items(page, "Your roadmap covers") == ["SQL Learn SQL"]
    assert items(page, "Taught off your roadmap") == ["Git Learn Git"]
    assert items(page, "No step of ours teaches") == ["Docker", "Terraform"]
    advert = words(page.find(".//div[@class='advert']"))
    assert "Python(you have it)" in advert.replace(" ", "") .replace("youhaveit", "you have it")  # fmt: skip
    assert "<b>Not</b> reactive." in advert
    assert links(page.find(".//section[@aria-labelledby='near']"))
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_stranger_sees_what_is_taught_here(client, guide):
    page = document(paste(client, TEXT))

    assert "It names 4 skills" in words(page.find(".//section[@class='reply']"))
    assert items(page, "Taught here") == ["SQL Learn SQL", "Git Learn Git"]


@pytest.mark.parametrize(
    ("text", "words_of_it"),
    [
        ("", "Paste the text first."),
        ("  \n ", "Paste the text first."),
        ("x" * (LONGEST_ADVERT + 1), "The text has 20,001 characters; at most 20,000 are read."),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_read_is_refused_in_words_and_stays(
    client, guide, text, words_of_it
):
    response = paste(client, text)

    page = document(response)
    assert response.status_code == 422
    assert words_of_it in words(page.find(".//p[@role='alert']"))
    assert (page.find(".//textarea").text or "").strip() == text.strip()


def test_the_longest_text_is_read(client, guide):
    assert paste(client, ("Python " * 3000)[:LONGEST_ADVERT]).status_code == 200


def test_a_text_without_skills_says_so(client, guide):
    response = paste(client, "Head chef, R&D, C-level, go to market.")

    assert "No skill of this guide is named in it." in words(document(response).find(".//main"))  # fmt: skip


def test_odd_characters_and_chinese(client, guide):
    response = paste(
        client, "精通Python\x00和SQL。\r\n＜ﬃ＞ ı Ｇｉｔ、Docker", "/zh-hans"
    )

    assert response.status_code == 200
    assert texts(document(response), ".//h1") == ["这则招聘启事与我的技能"]
    assert [word for word, _mark in marked(response)] == ["Python", "SQL", "Ｇｉｔ", "Docker"]  # fmt: skip


def test_nothing_of_it_is_kept(client, guide, caplog):
    caplog.set_level(logging.DEBUG)

    paste(client, f"Python {CANARY}")
    paste(client, CANARY * 2000)

    assert CANARY not in caplog.text
    assert not Session.objects.exists()


def test_it_comes_from_a_page_of_ours_and_is_posted(client, guide):
    assert paste(client, TEXT, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403  # fmt: skip
    assert client.get(ADDRESS).url == "/advert/"
    assert client.put(ADDRESS).status_code == 405


def test_one_address_may_ask_so_often_a_minute(client, guide, monkeypatch):
    monkeypatch.setattr(bounded_work, "time", SimpleNamespace(time=lambda: 90))

    statuses = [paste(client, "Python").status_code for _ in range(61)]

    assert statuses == [200] * 60 + [429]


def test_only_so_many_are_read_at_once(client, guide, monkeypatch):
    monkeypatch.setattr(READING, "patience", 0)
    assert READING.take()
    assert READING.take()

    response = paste(client, "Python")

    READING.give_back()
    READING.give_back()
    assert response.status_code == 503
    assert paste(client, "Python").status_code == 200
