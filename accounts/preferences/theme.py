"""Light, dark, or as the device has it: a cookie, so that no script decides before the first paint."""

from datetime import timedelta

from django.conf import settings

from accounts.models import Learner
from accounts.models.learner import Theme

NAME = "theme"
KEPT = timedelta(days=400)


def theme_of(request) -> str:
    """What the browser holds: "light" or "dark", else empty."""
    theme = request.COOKIES.get(NAME)
    return theme if theme in (Theme.LIGHT, Theme.DARK) else ""


def theme_chosen_by(user) -> str:
    return (
        Learner.objects.filter(user=user).values_list("theme", flat=True).first() or ""
    )


def keep_theme(response, theme: str) -> None:
    if theme in (Theme.LIGHT, Theme.DARK):
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(
            NAME, theme, KEPT, samesite="Lax", secure=secure, httponly=True
        )
    else:
        response.delete_cookie(NAME, samesite="Lax")
