"""What a URL says about a database or a mail server, as settings of Django."""

from urllib.parse import parse_qsl, unquote, urlsplit

from environs import ValidationError

SQLITE = "django.db.backends.sqlite3"
POSTGRES = "django.db.backends.postgresql"
ENGINES = {
    "sqlite": SQLITE,
    "postgres": POSTGRES,
    "postgresql": POSTGRES,
    "psql": POSTGRES,
    "pgsql": POSTGRES,
}
ENCRYPTION = {
    "smtp": {},
    "smtp+tls": {"EMAIL_USE_TLS": True},
    "smtps": {"EMAIL_USE_TLS": True},
    "smtp+ssl": {"EMAIL_USE_SSL": True},
}


def split_url(url, schemes):
    """Nothing of the URL stands in the error: it may hold a password."""
    try:
        parts = urlsplit(url.replace("#", "%23"))  # a password may hold one
        if parts.scheme in schemes:
            return parts, parts.port
    except ValueError:
        pass
    raise ValidationError("The URL has another form.")


def database_settings(url):
    """An entry of DATABASES. What follows the ? goes to the driver, but for one setting of Django's own."""
    parts, port = split_url(url, ENGINES)
    folder, name = "", unquote(parts.path[1:])
    if ENGINES[parts.scheme] == POSTGRES:  # the folder of a Unix socket may stand first
        folder, _, name = name.rpartition("/")
    settings = {
        "ENGINE": ENGINES[parts.scheme],
        "NAME": name or (":memory:" if parts.scheme == "sqlite" else ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": folder or parts.hostname or "",
        "PORT": port or "",
    }
    options = dict(parse_qsl(parts.query))
    if cursors := options.pop("DISABLE_SERVER_SIDE_CURSORS", ""):
        settings["DISABLE_SERVER_SIDE_CURSORS"] = cursors.lower() == "true"
    if options:
        settings["OPTIONS"] = {
            key: int(value) if value.isdecimal() else value
            for key, value in options.items()
        }
    return settings


def mail_settings(url):
    """The EMAIL_… settings of a server that takes mails by SMTP."""
    parts, port = split_url(url, ENCRYPTION)
    if parts.query:
        raise ValidationError("Encryption is chosen by the scheme alone.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        **ENCRYPTION[parts.scheme],
    }
