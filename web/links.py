"""Addresses of links as they are sent and as people read them; nothing here asks another site."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from django.utils.encoding import iri_to_uri

ACE = "xn--"  # how a label of a host begins that stands for letters outside ASCII
ESCAPES = re.compile("(?:%[0-9A-Fa-f]{2})+")
# Scripts whose letters stand together in one name, and look like no Latin ones.
EAST_ASIAN = {"CJK", "BOPOMOFO", "HIRAGANA", "KATAKANA", "HANGUL"}
RIGHT_TO_LEFT = {"R", "AL", "AN"}
# Letters of these that do look like strokes, dots or digits.
LIKE_PUNCTUATION = set("ノンソゾ丿丶一丨亅ー々〆ㄧㄚㆍ・")


def link_host(address: str) -> str:
    """The host of an address; empty where it has none, or one that cannot be read, such as http://[ip:port]/."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def readable_host(address: str) -> str:
    """The host as its readers write it, where it looks like no other one; else as it is sent, or both."""
    return host_words(sent_host(link_host(address)))


def readable_address(address: str) -> str:
    """An address for the eye: letters instead of %E4 and xn--, where they cannot be taken for something else."""
    if address.isascii() and ACE not in address and "%" not in address:
        return address
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return address
    if not host:
        return readable_escapes(address)
    shown = host_words(sent_host(host))
    if "(" not in shown:  # both forms are no address any more
        user, at, place = parts.netloc.rpartition("@")
        start = place.lower().find(host.lower())
        place = place[:start] + shown + place[start + len(host) :]
        parts = parts._replace(netloc=f"{user}{at}{place}")
    return readable_escapes(urlunsplit(parts))


def readable_escapes(address: str) -> str:
    return ESCAPES.sub(lambda found: unescaped(found[0]), address)


def unescaped(escapes: str) -> str:
    """Escaped UTF-8 as text, but for ASCII and for what is no letter: that has a meaning in addresses, or no looks."""
    try:
        text = bytes.fromhex(escapes.replace("%", "")).decode()
    except UnicodeDecodeError:
        return escapes
    return "".join(
        letter
        if is_safe_letter(letter)
        else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in text
    )


def is_safe_letter(letter: str) -> bool:
    """Outside ASCII, a letter, mark or digit, and none that turns the direction of the line."""
    return (
        not letter.isascii()
        and unicodedata.category(letter)[0] in "LMN"
        and unicodedata.bidirectional(letter) not in RIGHT_TO_LEFT
    )


def sent_address(address: str) -> str:
    """An address in ASCII, its host included, as a browser sends it. Once sent, it stays the same."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return iri_to_uri(address)
    if host and not host.isascii():
        user, at, place = parts.netloc.rpartition("@")
        port = re.search(r":\d*$", place)
        place = sent_host(host) + (port[0] if port else "")
        parts = parts._replace(netloc=f"{user}{at}{place}")
        address = urlunsplit(parts)
    return iri_to_uri(address)


def sent_host(host: str) -> str:
    """Each label in ASCII. A host that once was escaped like a path is read as well."""
    if host.isascii() and "%" not in host:
        return host.lower()
    host = readable_escapes(host)
    host = unicodedata.normalize("NFKC", host).replace("。", ".").lower()
    return ".".join(map(sent_label, host.split(".")))


@lru_cache(maxsize=2048)
def sent_label(label: str) -> str:
    return label if label.isascii() else ACE + label.encode("punycode").decode()


@lru_cache(maxsize=2048)
def host_words(host: str) -> str:
    """A host in its own letters if each label can be told apart from every other name."""
    if ACE not in host:
        return host
    labels = [label_letters(label) for label in host.split(".")]
    letters = ".".join(labels)
    if letters == host or not all(map(is_of_one_script, labels)):
        return host
    if all(map(is_unmistakable, labels)):
        return letters
    return f"{letters} ({host})"


def label_letters(label: str) -> str:
    """A label decoded, or as it is where it does not say what it seems to say."""
    if not label.startswith(ACE):
        return label
    try:
        letters = label.removeprefix(ACE).encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label
    is_plain = all(each.isascii() or is_safe_letter(each) for each in letters)
    is_canonical = not letters.isascii() and sent_host(letters) == label
    return letters if is_plain and is_canonical else label


def scripts_of(label: str) -> set[str]:
    """The scripts of its letters outside ASCII: the first word of a letter's name."""
    return {
        unicodedata.name(letter, "UNNAMED").split()[0]
        for letter in label
        if not letter.isascii()
    }


def has_latin(label: str) -> bool:
    return any(letter.isascii() and letter.isalpha() for letter in label)


def is_of_one_script(label: str) -> bool:
    scripts = scripts_of(label)
    if scripts <= EAST_ASIAN or scripts == {"LATIN"}:
        return True
    return len(scripts) == 1 and not has_latin(label)


def is_unmistakable(label: str) -> bool:
    """Only East Asian letters, and no stroke or dot among them that a Latin name could end with."""
    if not scripts_of(label) <= EAST_ASIAN:
        return False
    alone = has_latin(label) or len(label) == 1
    return not (alone and LIKE_PUNCTUATION & set(label))
