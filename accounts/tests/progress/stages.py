"""A stage of a roadmap that somebody has begun, and the press on all of it."""

from accounts.models import State, StepProgress
from accounts.tests.pressing import OURS, held, post
from guide.models import Stage, Stop
from tests.document import document, texts

STATES = [State.NOT_STARTED, State.DOING, State.NOT_STARTED, State.DONE, State.SKIPPED]


SWEPT = [State.KNOWN, State.DOING, State.KNOWN, State.DONE, State.SKIPPED]


def add_stage(roadmap, steps, code="second"):
    stage = Stage.objects.create(
        roadmap=roadmap, code=code, order=2, name_en="Second", name_zh="第二"
    )
    for order, step in enumerate(steps, 1):
        Stop.objects.create(roadmap=roadmap, stage=stage, step=step, order=order)


def press_stage(client, value="known", code="first", headers=OURS, prefix=""):
    address = f"{prefix}/progress/stages/way/{code}/"
    return post(client, address, {"stage": value, "next": "/roadmaps/way/"}, headers)


def states(steps):
    saved = dict(StepProgress.objects.values_list("step", "state"))
    return [saved.get(step.pk, State.NOT_STARTED) for step in steps]


def kept(client, rf, steps):
    found = held(client, rf)
    return [found.get(step.slug, State.NOT_STARTED) for step in steps]


def presses(response):
    """The buttons for whole stages as they are heard, in order."""
    return texts(document(response), ".//button[@name='stage']")
