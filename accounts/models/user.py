from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


def known_time_zone(name):
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. An example: Europe/London."),
            params={"name": name},
        )


def zone_named(name):
    """The time zone of a name; UTC where this machine does not know it, as another one may have when it was chosen."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


class UserManager(BaseUserManager):
    def get_queryset(self):
        """With what they have chosen as a learner: no page of somebody signed in pays a query for it."""
        return super().get_queryset().select_related("learner")

    def create_user(self, email, password=None, **fields):
        if not email:
            raise ValueError("A user needs an email address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(AbstractUser):
    """Somebody with an account: a learner, and perhaps an editor too."""

    username = None
    first_name = None
    last_name = None
    email = models.EmailField(_("email address"), unique=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[known_time_zone]
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique_in_any_case"
            )
        ]

    def clean(self):
        super().clean()
        self.email = self.email.lower()

    def __str__(self):
        return self.email

    def get_full_name(self):
        """Empty: people have an address and no name here, and Django's history would show “None None”."""
        return ""
