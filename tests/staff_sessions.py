"""Sessions of the staff in tests: ended, begun again, and made older."""

import time

from tests.people import PASSWORD, note_password

SHOWN = (
    "This is what you typed before you had to sign in again. None of it is saved yet"
)


def sign_in(client, person, answer):
    """Follow an answer to the page that asks to sign in, and sign in there; the page that comes then."""
    while answer.status_code == 302:
        address = answer.url
        answer = client.get(address)
    fields = {"login": person.email, "password": PASSWORD}
    return client.post(address, fields, follow=True)


def rewind(client, person, seconds):
    note_password(client, person, time.time() - seconds)
