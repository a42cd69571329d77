"""The form of the settings as a browser opens and sends it."""

import re

from accounts.models import Learner
from accounts.tests.pressing import post

SETTINGS = "/my/settings/"


def fields(response):
    """What the form of a page would send: names and values, the hidden first values among them."""
    form = response.text.partition('<form class="form card settings"')[2].partition(
        "</form>"
    )[0]
    sent = dict(
        re.findall(r'<input type="[^"]*" name="([^"]*)"(?: value="([^"]*)")?', form)
    )
    for name, options in re.findall(
        r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        values = re.findall(r'<option value="([^"]*)"( selected)?', options)
        sent[name] = next(
            (value for value, selected in values if selected), values[0][0]
        )
    return sent


def save(client, opened=None, prefix="", **changes):
    """Change some fields of a page that was opened now, or before."""
    opened = opened or fields(client.get(prefix + SETTINGS))
    return post(client, prefix + SETTINGS, {**opened, **changes}, {})


def kept(user):
    return (
        Learner.objects.filter(user=user)
        .values("language", "hours_a_week", "country", "currency", "theme")
        .first()
    )


NOTHING = {
    "language": "",
    "hours_a_week": None,
    "country": "",
    "currency": "",
    "theme": "",
}
