"""Guests who wrote something that waits, and what an account holds of it."""

from accounts.journal.guest_drafts import SESSION_KEY
from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    StepHours,
    StepNote,
)
from accounts.tests.writing import send

ALL = ["course", "criterion", "hours", "link", "note"]


def write_all(client):
    """As a browser does: the first press brings the cookie."""
    page = {"next": "/steps/sql/"}
    send(client, "criteria/sql/c-0/", tick="ticked", **page)
    send(client, "courses/databases/", course="planned", **page)
    send(client, "steps/sql/note/", text="my *note*", seen=0, **page)
    send(client, "steps/sql/links/", url="code.example/a", title="Mine", **page)
    send(client, "steps/sql/hours/", minutes=30, **page)


def waiting(client):
    return sorted(entry["kind"] for entry in client.session.get(SESSION_KEY, []))


def held_by(user):
    return {
        "criterion": list(
            CriterionTick.objects.for_user(user)
            .ticked()
            .values_list("criterion__code", flat=True)
        ),
        "course": list(
            CourseProgress.objects.for_user(user).values_list("course__slug", "state")
        ),
        "note": list(
            StepNote.objects.for_user(user)
            .order_by("version")
            .values_list("text", flat=True)
        ),
        "link": list(
            EvidenceLink.objects.for_user(user).shown().values_list("url", "title")
        ),
        "hours": list(
            StepHours.objects.for_user(user).values_list("minutes", flat=True)
        ),
    }


EVERYTHING = {
    "criterion": ["c-0"],
    "course": [("databases", "planned")],
    "note": ["my *note*"],
    "link": [("https://code.example/a", "Mine")],
    "hours": [30],
}
