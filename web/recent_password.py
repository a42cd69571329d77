"""Whether somebody proved with a password or a key, a short while ago, who they are; and the page that asks."""

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.http import urlencode

RECENT_SECONDS = 15 * 60
PROOFS = {"password", "mfa"}  # a link of a mail is none; keys and codes count as “mfa”


def gave_password_recently(request) -> bool:
    records = get_authentication_records(request, request.user)
    proofs = [record["at"] for record in records if record["method"] in PROOFS]
    return bool(proofs) and time.time() - proofs[-1] < RECENT_SECONDS


def ask_for_password(request) -> HttpResponseRedirect:
    """To the page that asks, and from there to the address of this request, which is opened, not sent again.

    django-allauth would keep the request itself in the session, passwords and environment included.
    """
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        raise PermissionDenied
    address = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseRedirect(f"{methods[0]['url']}?{address}")
