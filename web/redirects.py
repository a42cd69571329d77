"""Where to go after a form was sent."""

from django.utils.http import url_has_allowed_host_and_scheme

MAX_LENGTH = 2000  # characters


def is_on_this_site(request, address: str) -> bool:
    return url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )


def safe_next_url(request, address: str, default: str) -> str:
    """The address that a request asks to go to next, if it is on this site and not too long; else the default."""
    return (
        address
        if len(address) <= MAX_LENGTH and is_on_this_site(request, address)
        else default
    )
