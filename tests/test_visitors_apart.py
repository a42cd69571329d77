"""Nothing of one visitor is on the page of another, however many ask at once; and a broken key would be seen."""

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    Learner,
    SkillClaim,
    State,
    StepHours,
    StepNote,
    StepProgress,
    User,
)
from accounts.progress.map_rows import RenderedMap
from accounts.tests.pressing import hold
from guide.cache import clear_caches
from guide.models import Roadmap
from guide.tests.factory import make_step
from guide.tests.test_query_counts import World
from tests.examples import scaled_count
from tests.served_people import make_editor, new_learners
from tests.test_held_up import Browser
from tests.test_kept_pages import FRESH
from tests.test_kept_pages import PAGES as PAGES_OF_THE_WORLD
from web.choices import COOKIE_NAME
from web.kept_pages.parts import PartHole, Unkept

PAGES = [
    "/", "/roadmaps/self-taught-route/", "/steps/sql-databases/", "/steps/python-basics/", "/courses/", "/salaries/",
    "/roles/machine-learning-engineer/", "/zh-hans/steps/sql-databases/", "/my/",
    "/my/history/", "/my/history/?step=sql-databases", "/my/history/?by=step",
]  # fmt: skip
TURNS = scaled_count(4)


class Signed:
    """Somebody signed in, with the one interface that guests have too."""

    def __init__(self, learner):
        self.learner = learner

    def ask(self, method, path, fields=None):
        return self.learner.ask(method, path, fields and urlencode(fields))


def with_own_traces(visitor, number):
    """Two of the same kind differ in the state of a step, in hours, in a note and in the country."""
    states = ("done", "doing", "known", "skipped", "doing", "done")
    where = {"country": ("GB", "US", "DE", "FR", "CA", "IN")[number]}
    for step in ("sql-databases", "python-basics")[: number % 2 + 1]:
        path = f"/progress/steps/{step}/"
        sent = {"state": states[number], "roadmap": "self-taught-route"}
        assert visitor.ask("POST", path, sent)[0] == 303
        assert visitor.ask("POST", f"{path}hours/", {"minutes": "30"})[0] == 303
        note = {"text": f"note of visitor {number}", "seen": "0"}
        assert visitor.ask("POST", f"{path}note/", note)[0] == 303
    chosen = {**where, "hours_a_week": str(number + 3)}
    assert visitor.ask("POST", "/choices/", chosen)[0] == 303
    return visitor


def pages_of(visitor):
    answers = {page: visitor.ask("GET", page) for page in PAGES}
    return {
        page: (status, FRESH.sub("", text)) for page, (status, text) in answers.items()
    }


@pytest.mark.both_databases
@pytest.mark.load
def test_two_learners_two_editors_and_two_guests_at_once(site, django_db_blocker):
    learners = new_learners(site, django_db_blocker, 2, "apart")
    editors = new_learners(site, django_db_blocker, 2, "desk", make_editor)
    people = map(Signed, [*learners, *editors])
    visitors = [*people, Browser(site.port), Browser(site.port)]
    for number, visitor in enumerate(visitors):
        with_own_traces(visitor, number)
    own = [pages_of(visitor) for visitor in visitors]
    for number, pages in enumerate(own):
        assert f"note of visitor {number}" in pages["/steps/sql-databases/"][1]
    assert len({str(pages) for pages in own}) == len(visitors)

    with ThreadPoolExecutor(len(visitors)) as threads:
        found = list(threads.map(pages_of, visitors * TURNS))

    assert found == own * TURNS


# A part whose key says less than it shows


@pytest.fixture
def browsers(db, learner, other_learner, settings):
    """Of two learners and a guest, who differ in all that the parts show."""
    settings.CONTENT_VERSION_SECONDS = 60
    world, browsers = World(), [Client(), Client(), Client()]
    world.grow()
    roadmap = Roadmap.objects.get(slug="x")
    criterion = world.step.criteria.create(code="c", order=1, text_en="do it")
    for client, user, state, theme in zip(
        browsers[:2],
        (learner, other_learner),
        ("done", "doing"),
        ("dark", ""),
        strict=True,
    ):
        client.force_login(user)
        client.cookies["theme"] = theme
        StepProgress.objects.set_state(user, world.step, State(state), roadmap=roadmap)
        CourseProgress.objects.set(user, world.course.pk, state)
    hold(browsers[2], {make_step(): "known"}, "")
    StepHours.objects.add(learner, world.step, 90)
    StepNote.objects.write(learner, world.step, "a note", seen=0)
    EvidenceLink.objects.add(learner, world.step, "https://code.example/")
    CriterionTick.objects.set_state(learner, criterion, "ticked")
    SkillClaim.objects.set(learner, world.skill.pk, 2)
    User.objects.filter(pk=learner.pk).update(time_zone="Asia/Tokyo")
    Learner.objects.set_fields(learner, currency="EUR", hours_a_week=12)
    clear_caches()
    return browsers


# By the name of a part a page that shows it.
BREAKABLE = {
    "theme": "/roles/", "navigation": "/roles/", "header": "/roles/", "path at hand": "/", "hours a week": "/",
    "what is left": "/roadmaps/x/", "hours choice": "/roadmaps/x/", "study window": "/roadmaps/x/",
    "whole route": "/roadmaps/x/", "stage": "/roadmaps/x/", "press form": "/roadmaps/x/", "place": "/steps/x/",
    "step buttons": "/steps/x/", "journal": "/steps/x/", "criteria": "/steps/x/", "note": "/steps/x/",
    "links": "/steps/x/", "hours": "/steps/x/", "course": "/courses/x/", "own standing": "/skills/x/",
    "head of my path": "/my/", "now": "/my/", "whole path": "/my/", "steps at hand": "/my/",
    "courses at hand": "/my/", "routes": "/my/",
    "pace of study": "/my/history/", "study days": "/my/history/", "changes": "/my/history/",
    "changed steps": "/my/history/?by=step", "time zone": "/my/history/", "time on a step": "/my/history/?step=x",
}  # fmt: skip
# These stand in other parts, each of whose HTML has another hole for them.
WITHIN_OTHERS = {"note", "links", "hours", "hours a week"}
# Rows of a map have a test of their own below; the others are tested where something is said, planned or waits.
ELSEWHERE = {
    "messages",
    "messages above",
    "planned week",
    "waiting choice",
    "stop",
    "step state",
}


def texts(browsers, page):
    return [FRESH.sub("", client.get(page).text) for client in browsers]


@pytest.mark.parametrize("name", BREAKABLE)
def test_a_key_that_says_less_than_its_part_shows_is_seen(name, browsers, monkeypatch):
    """The other tests compare pages of visitors who differ: here it is shown that they would find a broken key."""
    page = BREAKABLE[name]
    own = texts(browsers, page)
    clear_caches()
    first = {}

    def fill_of_the_first(hole, request, fill=PartHole.fill):
        if hole.part.name != name:
            return fill(hole, request)
        values = hole.part.values(request, *hole.args)
        values = values.values if isinstance(values, Unkept) else values
        place = name if name in WITHIN_OTHERS else hole.place
        return hole.make(first.setdefault(place, values)).fill(request)

    monkeypatch.setattr(PartHole, "fill", fill_of_the_first)
    found = texts(browsers, page)

    assert found[0] == own[0]
    assert found != own


def test_every_part_is_broken_once(browsers, monkeypatch):
    names, fill = set(), PartHole.fill
    monkeypatch.setattr(
        PartHole,
        "fill",
        lambda hole, request: names.add(hole.part.name) or fill(hole, request),
    )

    for page in {*BREAKABLE.values(), *PAGES_OF_THE_WORLD}:
        texts(browsers, page)

    assert names - ELSEWHERE == BREAKABLE.keys()


def test_a_row_of_a_map_is_kept_by_all_that_it_shows(browsers, monkeypatch):
    own, kept = texts(browsers, "/roadmaps/x/"), RenderedMap.kept
    clear_caches()
    monkeypatch.setattr(
        RenderedMap, "kept", lambda rows, key, render: kept(rows, key[:1], render)
    )

    assert texts(browsers, "/roadmaps/x/") != own


BROKEN_KEYS = {
    "entry": {
        "change_rows.ChangeShape.__hash__": lambda _shape: 0,
        "change_rows.ChangeShape.__eq__": lambda _shape, _other: True,
    },
    "what it is about": {"entries.HistoryEntry.subject_key": ()},
}


@pytest.mark.parametrize("broken", BROKEN_KEYS.values(), ids=BROKEN_KEYS)
def test_a_broken_key_of_entries_of_the_history_is_seen(broken, browsers, monkeypatch):
    own = texts(browsers, "/my/history/")
    clear_caches()
    for name, value in broken.items():
        monkeypatch.setattr(f"accounts.history.{name}", value)

    assert texts(browsers, "/my/history/") != own


def test_a_guest_with_a_cookie_never_gets_what_another_one_has(db, settings):
    settings.CONTENT_VERSION_SECONDS = 60
    world, one, other = World(), Client(), Client()
    hold(one, {world.step: "done"}, "x")
    hold(other, {}, "x")
    one.cookies[COOKIE_NAME], other.cookies[COOKIE_NAME] = "..6", "..20"

    pages = [each.get("/roadmaps/x/").text for each in (one, other, one, other)]

    assert pages[:2] == pages[2:]
    assert [
        re.findall(r'value="(\d+)"\s+aria-pressed="true"', p) for p in pages[:2]
    ] == [
        ["6"],
        ["20"],
    ]
