"""The private note on a step, as a form sends it and as it is kept."""

from accounts.models import StepNote
from accounts.tests.writing import send
from tests.document import document

SECRET = "nobody else may read this"


def save(client, text, seen=0, **options):
    return send(client, "steps/sql/note/", text=text, seen=seen, **options)


def notes():
    return list(StepNote.objects.order_by("version").values_list("text", flat=True))


def field(response, name="text"):
    """What stands in a textarea: a browser drops the line break that follows its tag."""
    (area,) = [
        area for area in document(response).iter("textarea") if area.get("name") == name
    ]
    return area.text.removeprefix("\n")


def hidden(response, name):
    return [
        field.get("value")
        for field in document(response).iter("input")
        if field.get("name") == name
    ]
