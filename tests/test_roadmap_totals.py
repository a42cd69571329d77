"""One count of a roadmap, in one sentence, on every page that names it: for a stranger, a guest and a learner."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Learner, State, StepProgress
from accounts.tests.pressing import hold
from guide.models import Stop
from guide.tests.factory import make_roadmap, make_step, make_track
from tests.document import document, words

pytestmark = pytest.mark.django_db

NEEDS = ("required", "if-missing", "choice", "required", "required")
STATES = (State.DONE, State.SKIPPED, State.KNOWN, State.DOING, State.NOT_STARTED)


@pytest.fixture
def roadmaps():
    """Eight, which share steps of different lengths; in each some are not for everybody."""
    track = make_track()
    steps = [make_step(track, hours_low=n, hours_high=2 * n) for n in range(1, 17)]
    made = [
        make_roadmap(steps[n : n + 9], slug=f"way-{n}", name_en=f"Way {n}", order=n)
        for n in range(8)
    ]
    for number, stop in enumerate(Stop.objects.order_by("pk")):
        Stop.objects.filter(pk=stop.pk).update(need=NEEDS[number % len(NEEDS)])
    made[0].save()
    return made


def stranger(roadmaps, learner):
    return Client(), {}


def guest(roadmaps, learner):
    states = states_of(roadmaps)
    client = Client()
    hold(client, states, roadmaps[2].slug)
    return client, {step.pk: state for step, state in states.items()}


def member(roadmaps, learner):
    states = states_of(roadmaps[3:])
    for step, state in states.items():
        StepProgress.objects.set_state(learner, step, state)
    Learner.objects.set_roadmap(learner, roadmaps[4])
    client = Client()
    client.force_login(learner)
    return client, {step.pk: state for step, state in states.items()}


def states_of(roadmaps):
    steps = dict.fromkeys(stop.step for one in roadmaps for stop in one.stops.all())
    return {
        step: STATES[number % len(STATES)]
        for number, step in enumerate(list(steps)[:9])
    }


def whole_sentence(roadmap):
    stops = list(roadmap.stops.select_related("step"))
    everybody = [stop.step for stop in stops if stop.need == "required"]
    low = sum(step.hours_low for step in everybody)
    more = sum(stop.need == "if-missing" for stop in stops)
    return f"{len(everybody)} steps · {low}–{2 * low} h · +{more} if you cannot do them yet"


def own_sentence(roadmap, states):
    """As the card has it; the whole where nothing is begun."""
    stops = list(roadmap.stops.select_related("step"))
    state = {stop: states.get(stop.step_id, State.NOT_STARTED) for stop in stops}
    ours = [stop for stop in stops if stop.need == "required"]
    finished = (State.DONE, State.KNOWN)
    done = sum(state[stop] in finished for stop in ours)
    skipped = sum(state[stop] == State.SKIPPED for stop in ours)
    more = sum(state[stop] in finished for stop in stops if stop not in ours)
    left = sum(
        stop.step.hours_low
        for stop in stops
        if state[stop] not in (*finished, State.SKIPPED)
        and (stop in ours or state[stop] == State.DOING)
    )
    return " · ".join(
        [
            f"{done} of {len(ours)} steps",
            *([f"{skipped} skipped"] if skipped else []),
            *([f"{more} more that not everybody takes"] if more else []),
            f"{left}–{2 * left} h left",
        ]
    )


@pytest.mark.parametrize("visitor", [stranger, guest, member])
def test_every_page_names_the_same_numbers(roadmaps, learner, visitor):
    client, states = visitor(roadmaps, learner)
    pages = {
        address: words(document(client.get(address)).find(".//main"))
        for address in ("/", "/roadmaps/", "/my/")
    }

    for roadmap in roadmaps:
        whole, own = whole_sentence(roadmap), own_sentence(roadmap, states)
        page = words(document(client.get(f"/roadmaps/{roadmap.slug}/")).find(".//main"))
        steps = re.match(r"(\d+) steps", whole)[1]

        assert whole in pages["/roadmaps/"]
        if not states:
            assert whole.replace(" steps ·", " steps") in page
        begun = any(stop.step_id in states for stop in roadmap.stops.all())
        if states:
            assert own in page
        assert (own if begun else whole) in pages["/my/"]
        assert set(re.findall(r" of (\d+) steps", page)) <= {steps}


def test_the_stages_of_a_roadmap_have_names_of_their_own():
    rows = json.loads(Path(settings.BASE_DIR, "fixtures/05_roadmaps.json").read_text())
    stages = [row["fields"] for row in rows if row["model"] == "guide.stage"]

    for language in ("en", "zh"):
        names = [(stage["roadmap"][0], stage[f"name_{language}"]) for stage in stages]
        assert len(set(names)) == len(names)
