"""How the settings read the environment. All faults are collected, and `refuse_faults` names them at once."""

import fcntl
import os
import re
import secrets
from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import urlsplit

from environs import Env, EnvValidationError, ValidationError, validate

from careerpath.connection_urls import database_settings, mail_settings
from web.contact import is_contact

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]")
NOT_SET = "Set {} in the environment (or CAREERPATH_LOCAL=1 on your own machine)."
# The sentence for each variable whose check has none of its own.
SENTENCES = {
    "CAREERPATH_LOCAL": "CAREERPATH_LOCAL must be 1 or 0.",
    "BEHIND_PROXY": "BEHIND_PROXY must be 1 or 0.",
    "TWO_PERSON_RULE": "TWO_PERSON_RULE must be 1 or 0.",
    "PAGE_CACHE_MB": "PAGE_CACHE_MB must be a whole number, such as 48.",
    "PRESSES_A_MINUTE": "PRESSES_A_MINUTE must be a whole number, such as 120.",
    "BACKUP_DAYS": "BACKUP_DAYS must be a whole number of days from 1 to 3650, such as 30.",
    "DATABASE_URL": "DATABASE_URL must have the form postgres://user:password@host:5432/name.",
    "SQLITE_SYNCHRONOUS": "SQLITE_SYNCHRONOUS must be one of FULL, NORMAL, EXTRA.",
    "EMAIL_URL": "EMAIL_URL must have the form smtp+tls://user:password@host:587.",
    "DEFAULT_FROM_EMAIL": "DEFAULT_FROM_EMAIL must be an address, such as careerpath <noreply@careerpath.example>.",
    "REPORTS_TO": "REPORTS_TO must be mail addresses with commas, such as ada@careerpath.example,bo@site.example.",
    "HSTS": "HSTS must be host, subdomains, preload, or a number of seconds from 1 to 63072000, such as 3600.",
    "LOG_LEVEL": "LOG_LEVEL must be one of WARNING, DEBUG, INFO, ERROR, CRITICAL.",
}


class Environment(Env):
    def _get_value(self, env_key, default):
        """A variable that is set to nothing counts as not set; environs has no option for that."""
        return super()._get_value(env_key, default) or default


env = Environment(eager=False)
env.add_parser("database", database_settings)
env.add_parser("mail", mail_settings)


def refuse_faults():
    """End the program with a sentence for each fault. Until then a variable with a fault reads as None."""
    try:
        env.seal()
    except EnvValidationError as error:
        lines = ["Its environment (see README.md) is not complete or not safe:"]
        for name, sentences in error.error_messages.items():
            found = SENTENCES.get(name, sentences[0])
            lines.append(found if os.environ.get(name) else NOT_SET.format(name))
        raise SystemExit("careerpath does not start. " + "\n- ".join(lines)) from None


class Hsts(NamedTuple):
    """How long browsers ask for HTTPS only, and for which hosts. It cannot be taken back before it ends."""

    seconds: int
    subdomains: bool = False
    preload: bool = False

    @property
    def settings(self) -> dict:
        """Of Django. The first try on a domain must not bind the other sites of its owner: what the operator did not
        choose is no warning of `check --deploy` either.
        """
        checks = {"security.W005": self.subdomains, "security.W021": self.preload}
        return {
            "SECURE_HSTS_SECONDS": self.seconds,
            "SECURE_HSTS_INCLUDE_SUBDOMAINS": self.subdomains,
            "SECURE_HSTS_PRELOAD": self.preload,
            "SILENCED_SYSTEM_CHECKS": [
                name for name, is_chosen in checks.items() if not is_chosen
            ],
        }


YEAR = 365 * 24 * 3600  # seconds
HSTS_CHOICES = {
    "host": Hsts(YEAR),
    "subdomains": Hsts(YEAR, subdomains=True),
    "preload": Hsts(YEAR, subdomains=True, preload=True),
}


@env.parser_for("hsts")
def parse_hsts(value):
    value = value.strip().lower()
    if value in HSTS_CHOICES:
        return HSTS_CHOICES[value]
    if value.isascii() and value.isdecimal() and 1 <= int(value[:9]) <= 2 * YEAR:
        return Hsts(int(value[:9]))
    raise ValidationError("HSTS")


def check_sender(value):
    validate.Email()(parseaddr(value)[1])


@env.parser_for("addresses")
def mail_addresses(value):
    """Those of a list with commas."""
    found = [address.strip() for address in value.split(",") if address.strip()]
    for address in found:
        check_sender(address)
        if len(address.split()) > 1:
            raise ValidationError("REPORTS_TO")
    return found


def check_contact(value):
    if value and not is_contact(value.strip()):
        raise ValidationError(
            "CONTACT must be a mail address or an https:// address, such as hello@careerpath.example."
        )


def check_key(key, name="SECRET_KEY"):
    weak = len(key) < 50 or len(set(key)) < 10
    if weak or "insecure" in key or "change-me" in key:
        raise ValidationError(
            f"{name} is too short or an example: use 50 random characters or more."
        )


def check_former_keys(keys):
    for key in filter(None, keys):
        check_key(key, "Each of SECRET_KEY_FALLBACKS")


def refuse_debug(debug):
    if debug:
        raise ValidationError(
            "DEBUG shows secrets to visitors: it is only allowed with CAREERPATH_LOCAL=1."
        )


@env.parser_for("hosts")
def parse_hosts(value, site_url):
    """The hosts of the site; SITE_URL must name one of them."""
    hosts = [host.strip().lower() for host in value.split(",") if host.strip()]
    site = urlsplit((site_url or "").rstrip("/"))
    if any("*" in host or host.startswith(".") for host in hosts):
        fault = "ALLOWED_HOSTS must name each host of the site; wildcards are refused."
    elif not all(map(HOST.fullmatch, hosts)):
        fault = (
            "ALLOWED_HOSTS must hold names of hosts only, without https:// and port."
        )
    elif site_url and (site.scheme != "https" or site.hostname not in hosts):
        fault = "SITE_URL must begin with https:// and name one of ALLOWED_HOSTS."
    elif site.path or site.query or site.fragment or "@" in site.netloc:
        fault = "SITE_URL must end behind the host: the site stands at the root of its address."
    else:
        return hosts
    raise ValidationError(fault)


def local_secret(folder):
    """The secret key of local mode, in a folder, made once and readable by its owner only.

    Two workers may start at once in a new folder: the second one waits until the first has written the key.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "secret.key", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not (key := file.read()):
            key = secrets.token_urlsafe(60)
            file.write(key)
    return key
