"""The environment as the settings read it. What is missing or unsafe is collected, and refused all at once."""

import re
from email.utils import parseaddr
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from web.contact import is_contact

env = environ.Env()
faults: list[str] = []
YES, NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]")


def refuse_unsafe():
    """End the program with every fault, in a sentence each."""
    if faults:
        said = "\n".join(f"- {fault}" for fault in faults)
        raise SystemExit(
            f"careerpath does not start. Its environment (see README.md) is not complete or not safe:\n{said}"
        )


def required(name):
    """The value of a variable that production cannot do without."""
    if not (value := env.str(name, "")):
        faults.append(
            f"Set {name} in the environment (or CAREERPATH_LOCAL=1 on your own machine)."
        )
    return value


def hosts(name):
    return [host.strip().lower() for host in required(name).split(",") if host.strip()]


def switch(name):
    value = env.str(name, "").strip().lower()
    if value not in YES | NO:
        faults.append(f"{name} must be 1 or 0.")
    return value in YES


def one_of(name, allowed):
    """The value of a variable that knows only these; the first where it is not set."""
    value = (env.str(name, "") or allowed[0]).upper()
    if value not in allowed:
        faults.append(f"{name} must be one of {', '.join(allowed)}.")
    return value


def count(name, default):
    value = env.str(name, "") or str(default)
    if not (value.isascii() and value.isdecimal()):
        faults.append(f"{name} must be a whole number, such as {default}.")
        return default
    return int(value)


def address(name, read, default, example, backends):
    """What a URL in the environment stands for. The URL is never printed: it may hold a password."""
    try:
        found = read(name if env.str(name, "") else "", default)
    except (ImproperlyConfigured, ValueError):
        found = {}
    if set(map(str, found.values())).isdisjoint(backends):
        faults.append(f"{name} must have the form {example}.")
        return read("", default)
    return found


def sender(name, default):
    value = env.str(name, "")
    try:
        validate_email(parseaddr(value)[1])
    except ValidationError:
        if value:
            faults.append(
                f"{name} must be an address, such as careerpath <noreply@careerpath.example>."
            )
    return value or default


def contact_address(name):
    """How strangers reach the operator: a mail address or an https address; "" where it is not set."""
    value = env.str(name, "").strip()
    if value and not is_contact(value):
        faults.append(
            f"{name} must be a mail address or an https:// address, such as hello@careerpath.example."
        )
    return value


def check_keys(key, former):
    for name, value in [
        ("SECRET_KEY", key),
        *(("Each of SECRET_KEY_FALLBACKS", each) for each in former),
    ]:
        weak = (
            len(value) < 50
            or len(set(value)) < 10
            or "insecure" in value
            or "change-me" in value
        )
        if value and weak:
            faults.append(
                f"{name} is too short or an example: use 50 random characters or more."
            )


def check_hosts(hosts, site_url):
    if any("*" in host or host.startswith(".") for host in hosts):
        faults.append(
            "ALLOWED_HOSTS must name each host of the site; wildcards are refused."
        )
    elif not all(HOST.fullmatch(host) for host in hosts):
        faults.append(
            "ALLOWED_HOSTS must hold names of hosts only, without https:// and port."
        )
    elif hosts and site_url:
        check_site(urlsplit(site_url), hosts)


def check_site(site, hosts):
    if site.scheme != "https" or site.hostname not in hosts:
        faults.append(
            "SITE_URL must begin with https:// and name one of ALLOWED_HOSTS."
        )
    elif site.path or site.query or site.fragment or "@" in site.netloc:
        faults.append(
            "SITE_URL must end behind the host: the site stands at the root of its address."
        )
