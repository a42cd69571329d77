"""Addresses that people write: what is read of them where they are shown."""

from urllib.parse import urlsplit


def link_host(address: str) -> str:
    """The host of an address; empty where it has none, or one that cannot be read, such as http://[ip:port]/."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
