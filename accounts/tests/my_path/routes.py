"""Parts of the pages about a route."""

from accounts.models import Learner, State, StepProgress
from tests.document import document, items, texts


def parts(response):
    """The lists of the page by their headings."""
    page = document(response)
    return {heading: items(page, heading) for heading in texts(page, ".//section/h2")}


def follow(user, mine):
    Learner.objects.set_roadmap(user, mine)
    for stop, state in zip(
        mine.stops.in_order(), (State.DONE, State.DOING), strict=True
    ):
        StepProgress.objects.set_state(user, stop.step, state, roadmap=mine)
