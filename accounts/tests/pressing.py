"""Presses as browsers send them."""

from accounts.models import StepProgress
from accounts.progress.guest_cookie import (
    COOKIE_NAME,
    GuestProgress,
    guest_progress,
    pack_cookie,
)

OURS = {"Sec-Fetch-Site": "same-origin"}
HTMX = {**OURS, "HX-Request": "true"}


def address(step, prefix=""):
    return f"{prefix}/progress/steps/{step.slug}/"


def post(client, address, fields, headers=OURS):
    """As browsers do: the first form of a guest is sent again, with the probe that asks for cookies."""
    response = client.post(address, fields, headers=headers)
    if response.status_code == 307:
        return client.post(response.url, fields, headers=headers)
    return response


def press(client, step, state="doing", headers=OURS, prefix="", **fields):
    return post(client, address(step, prefix), {"state": state, **fields}, headers)


def press_in_place(client, step, state="doing", roadmap=None, **fields):
    place = (
        {"roadmap": roadmap.slug, "next": f"/roadmaps/{roadmap.slug}/"}
        if roadmap
        else {}
    )
    return post(client, address(step), {"state": state, **place, **fields}, HTMX)


def hold(client, states=None, roadmap=""):
    """The browser holds a guest's progress."""
    client.cookies[COOKIE_NAME] = pack_cookie(
        GuestProgress(
            {step.slug: state for step, state in (states or {}).items()}, roadmap
        )
    )


def held(client, rf):
    """What the browser holds."""
    request = rf.get("/")
    request.COOKIES[COOKIE_NAME] = client.cookies[COOKIE_NAME].value
    return dict(guest_progress(request).states)


def states(user):
    return dict(StepProgress.objects.for_user(user).values_list("step__slug", "state"))
