"""What a link offers beside its page: a badge, JSON Resume, and sentences on projects."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ProjectSentence
from accounts.sharing.card import drawn_name
from accounts.tests.pressing import OURS
from accounts.tests.sharing.links import make_link
from guide.models import Roadmap
from tests.document import document, texts

pytestmark = pytest.mark.django_db


def badge(client, address, prefix=""):
    return client.get(f"{prefix}{address}badge.svg")


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_badge_is_small_whole_and_needs_nothing_from_elsewhere(
    signed_in, road, prefix
):
    Roadmap.objects.update(name_zh="路" * 60, name_en="<Way> & “more” " * 6)
    address = make_link(signed_in, road)

    answer = badge(Client(), address, prefix)

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert len(answer.content) <= 2048
    image = ET.fromstring(answer.content)  # noqa: S314  it is ours
    assert "href" not in answer.text
    assert "<script" not in answer.text
    assert ("1 of 2 steps" in answer.text) == (not prefix)
    assert float(image.get("width")) > 100


def test_there_is_no_badge_without_progress(signed_in, road):
    address = make_link(signed_in, road, has_progress="", has_skills="on")

    assert badge(Client(), address).status_code == 404


def test_a_portfolio_is_also_json_resume(signed_in, road):
    address = make_link(signed_in, road, kind="portfolio", shown_name="Jane")

    answer = Client().get(f"{address}resume.json")

    assert answer.json() == {
        "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
        "basics": {"name": "Jane", "label": f"On the way to {road.role.name}"},
        "projects": [
            {
                "name": "SQL",
                "description": "A shop with 3 tables.",
                "url": "https://code.example/shop",
                "endDate": f"{timezone.localdate():%Y-%m-%d}",
            }
        ],
        "skills": [{"name": "Joins", "level": "working"}],
    }
    plain = make_link(signed_in, road)
    assert Client().get(f"{plain}resume.json").status_code == 404


def test_a_sentence_is_saved_changed_and_taken_away(signed_in, learner, road):
    def say(text, step="sql"):
        return signed_in.post(
            "/my/projects/", {"step": step, "text": text}, headers=OURS
        )

    assert say(" Two\x00 tables. ").status_code in (303, 400, 422)
    assert say("Two tables.").headers["Location"] == "/my/projects/#sql"
    page = document(signed_in.get("/my/projects/"))
    assert texts(page, ".//textarea") == ["Two tables."]
    assert say("x" * 501).status_code == 422
    assert "x" * 501 in say("x" * 501).text
    assert say("x", step="nothing").status_code == 404
    say("")
    assert not ProjectSentence.objects.exists()


def test_the_card_is_a_picture_and_the_page_names_it(signed_in, road):
    address = make_link(signed_in, road)

    answer = Client().get(f"{address}card.png")

    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"\x89PNG")
    (image,) = document(Client().get(address)).findall(".//meta[@property='og:image']")
    assert image.get("content").endswith(f"{address}card.png")


def test_a_name_that_the_font_lacks_is_drawn_in_the_other_language(signed_in, road):
    Roadmap.objects.update(name_en="🙂")
    road.refresh_from_db()

    assert drawn_name(road) == "一条路"
