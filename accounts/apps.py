from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _(
        "People"
    )  # django-allauth has a section named “Accounts” beside it

    def ready(self):
        # They register themselves; models are ready only now.
        from accounts.own_data import kept_times  # noqa: F401
        from accounts.review_mails import mails  # noqa: F401
