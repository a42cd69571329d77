"""Milliseconds of the processor that one save of a step, a course and a chapter in the admin takes, as JSON.

    VAR_DIR=… .venv/bin/python …/benchmarks/_saving.py SAVES [without]

It runs in the checkout that is the working directory, which may be an older one. `without`: no revision is kept.
"""

import json
import os
import sys
import time
from statistics import median

sys.path[0] = os.getcwd()
os.environ.update(CAREERPATH_LOCAL="1", DJANGO_SETTINGS_MODULE="careerpath.settings")

import django  # noqa: E402  an older checkout may be meant

django.setup()

from django.test import Client  # noqa: E402  Django is set up first
from django.urls import reverse  # noqa: E402
from lxml.html import fromstring  # noqa: E402

from accounts.models import User  # noqa: E402
from guide.models import Chapter, Course, Step  # noqa: E402

FIELDS = {Step: "summary_en", Course: "note_en", Chapter: "summary_en"}
# One that was sent too would be a press: “Save as draft” keeps a draft.
BUTTONS = ("submit", "button", "file")
WARM = 3  # saves of which the first compile what is kept


def without_revisions():
    from guide.editorial.keeping import Keeping  # an older checkout has none

    for name in ("touch", "touch_record", "note_new", "write"):
        setattr(Keeping, name, lambda self, *of: None)


def form_of(page):
    """What the page's own form would send without a button: the first one is the button to sign out."""
    form = [each for each in fromstring(page).forms if each.method == "POST"][-1]
    empty = {
        field.name: ""
        for field in form.inputs
        if field.tag == "input"
        and field.name
        and not field.checkable
        and field.type not in BUTTONS
    }
    areas = {field.name for field in form.inputs if field.tag == "textarea"}
    return empty | {
        name: value.removeprefix("\r\n").removeprefix("\n") if name in areas else value
        for name, value in form.form_values()
    }  # fmt: skip


def save(client, row, number):
    """One save that changes a text, in seconds of the processor; the form is read before."""
    address = reverse(f"admin:guide_{row._meta.model_name}_change", args=[row.pk])
    form = form_of(client.get(address).content.decode())
    sent = {**form, FIELDS[type(row)]: f"Words number {number}", "_continue": "1"}
    began = time.process_time()
    answer = client.post(address, sent)
    took = time.process_time() - began
    assert answer.status_code == 302, (address, answer.status_code)
    row.refresh_from_db(fields=[FIELDS[type(row)]])
    assert getattr(row, FIELDS[type(row)]) == sent[FIELDS[type(row)]], "not saved"
    return took


def main():
    saves = int(sys.argv[1])
    if "without" in sys.argv:
        without_revisions()
    email = f"bench-{os.getpid()}@example.org"
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_superuser(email, "x"))
    found = {}
    for model in FIELDS:
        rows = list(model.objects.filter(published=True).order_by("slug")[:5])
        times = [
            save(client, rows[number % len(rows)], f"{os.getpid()} {number}")
            for number in range(WARM + saves)
        ]
        found[model._meta.model_name] = median(times[WARM:]) * 1000
    print(json.dumps(found))


if __name__ == "__main__":
    main()
