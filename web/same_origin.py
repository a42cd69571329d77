"""Whether a press comes from a page of ours.

Pages for everybody hold no token, and a tab opened before sign-in has none either, so the browser's own word counts.
"""

from django.middleware.csrf import CsrfViewMiddleware


class TokenCheck(CsrfViewMiddleware):
    def _reject(self, request, reason):
        return reason


def is_ours(request) -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    if origin := request.headers.get("Origin"):
        return origin == f"{request.scheme}://{request.get_host()}"
    return has_token(request)


def has_token(request) -> bool:
    return TokenCheck(lambda request: None).process_view(request, None, (), {}) is None
