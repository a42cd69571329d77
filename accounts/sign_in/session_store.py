"""Sessions in the database. What the browser holds for a guest or an editor outlives the person who signs out of it.

However a session ends, drafts of guests that nobody took over and typed text that waits for its writer stay: by
signing out, by a password that was changed elsewhere, after the hours of staff, or because another person signs in.
"""

from collections.abc import Mapping

from django.contrib.auth import SESSION_KEY as PERSON
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction

from accounts.journal.guest_drafts import SESSION_KEY as DRAFTS
from accounts.sign_in.session_person import find_session
from web.typed_text import SESSION_KEY as TYPED_TEXT

ENDED = "ended"  # the person ended it from another browser


def left_behind(content: Mapping) -> dict:
    """What stays in a browser of all that its session held. Drafts that waited for a choice wait for a guest again."""
    drafts = [{**draft, "conflicts": False} for draft in content.get(DRAFTS) or ()]
    left = {DRAFTS: drafts, TYPED_TEXT: content.get(TYPED_TEXT)}
    return {name: value for name, value in left.items() if value}


class SessionStore(DatabaseStore):
    is_left_behind = False  # what it holds was counted when it was written
    # Who signed in with it, where it was loaded together with the session. Whether that counts says what it holds.
    person = None

    def load(self):
        found = find_session(self.session_key)
        if not found:
            self._session_key = None
            return {}
        data, self.person = found
        return self.decode(data)

    def flush(self):
        left = left_behind(self._session)
        super().flush()
        if left:
            self.update(left)
            self.is_left_behind = True

    def save(self, must_create=False):
        """A request on its way does not bring back the person whose session was ended meanwhile."""
        if must_create or PERSON not in self._session:
            super().save(must_create)
            return
        with transaction.atomic():
            stored = self.stored_content(self.session_key)
            if ENDED in stored and PERSON not in stored:
                raise UpdateError
            super().save()

    def create(self):
        """Under a new key, which nobody has ended."""
        self._get_session(no_load=True).pop(ENDED, None)
        super().create()

    def stored_content(self, key) -> dict:
        row = self.model.objects.select_for_update().filter(pk=key).first()
        return row.get_decoded() if row else {}

    def end(self, key) -> None:
        """Of another browser, of which the session has this key."""
        with transaction.atomic():
            left = left_behind(self.stored_content(key))
            if left:
                text = self.encode({**left, ENDED: True})
                self.model.objects.filter(pk=key).update(session_data=text)
            else:
                self.delete(key)
