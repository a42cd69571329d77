"""Mails as tests read them."""

import re

from django.conf import settings


def link_in(mail):
    """The path of the one link of a mail that carries a token."""
    return next(
        link.removeprefix(settings.SITE_URL)
        for link in re.findall(r"http\S+", mail.body)
        if "confirm" in link or "key" in link
    )
