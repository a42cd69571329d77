"""Limits on guessing a password, counted in the shared cache by all processes together."""

# The public allauth.core.ratelimit can neither give one try back nor count with rates other than those of allauth's own
# actions. Forgetting all tries instead, as its clear() does, would let a right password in between hide the wrong ones.
from allauth.core.internal import ratelimit
from django.utils.crypto import salted_hmac

from web.rate_limit import client_network

RATES = {"account_here": "10/m/key", "account": "10/m/key", "spare": "1/m/key"}
DEVICE_COOKIE = "device"
DEVICE_SALT = "accounts.limits.device"
DEVICE_SECONDS = 400 * 24 * 3600


def device_token(email):
    """The value of the cookie of a device that has signed in to this account; it does not reveal the address."""
    return salted_hmac(DEVICE_SALT, email).hexdigest()


def is_known_device(request, email):
    if request.user.is_authenticated and request.user.email == email:
        return True
    token = request.get_signed_cookie(
        DEVICE_COOKIE, "", salt=DEVICE_SALT, max_age=DEVICE_SECONDS
    )
    return token == device_token(email)


class PasswordTry:
    """A try at the password of an account, counted before the password is checked and given back if it was right.

    Ten wrong ones a minute from one address, and ten from all devices that never signed in to this account.
    When strangers have used those up, one try a minute is spare: the owner can still sign in with a new device, while
    a wrong password is refused like every other try. Devices that have signed in before share a count of their own.
    """

    def __init__(self, request, email):
        self.request = request
        self.counted = []
        self.is_spare = False
        self.is_allowed = self.count_try(
            "account_here", f"{email} {client_network(request)}"
        ) and self.count_device(email)
        if not self.is_allowed:
            self.give_back()

    def count_device(self, email):
        if self.count_try(
            "account",
            f"{email} known" if is_known_device(self.request, email) else email,
        ):
            return True
        self.is_spare = self.count_try("spare", email)
        return self.is_spare

    def count_try(self, limit, key):
        usage = ratelimit.consume(
            self.request, app="accounts", action=limit, config=RATES, key=key
        )
        if usage:
            self.counted.append(usage)
        return bool(usage)

    def give_back(self):
        for usage in self.counted:
            usage.rollback()
