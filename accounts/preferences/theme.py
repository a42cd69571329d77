"""Light, dark, or as the device has it: a cookie, so that no script decides before the first paint."""

from datetime import timedelta

from django.conf import settings

from accounts.models import Learner
from accounts.models.learner import Theme

THEME_COOKIE = "theme"
COOKIE_AGE = timedelta(days=400)


def browser_theme(request) -> str:
    """The cookie of the browser: "light", "dark" or empty."""
    theme = request.COOKIES.get(THEME_COOKIE)
    return theme if theme in (Theme.LIGHT, Theme.DARK) else ""


def saved_theme(user) -> str:
    return (
        Learner.objects.filter(user=user).values_list("theme", flat=True).first() or ""
    )


def set_theme_cookie(response, theme: str) -> None:
    if theme in (Theme.LIGHT, Theme.DARK):
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(
            THEME_COOKIE,
            theme,
            COOKIE_AGE,
            samesite="Lax",
            secure=secure,
            httponly=True,
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
