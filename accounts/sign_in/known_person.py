"""Who is signed in, for pages about what went wrong: asking must not be what fails next."""

import logging

from django.utils.functional import SimpleLazyObject, empty

from accounts.models import User
from web.access import is_signed_in

logger = logging.getLogger(__name__)


def known_person(request, may_ask: bool = False) -> User | None:
    """Whom this request has found already; with `may_ask` the session is asked too. It never fails."""
    person = getattr(request, "user", None)
    if person is None or not (may_ask or is_found(person)):
        return None
    try:
        return person if is_signed_in(request) else None
    except Exception:
        logger.exception("An error page does not know who is signed in")
        return None


def is_found(person) -> bool:
    """Whether a request has looked for its person: until then it stands for a question to the database."""
    return not isinstance(person, SimpleLazyObject) or person._wrapped is not empty
