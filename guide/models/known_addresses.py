"""What is known of the addresses that pages lead to: whose site opens in mainland China, and which are gone.

Both come with one query for each content version, as most pages ask for both.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from guide.models.link import Link
from guide.models.source import Source
from guide.models.version import ContentVersion
from guide.models.website import Website

OF_SOURCE = ("slug", "title", "title_zh", "kind", "published")


class KnownAddresses(NamedTuple):
    websites: dict[str, Website]  # by host
    gone: dict[str, date]  # by address, since when it fails


def known_addresses() -> KnownAddresses:
    kept = ContentVersion.previewed_results()
    if kept is None:
        return known_addresses_of(ContentVersion.current())
    if known_addresses not in kept:
        kept[known_addresses] = read_known_addresses()
    return kept[known_addresses]


@lru_cache(maxsize=1)
def known_addresses_of(_version: int) -> KnownAddresses:
    return read_known_addresses()


def read_known_addresses() -> KnownAddresses:
    own = ("host", "reach", "note_en", "note_zh", "reported_on")
    sites = Website.objects.order_by().values_list(
        *own, *(f"source__{name}" for name in OF_SOURCE)
    )
    since = Cast("first_failed_at", CharField())
    nothing = Value("")
    gone = (
        Link.objects.gone()
        .order_by()
        .values_list(
            "address",
            Value("gone"),
            nothing,
            nothing,
            since,
            *[nothing] * 4,
            Value(True),
        )
    )
    rows = list(sites.union(gone, all=True))
    return KnownAddresses(
        {row[0]: website_of_row(own, row) for row in rows if row[1] != Link.State.GONE},
        {row[0]: day_of(row[4]) for row in rows if row[1] == Link.State.GONE},
    )


def website_of_row(own: Iterable[str], row: tuple) -> Website:
    own = tuple(own)
    source = Source(**dict(zip(OF_SOURCE, row[len(own) :], strict=True)))
    return Website(**dict(zip(own, row, strict=False)), source=source)


def day_of(text: str) -> date:
    """Of a time as the database writes it, in UTC."""
    at = parse_datetime(text)
    if timezone.is_naive(at):
        at = timezone.make_aware(at, timezone.get_fixed_timezone(0))
    return timezone.localdate(at)


def gone_since(address: str) -> date | None:
    """Since when an address fails, where it is gone."""
    return known_addresses().gone.get(address)
