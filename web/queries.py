"""The query of an address."""

from collections.abc import Set


def query_of(request, parameters: Set[str]) -> str:
    """Of all that was asked the parameters that the page knows, with the question mark."""
    if not request.GET:
        return ""
    known = request.GET.copy()
    for name in known.keys() - parameters:
        del known[name]
    return f"?{known.urlencode()}" if known else ""
