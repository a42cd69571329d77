from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000  # characters


def is_on_this_site(request, address: str) -> bool:
    return url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )


def way_back(request, address: str, default: str) -> str:
    """Where to go after an action: the address that was asked for, if it is on this site and of a sensible length."""
    return (
        address
        if len(address) <= LONGEST and is_on_this_site(request, address)
        else default
    )
