"""Editors see on a page of the desk what several visitors searched in vain, and add the name in one press."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guide.models import MissedSearch, OtherName
from guide.search.finding import search
from guide.search.missed import forget_old_searches
from guide.tests.factory import make_skill
from tests.document import document
from tests.people import make_person

pytestmark = pytest.mark.django_db
DESK = reverse("admin:missed_searches")
MISSED = reverse("admin:guide_othername_missed")


def miss(text, visitors, days_ago=0):
    day = timezone.now().date() - timedelta(days=days_ago)
    for visitor in range(visitors):
        MissedSearch.objects.create(day=day, text=text, visitor=str(visitor))


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def test_the_desk_shows_what_three_visitors_missed_with_a_guess_and_no_more(desk):
    make_skill(slug="quantum", name_en="Quantum annealing")
    miss("quantumfoo", 3)
    miss("of one visitor", 1)

    page = document(desk.get(DESK))
    table = page.find(".//table[@id='missed-searches']")

    assert [each.text for each in table.iter("th")] == ["quantumfoo"]
    assert "of one visitor" not in desk.get(DESK).content.decode()
    assert [b.text for b in table.iter("button")] == ["Skill: Quantum annealing"]


def test_one_press_makes_it_a_name_of_the_record(desk):
    make_skill(slug="quantum", name_en="Quantum annealing")
    data = {"name": "qubits", "subject": "skill", "subject_slug": "quantum"}

    response = desk.post(MISSED, data, follow=True)

    assert response.redirect_chain == [(DESK, 302)]
    assert OtherName.objects.values_list("name", "subject_slug").get() == (
        "qubits",
        "quantum",
    )
    assert search("qubits").results[0].slug == "quantum"


@pytest.mark.parametrize(
    ("subject", "slug", "words"),
    [
        ("skill", "nothing", "There is no skill with this slug."),
        ("page", "nowhere", "There is no such page."),
    ],
)
def test_a_name_that_leads_nowhere_is_refused(desk, subject, slug, words):
    data = {"name": "x", "subject": subject, "subject_slug": slug}

    response = desk.post(MISSED, data, follow=True)

    assert words in response.content.decode()
    assert not OtherName.objects.exists()


def test_only_editors_may_and_only_by_a_press(client, desk, learner):
    assert desk.get(MISSED).status_code == 405
    client.force_login(learner)

    assert client.post(MISSED, {"name": "x"}).status_code == 302
    assert not OtherName.objects.exists()


def test_staff_who_may_not_add_names_are_refused(client):
    client.force_login(make_person("clerk@example.org", is_staff=True))
    data = {"name": "qubits", "subject": "skill", "subject_slug": "quantum"}
    make_skill(slug="quantum")

    assert client.post(MISSED, data).status_code == 403
    assert not OtherName.objects.exists()


def test_missed_searches_are_forgotten_after_thirty_days():
    miss("old", 3, days_ago=MissedSearch.KEPT_DAYS)
    miss("young", 3, days_ago=MissedSearch.KEPT_DAYS - 1)

    forget_old_searches(timezone.now().date())

    assert {row.text for row in MissedSearch.objects.all()} == {"young"}
