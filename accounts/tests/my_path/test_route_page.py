"""Changing route shows what carries over before it happens."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Learner, State, StepProgress
from accounts.my_path.roadmaps import roadmaps_by_slug
from accounts.tests.history.entries import plain
from accounts.tests.my_path.routes import follow, parts
from accounts.tests.pressing import OURS, hold
from guide.models import StepSuccessor
from guide.tests.factory import make_roadmap, make_step
from tests.document import document

pytestmark = pytest.mark.both_databases


def rows(response):
    return [
        plain(row)
        for row in re.findall(
            r"<tr>(\s*<th scope=\"row\">.*?)</tr>", response.text, re.DOTALL
        )
    ]


def test_it_says_what_carries_over_what_stays_and_both_totals(
    signed_in, learner, mine, other
):
    follow(learner, mine)

    response = signed_in.get(f"/my/route/{other.slug}/")

    assert parts(response) == {
        "Already done or started there": ["Sums Done"],
        "Not on that route, but kept": ["Loops Under way"],
    }
    assert rows(response) == [
        "My way now 1 of 2 10–20 h",
        "The other way then 1 of 3 20–40 h",
    ]
    assert Learner.objects.get().roadmap == mine


def test_its_button_changes_the_route_and_leads_to_my_path(
    signed_in, learner, mine, other
):
    follow(learner, mine)
    text = signed_in.get(f"/my/route/{other.slug}/").text
    assert f'action="/progress/roadmap/?seen={mine.slug}"' in text
    assert f'name="roadmap" value="{other.slug}"' in text

    response = signed_in.post(
        "/progress/roadmap/", {"roadmap": other.slug, "next": "/my/"}, headers=OURS
    )

    assert (response.url, Learner.objects.get().roadmap) == ("/my/", other)


def test_a_guest_sees_the_same(client, mine, other, shared):
    hold(
        client,
        {shared: State.KNOWN, mine.steps.exclude(pk=shared.pk).get(): State.DOING},
        mine.slug,
    )

    response = client.get(f"/my/route/{other.slug}/")

    assert parts(response) == {
        "Already done or started there": ["Sums Known already"],
        "Not on that route, but kept": ["Loops Under way"],
    }
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_first_route_leaves_nothing(client, other):
    response = client.get(f"/my/route/{other.slug}/")

    assert (parts(response), rows(response)) == (
        {"Already done or started there": []},
        ["The other way 0 of 3 30–60 h"],
    )


def test_the_route_in_hand_says_so_and_has_no_button(signed_in, learner, mine):
    follow(learner, mine)

    text = signed_in.get(f"/my/route/{mine.slug}/").text

    assert ("This is your route." in text, 'name="roadmap"' in text) == (True, False)


def test_what_a_step_took_over_from_an_older_one_carries_over(
    signed_in, learner, mine, other
):
    old = make_step()
    StepSuccessor.objects.create(
        old=old, new=other.steps.get(name_en="Maps"), kind="same"
    )
    StepProgress.objects.set_state(learner, old, State.DONE, roadmap=mine)

    assert parts(signed_in.get(f"/my/route/{other.slug}/"))[
        "Already done or started there"
    ] == ["Maps Done"]


def test_somebody_elses_steps_do_not_carry_over(signed_in, other_learner, mine, other):
    follow(other_learner, mine)

    assert parts(signed_in.get(f"/my/route/{other.slug}/")) == {
        "Already done or started there": []
    }


def test_the_map_of_another_route_leads_here(signed_in, learner, mine, other):
    follow(learner, mine)

    page = document(signed_in.get(f"/roadmaps/{other.slug}/"))
    (link,) = [a for a in page.iter("a") if a.text == "Make this my route"]
    assert link.get("href") == f"/my/route/{other.slug}/"


def test_it_speaks_chinese(signed_in, learner, mine, other, shared):
    follow(learner, mine)

    response = signed_in.get(f"/zh-hans/my/route/{other.slug}/")

    assert parts(response)["在那条路线上已经完成或开始的"] == [
        f"{shared.name_zh} 已完成"
    ]


@pytest.mark.parametrize("page", ["", "reset/"])
@pytest.mark.parametrize("slug", ["nowhere", "-", "x" * 500])
def test_a_route_that_is_not_there_is_404(signed_in, page, slug):
    assert signed_in.get(f"/my/route/{slug}/{page}").status_code == 404


def test_a_withdrawn_route_is_404(signed_in, mine):
    mine.published = False
    mine.save()

    assert [
        signed_in.get(f"/my/route/{mine.slug}/{page}").status_code
        for page in ("", "reset/")
    ] == [404, 404]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(signed_in, mine, method):
    assert getattr(signed_in, method)(f"/my/route/{mine.slug}/").status_code == 405


@pytest.mark.parametrize("times", [1, 10])
def test_it_costs_the_same_queries_however_much_there_is(
    signed_in, learner, settings, times
):
    settings.CONTENT_VERSION_SECONDS = 60
    for _ in range(times):
        follow(learner, make_roadmap(2))
    there = make_roadmap(
        list({row.step for row in StepProgress.objects.select_related("step")})
    )
    signed_in.get(f"/my/route/{there.slug}/")

    with CaptureQueriesContext(connection) as queries:
        signed_in.get(f"/my/route/{there.slug}/")

    assert len(queries) == 4  # session, user, progress, names of the steps


def test_totals_of_all_routes_are_read_at_once_however_many_there_are(
    db, django_assert_num_queries
):
    for _ in range(10):
        make_roadmap(2)

    with django_assert_num_queries(
        4
    ):  # the version of the content, prerequisites, stops, roadmaps
        assert len(roadmaps_by_slug()) == 10
