"""How long what is left of visitors is kept. Texts name it, as {kept:progress}; loaded when the app is ready."""

from datetime import timedelta

from django.conf import settings

from accounts.models.data_import import CAN_BE_TAKEN_BACK_FOR
from accounts.preferences.theme import COOKIE_AGE
from accounts.progress.guest_cookie import MAX_AGE
from accounts.sign_in.password_limits import DEVICE_SECONDS
from guide.texts.kept_times import KEPT

KEPT.update(
    {
        "devices": lambda: timedelta(seconds=DEVICE_SECONDS),
        "drafts": lambda: timedelta(seconds=settings.SESSION_COOKIE_AGE),
        "imports": lambda: CAN_BE_TAKEN_BACK_FOR,
        "progress": lambda: MAX_AGE,
        "theme": lambda: COOKIE_AGE,
    }
)
