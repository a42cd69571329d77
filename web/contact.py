"""How to reach the people behind the site: CONTACT of the environment, a mail address or an https address.

Without it nobody could answer, so the pages that lead to it do not exist.
"""

from functools import wraps
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.http import Http404

validate_https = URLValidator(schemes=["https"])


def is_contact(value: str) -> bool:
    """Whether it is a mail address or an https address that may be published: in ASCII, without a password."""
    is_address = "://" in value
    try:
        (validate_https if is_address else validate_email)(value)
    except ValidationError:
        return False
    return value.isascii() and not (is_address and "@" in value)


def contact_uri() -> str:
    """CONTACT as the target of a link; empty where it is not set."""
    contact = settings.CONTACT
    if not contact or "://" in contact:
        return contact
    return f"mailto:{quote(contact, safe='@+')}"


def needs_contact(view):
    """Decorator of a view that does not exist without CONTACT."""

    @wraps(view)
    def page(request, *args, **kwargs):
        if not settings.CONTACT:
            raise Http404
        return view(request, *args, **kwargs)

    return page
