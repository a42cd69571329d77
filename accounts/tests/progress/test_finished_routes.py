"""Who finished a route stays finished, whatever comes to it; what is new is named once, and nothing is lost."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from accounts.models import (
    By,
    CriterionTick,
    EvidenceLink,
    ProgressEvent,
    State,
    StepHours,
    StepNote,
    StepProgress,
)
from accounts.progress.counting import CountedStop
from accounts.progress.finished_routes import FinishedRoute, finished_route
from accounts.tests.pressing import hold
from guide.models import Roadmap, Stop
from guide.sync.run import sync
from guide.tests.factory import make_roadmap, make_step
from tests.document import document, words
from tests.people import make_person
from tests.served import ROOT

MAY, JUNE, JULY = date(2026, 5, 3), date(2026, 6, 1), date(2026, 7, 1)
ROUTE = (CountedStop(1), CountedStop(2), CountedStop(3, since=JUNE))
DONE, KNOWN, SKIPPED, DOING = State.DONE, State.KNOWN, State.SKIPPED, State.DOING


@pytest.mark.parametrize(
    ("states", "days", "found"),
    [
        ({}, {}, None),
        ({1: DONE}, {1: MAY}, None),
        ({1: DONE, 2: DOING}, {1: MAY, 2: MAY}, None),
        ({1: DONE, 2: KNOWN}, {1: MAY, 2: MAY}, FinishedRoute(MAY, (3,), JUNE)),
        ({1: DONE, 2: SKIPPED}, {1: MAY, 2: MAY}, FinishedRoute(MAY, (3,), JUNE)),
        ({1: DONE, 2: DONE, 3: DOING}, {1: MAY, 2: MAY, 3: JULY}, FinishedRoute(MAY, (3,), JUNE)),
        ({1: DONE, 2: DONE, 3: DONE}, {1: MAY, 2: MAY, 3: JULY}, FinishedRoute(MAY)),
        # The third stop was there already when the second was finished.
        ({1: DONE, 2: DONE}, {1: MAY, 2: JULY}, None),
        ({1: DONE, 2: DONE, 3: DONE}, {1: MAY, 2: JULY, 3: JUNE}, FinishedRoute(JULY)),
        # A guest's browser keeps no days.
        ({1: DONE, 2: DONE}, {}, FinishedRoute(None, (3,), JUNE)),
    ],
)  # fmt: skip
def test_a_route_is_finished_as_it_was_then(states, days, found):
    assert finished_route(ROUTE, states, days) == found


def test_what_is_taken_off_or_left_to_the_reader_asks_for_nothing():
    stops = (
        *ROUTE,
        CountedStop(4, retired=True),
        CountedStop(5, required=False, since=JUNE),
    )

    found = finished_route(stops, {1: DONE, 2: DONE}, {1: MAY, 2: MAY})

    assert found == FinishedRoute(MAY, (3,), JUNE)
    assert finished_route((CountedStop(3, since=JUNE),), {3: DONE}, {3: MAY}) is None


@pytest.fixture
def route(db):
    old = make_step(name_en="Old", slug="old")
    new = make_step(name_en="Agents", name_zh="智能体", summary_en="Tools.", slug="new")
    roadmap = make_roadmap([old, new], slug="way")
    Stop.objects.filter(step=new).update(required_since=JUNE)
    return old, new, roadmap


def left(client, prefix=""):
    page = document(client.get(f"{prefix}/roadmaps/way/"))
    return words(page.find(".//div[@id='left']"))


@pytest.mark.both_databases
def test_the_page_of_a_route_names_once_what_is_new(client, learner, route):
    old, new, _roadmap = route
    client.force_login(learner)
    StepProgress.objects.set_state(
        learner, old, DONE, at=datetime(2026, 5, 3, 12, tzinfo=UTC)
    )

    said = left(client)
    assert "Finished on 3 May 2026, as the route was then." in said
    assert said.count("Agents") == 1
    assert "New since you finished: Agents 10–20 h · Tools." in said
    assert "已于2026年5月3日学完，按当时的路线。学完之后新增的： 智能体" in left(
        client, "/zh-hans"
    ).replace("。 学", "。学")

    StepProgress.objects.set_state(learner, new, DONE)
    said = left(client)
    assert "You made it" in said
    assert "New since" not in said


def test_a_guest_reads_what_is_new_without_a_day(client, route):
    old, _new, _roadmap = route
    hold(client, {old: DONE}, "way")

    assert (
        "Finished, as the route was before 1 June 2026. New since you finished: Agents"
        in left(client)
    )


def test_who_has_not_finished_reads_nothing_of_it(client, learner, route):
    _old, new, _roadmap = route
    client.force_login(learner)
    StepProgress.objects.set_state(learner, new, DONE)

    assert "inished" not in left(client).replace("Finished 1", "")


# All routes of the site, before and after a load that changes each of them.

WRITTEN = [
    CriterionTick,
    EvidenceLink,
    ProgressEvent,
    StepHours,
    StepNote,
    StepProgress,
]
SHARES = {"nothing": 0, "half": 2, "all": 1}


def learn(roadmap, share):
    user = make_person(f"{roadmap.slug}-{share}@example.org")
    stops = list(
        roadmap.stops.filter(need="required").select_related("step").in_order()
    )
    taken = stops[: len(stops) // SHARES[share]] if SHARES[share] else []
    StepProgress.objects.merge(user, {stop.step_id: DONE for stop in taken}, By.MERGE)
    for stop in taken[:1]:
        CriterionTick.objects.set_state(user, stop.step.criteria.first(), "ticked")
        StepNote.objects.write(user, stop.step, "my note", seen=0)
        StepHours.objects.add(user, stop.step, 90)
        EvidenceLink.objects.add(user, stop.step, "https://example.org/mine")
    return user


def written():
    return {model: list(model.objects.order_by("pk").values()) for model in WRITTEN}


def change_all_routes(folder):
    """Each loses its last stop to one that is new; the step that most of them share has a new address."""
    path = folder / "05_roadmaps.json"
    rows = json.loads(path.read_text())
    stops = {}
    for row in rows:
        if row["model"] == "guide.stop" and row["fields"]["need"] == "required":
            stops.setdefault(row["fields"]["roadmap"][0], []).append(row["fields"])
    for fields in stops.values():
        fields[-1] |= {"step": ["brand-new"], "required_since": "2099-01-01"}
    for row in rows:
        if row["model"] == "guide.stop" and row["fields"]["step"] == ["python-basics"]:
            row["fields"]["step"] = ["python-again"]
    path.write_text(json.dumps(rows))
    path = folder / "04_steps.json"
    rows = json.loads(path.read_text())
    (old,) = [row for row in rows if row["fields"].get("slug") == "python-basics"]
    for slug in ("brand-new", "python-again"):
        rows.append(
            {
                "model": "guide.step",
                "fields": {**old["fields"], "slug": slug, "name_en": slug},
            }
        )
    old["fields"]["retired_on"] = "2026-11-30"
    link = {"old": ["python-basics"], "new": ["python-again"], "kind": "same"}
    rows.append({"model": "guide.stepsuccessor", "fields": link})
    path.write_text(json.dumps(rows))
    return {slug: fields[-1] for slug, fields in stops.items()}


@pytest.mark.django_db
def test_nobody_loses_anything_when_every_route_changes(tmp_path):
    for file in (ROOT / "fixtures").glob("0[1-5]_*.json"):
        text = file.read_text().replace("](", "] (")  # links lead into the other files
        (tmp_path / file.name).write_text(re.sub(r"\{\w+:", "{", text))
    sync([tmp_path])
    learners = {
        (roadmap.slug, share): learn(roadmap, share)
        for roadmap in Roadmap.objects.all()
        for share in SHARES
    }
    before = written()

    change_all_routes(tmp_path)
    sync([tmp_path], prefer="fixtures", allow_removals=True)

    assert written() == before
    assert len(learners) == 24
    client = Client()
    for (slug, share), user in learners.items():
        client.force_login(user)
        said = words(
            document(client.get(f"/roadmaps/{slug}/")).find(".//div[@id='left']")
        )
        assert ("as the route was then. New since you finished: brand-new" in said) is (
            share == "all"
        ), (slug, said)
    for slug in ("python-basics", "python-again", "brand-new"):
        assert client.get(f"/steps/{slug}/").status_code == 200
