"""Whether a request comes from a page of ours.

Pages that are the same for everybody hold no token, and a tab opened before sign-in has none either: so the word of
the browser comes first, and Django's token counts where an old browser says nothing.
"""

from django.middleware.csrf import CsrfViewMiddleware


class TokenCheck(CsrfViewMiddleware):
    def _reject(self, request, reason):
        return reason


def is_from_our_page(request) -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    if request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}":
        return True
    return has_token(request)


def has_token(request) -> bool:
    """Whether Django's own check lets the request pass: token, origin and referrer."""
    return TokenCheck(lambda request: None).process_view(request, None, (), {}) is None
