"""Shared links: made with chosen parts, seen by others as they stand, gone at once when they are withdrawn."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import (
    EvidenceLink,
    ProjectSentence,
    SharedLink,
    SkillClaim,
    State,
    StepProgress,
)
from accounts.models.shared_link import MOST_LINKS
from accounts.tests.pressing import OURS
from accounts.tests.sharing.links import PAGE, everything, fields, make_link
from guide.cache import clear_caches
from guide.models import Roadmap, Skill
from guide.tests.factory import make_skill, make_step
from tests.document import document, texts, words

pytestmark = pytest.mark.django_db


def test_an_address_is_shown_once_and_kept_hashed(signed_in, road):
    address = make_link(signed_in, road)

    link = SharedLink.objects.get()
    token = address.split("/")[2]
    assert len(token) >= 22
    assert token not in str(SharedLink.objects.values().get())
    assert token not in signed_in.get(PAGE).text
    assert (link.label, link.opened_on) == ("For Ada", None)


def test_others_see_the_chosen_parts_and_no_account(signed_in, road, learner):
    address = make_link(signed_in, road, **everything())

    page = document(Client().get(address))

    main = words(page.find(".//main"))
    assert texts(page, ".//h1") == [f"On the way to {road.role.name}"]
    assert texts(page, ".//p[@class='big']") == ["1 project", "1 of 2 steps"]
    assert "A shop with 3 tables." in main
    assert "Build a shop." in main
    assert texts(page, ".//tbody//th") == ["Joins"]
    assert texts(page, ".//tbody//td") == ["working", "SQL"]
    assert "No plan is kept." in main
    assert "secret note" not in main
    assert learner.email not in main


def test_what_was_not_chosen_is_not_there(signed_in, road):
    address = make_link(signed_in, road)

    main = words(document(Client().get(address)).find(".//main"))

    assert "1 of 2 steps" in main
    for hidden in ("shop", "Joins", "No plan", "Strongest"):
        assert hidden not in main


def test_it_shows_what_stands_on_the_day(signed_in, road, learner):
    address = make_link(signed_in, road)
    StepProgress.objects.set_state(learner, road.stops.last().step, State.DONE)

    assert "2 of 2 steps" in Client().get(address).text


def test_links_of_learners_promise_nothing_to_search_engines(signed_in, road):
    address = make_link(signed_in, road, **everything())

    (link,) = document(Client().get(address)).findall(".//ol[@class='works']//a")

    assert link.get("href") == "https://code.example/shop"
    assert link.get("rel") == "nofollow ugc noopener noreferrer"


def test_nobody_keeps_it_and_nobody_is_told_of_it(signed_in, road):
    address = make_link(signed_in, road)

    for path in (address, f"{address}badge.svg"):
        headers = Client().get(path).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "ETag" not in headers


def withdraw(client, link):
    return client.post(f"{PAGE}withdraw/", {"link": link.pk}, headers=OURS)


def test_withdrawn_everything_is_gone_with_the_next_request(signed_in, road):
    address = make_link(signed_in, road, kind="portfolio")
    link = SharedLink.objects.get()
    paths = [address, f"{address}badge.svg", f"{address}resume.json"]
    assert {Client().get(path).status_code for path in paths} == {200}

    answer = withdraw(signed_in, link)

    assert answer.status_code == 303
    assert {Client().get(path).status_code for path in paths} == {404}
    assert withdraw(signed_in, link).status_code == 303


def test_with_the_account_its_links_are_gone(signed_in, road, learner):
    address = make_link(signed_in, road)
    learner.delete()

    assert Client().get(address).status_code == 404
    assert not ProjectSentence.objects.exists()


def test_unknown_expired_and_withdrawn_are_the_same_to_the_byte(signed_in, road):
    address = make_link(signed_in, road)
    SharedLink.objects.update(expires_on=timezone.localdate() - timedelta(days=1))

    def shape(path):
        html = Client().get(path).text
        return html.replace(path.split("/")[2], "")

    assert Client().get(address).status_code == 404
    assert shape(address) == shape(f"/shared/{'x' * 32}/")
    assert Client().get(f"/shared/{'x' * 2000}/").status_code == 404


def test_the_last_day_still_counts(signed_in, road):
    address = make_link(signed_in, road, expires_on=f"{timezone.localdate():%Y-%m-%d}")

    assert Client().get(address).status_code == 200


def test_the_last_day_its_page_was_opened_is_shown(signed_in, road):
    address = make_link(signed_in, road)
    for picture in ("badge.svg", "card.png"):
        Client().get(address + picture)

    assert SharedLink.objects.get().opened_on is None
    Client().get(address)
    assert SharedLink.objects.get().opened_on == timezone.localdate()
    assert "last opened" in signed_in.get(PAGE).text


def test_a_look_of_the_learner_is_no_opening(signed_in, road):
    make_link(signed_in, road)
    link = SharedLink.objects.get()

    page = document(signed_in.get(f"{PAGE}{link.pk}/"))

    assert texts(page, ".//main//p[@role='status']")[0].startswith("This is what")
    assert SharedLink.objects.get().opened_on is None


def test_it_is_shown_where_the_day_cannot_be_written(signed_in, road, monkeypatch):
    address = make_link(signed_in, road)

    def refuse(link, today):
        raise DatabaseError("read-only")

    monkeypatch.setattr(SharedLink, "note_opening", refuse)

    assert Client().get(address).status_code == 200


def test_the_link_of_another_does_not_exist(signed_in, road):
    other = get_user_model().objects.create_user("other@example.org")
    link, _token = SharedLink.objects.make(other, label="x", kind="progress", roadmap=road)  # fmt: skip

    assert signed_in.get(f"{PAGE}{link.pk}/").status_code == 404
    withdraw(signed_in, link)
    assert SharedLink.objects.filter(pk=link.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"label": ""}, "This field is required."),
        ({"has_progress": ""}, "Choose at least one part to show."),
        ({"expires_on": "2020-01-01"}, "This day is over. Choose today or a later one."),
        ({"kind": "poster"}, "Select a valid choice."),
        ({"roadmap": "999999999999999999999"}, "Select a valid choice."),
        ({"shown_name": "x" * 81}, "at most 80 characters"),
    ],
)  # fmt: skip
def test_a_wrong_choice_is_named_and_what_was_typed_stays(
    signed_in, road, wrong, problem
):
    answer = signed_in.post(PAGE, fields(road, **wrong), headers=OURS)

    assert answer.status_code == 422
    assert problem in words(document(answer).find(".//main"))
    assert not SharedLink.objects.exists()


def test_there_are_only_so_many_links(signed_in, learner, road):
    for _each in range(MOST_LINKS):
        SharedLink.objects.make(learner, label="x", kind="progress", roadmap=road)

    answer = signed_in.post(PAGE, fields(road), headers=OURS)

    assert answer.status_code == 422
    assert SharedLink.objects.count() == MOST_LINKS


def test_a_roadmap_that_is_not_published_is_shared_no_more(signed_in, road):
    address = make_link(signed_in, road)
    Roadmap.objects.update(published=False)

    assert Client().get(address).status_code == 404


def test_the_page_costs_the_same_for_one_and_for_many(
    signed_in, learner, road, settings
):
    settings.CONTENT_VERSION_SECONDS = 60
    address = make_link(signed_in, road, **everything(kind="portfolio"))

    def queries():
        Client().get(address)
        with CaptureQueriesContext(connection) as found:
            Client().get(address)
        return len(found)

    few = queries()
    for number in range(10):
        step = make_step(project_en="x", skills=[make_skill()])
        StepProgress.objects.set_state(learner, step, State.DONE)
        EvidenceLink.objects.add(learner, step, f"https://code.example/{number}")
    clear_caches()
    assert queries() == few == 8


def test_chinese(signed_in, road):
    address = make_link(signed_in, road, **everything())

    page = document(Client().get(f"/zh-hans{address}"))

    assert texts(page, ".//p[@class='big']") == ["1个项目", "2步中的1步"]
    assert texts(page, ".//tbody//th") == ["连接"]


def test_a_claim_says_that_it_is_a_word(signed_in, learner, road):
    SkillClaim.objects.set(learner, make_skill(name_en="Spark").pk, 3)
    address = make_link(signed_in, road, **everything())

    rows = document(Client().get(address)).findall(".//tbody/tr")

    assert [words(row) for row in rows][-1] == "Spark proficient the learner’s own word"


def test_guests_are_asked_to_sign_in(client, road):
    assert client.get(PAGE).status_code == 302
    assert client.get("/my/projects/").status_code == 302
    assert client.get(f"{PAGE}1/").status_code == 302


def test_a_skill_that_only_follows_from_others_is_not_the_learners_word(
    signed_in, road
):
    below = make_skill(name_en="Tables", slug="tables")
    Skill.objects.get(slug="joins").prerequisite_links.create(prerequisite=below)
    address = make_link(signed_in, road, **everything())

    rows = document(Client().get(address)).findall(".//tbody/tr")

    assert [words(row) for row in rows] == ["Joins working SQL", "Tables working follows from: Joins"]  # fmt: skip
