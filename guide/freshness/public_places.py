"""Which places of the internet the link checker may ask: sites that everybody can reach, and nothing of ours."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from web.links import sent_address
from web.typed_address import is_host

PORTS = {"http": 80, "https": 443}
# What Python's own table counts as global, and is not for us.
NOT_FOR_US = [
    ip_network(each)
    for each in (
        "168.63.129.16/32",  # the host of a machine at Azure
        "192.0.0.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.175.48.0/24",
        "2001::/23",  # Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",
        "3fff::/20",
    )
]
GLOBAL_UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network(
    "64:ff9b::/96"
)  # an IPv4 address, as a network without IPv4 sees it
ISATAP = (0x00005EFE, 0x02005EFE)  # before the IPv4 address that such an address hides


class RefusedPlaceError(Exception):
    """The address is none that the checker may ask."""


class Place(NamedTuple):
    """Where a question goes."""

    is_secure: bool
    host: str  # in ASCII; of an IPv6 address without brackets
    port: int
    path: str  # with the query

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = PORTS["https" if self.is_secure else "http"]
        return host if self.port == usual else f"{host}:{self.port}"


def read_place(
    address: str, ports: frozenset[int] = frozenset(PORTS.values())
) -> Place:
    """Of an address without user and password, by http or https, at a port that sites have."""
    try:
        parts = urlsplit(sent_address(address))
        port = parts.port
    except ValueError:
        raise RefusedPlaceError(address) from None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in PORTS or "@" in parts.netloc or not is_name(host):
        raise RefusedPlaceError(address)
    port = PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise RefusedPlaceError(address)
    return Place(parts.scheme == "https", host, port, path_of(parts))


def is_name(host: str) -> bool:
    return "%" not in host and is_host(f"[{host}]" if ":" in host else host)


def path_of(parts: SplitResult) -> str:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if any(not "!" <= letter <= "~" for letter in path):
        raise RefusedPlaceError(path)
    return path


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, whatever hides inside of it."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        return is_public_six(found)
    return is_public_four(found)


def is_public_four(address: IPv4Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and not is_left_out(address)


def is_public_six(address: IPv6Address) -> bool:
    if address.scope_id:
        return False
    if hidden := hidden_four(address):
        return is_public_four(hidden)
    if int(address) >> 32 & 0xFFFFFFFF in ISATAP:
        return False
    return address in GLOBAL_UNICAST and address.is_global and not is_left_out(address)


def hidden_four(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that is asked in truth. Other ways of hiding one are none of the open internet."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped


def is_left_out(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in NOT_FOR_US)
