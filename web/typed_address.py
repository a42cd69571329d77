"""The address of a link as people type or paste it, read as they mean it, or refused with what is wrong about it."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv6_address
from django.utils.translation import gettext_lazy as _

from web.links import link_host, sent_address

LONGEST_TYPED = 10_000  # characters that are looked at
LONGEST_HOST = 253
# What stands before an address in a sentence: no letter, and no sign that leads on within an address.
BEFORE = r"(?<![\w/=?&%.~+@#-])"
SCHEME = re.compile(
    BEFORE + r"(https?)\s?(?:[:：]\s?[/／]{1,3}|[/／]{2})", re.IGNORECASE
)
OTHER_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{1,20}):(?![0-9]+(/|$))", re.IGNORECASE)
IN_WORDS = re.compile(
    BEFORE + r"(?:https?://|www\.)|(?<=[^\x00-\x7f])(?:https?://|www\.)"
)
LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
HOST = re.compile(
    rf"(?:(?:{LABEL}\.)+(?:[a-z]|[a-z][a-z0-9-]{{0,61}}[a-z0-9])\.?|localhost|[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}})"
)
SITE = re.compile(rf"(?:{LABEL}\.)+[a-z]{{2,}}(?:[/?#]|$)", re.IGNORECASE)
PORT = re.compile(r":([0-9]*)$")
OPENING, CLOSING = "(<[{（《〈【「『〔［“‘\"'`«", ")>]}）》〉】」』〕］”’\"'`»"
PAIRS = dict(zip(CLOSING, OPENING, strict=True))
ENDS = ".,;:!?…。，、；：！？．·" + CLOSING
EXAMPLE = _(
    "Enter an address that starts with https:// or http://, such as https://github.com/you/project."
)
BLANK = _(
    "The address contains a space. If it belongs there, write %20 instead; otherwise leave out what comes after it."
)
SEVERAL = _("These are several addresses. Add them one by one.")
SCHEMES = _(
    "An address that starts with “%(scheme)s:” cannot be added here. Use one that starts with https:// or http://."
)
BAD_HOST = _(
    "“%(host)s” is not the name of a site. A name has letters, digits, hyphens and dots, such as github.com."
)
BAD_PORT = _("“%(port)s” is not a port. A port is a number from 1 to 65535.")


def read_typed_address(typed: str) -> str:
    """The address in ASCII, with its scheme. Raises ValidationError."""
    text = without_invisible(typed[:LONGEST_TYPED])
    text = without_wrapping(SCHEME.sub(lambda found: f"{found[1].lower()}://", text))
    address = only_address(text)
    if not re.match("https?://", address):
        if (other := OTHER_SCHEME.match(address)) and not address.startswith(
            "localhost:"
        ):
            raise ValidationError(SCHEMES, "scheme", {"scheme": other[1][:20]})
        address = f"https://{address.removeprefix('//')}"
    address = sent_address(address)
    check_place(address)
    return address


def without_invisible(text: str) -> str:
    """Without what nobody sees or types: marks of width, direction and byte order, soft hyphens, controls."""
    kept = (
        " "
        if letter in "\t\n\r" or unicodedata.category(letter) in ("Zs", "Zl", "Zp")
        else letter
        for letter in text
        if letter in "\t\n\r"
        or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn")
    )
    return "".join(kept).strip()


def without_wrapping(text: str) -> str:
    """Without brackets and quotes around it, and what ends a sentence behind it; a pair within it stays."""
    before = None
    while text != before:
        before = text
        text = text.strip().lstrip(OPENING)
        end = text[-1:]
        if (
            end in PAIRS
            and end not in "\"'`"
            and text.count(PAIRS[end]) >= text.count(end)
        ):
            break
        if end and end in ENDS:
            text = text[:-1]
    return text


def only_address(text: str) -> str:
    """The one address among the words of a text."""
    words = text.split(" ")
    starts = [found.start() for found in IN_WORDS.finditer(text)]
    if len(starts) > 1:
        raise ValidationError(SEVERAL, "several")
    if starts and starts[0]:
        return without_wrapping(text[starts[0] :].split(" ")[0])
    if len(words) == 1:
        return text
    if not starts:
        return only_site(words)
    if text.isascii() and re.search(r"\.[A-Za-z0-9]{1,5}$", words[-1]):
        return text.replace(" ", "%20")  # the name of a file has a blank
    raise ValidationError(BLANK, "blank")


def only_site(words: list[str]) -> str:
    """The one word that begins with the name of a site."""
    words = [without_wrapping(word) for word in words]
    sites = [word for word in words if SITE.match(word)]
    if len(sites) > 1:
        raise ValidationError(SEVERAL, "several")
    if not sites:
        raise ValidationError(EXAMPLE, "invalid")
    return sites[0]


def validate_address(address: str):
    """Whether it can be kept and sent as it stands."""
    if not re.match("https?://", address) or address != "".join(address.split()):
        raise ValidationError(EXAMPLE, "invalid")
    check_place(sent_address(address))


def check_place(address: str):
    place = re.split("[/?#]", address.partition("://")[2], maxsplit=1)[0].rpartition(
        "@"
    )[2]
    if not place:
        raise ValidationError(EXAMPLE, "invalid")
    port = PORT.search(place)
    host = place[: port.start()] if port else place
    if port and not 0 < int(port[1][:6] or "1") < 65536:
        raise ValidationError(BAD_PORT, "port", {"port": port[1][:20]})
    if not is_host(host.lower()) or not link_host(address):
        raise ValidationError(BAD_HOST, "host", {"host": host[:60]})


def is_host(host: str) -> bool:
    if host.startswith("[") and host.endswith("]"):
        try:
            validate_ipv6_address(host[1:-1])
        except ValidationError:
            return False
        return True
    if re.fullmatch(r"[0-9.]+", host):
        parts = host.split(".")
        return len(parts) == 4 and all(
            part.isdigit() and int(part[:4]) < 256 for part in parts
        )
    return len(host) <= LONGEST_HOST and bool(HOST.fullmatch(host))
