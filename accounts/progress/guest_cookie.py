"""A guest's progress: one signed, compressed cookie, keyed by the permanent slugs of the steps."""

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.shortcuts import render

from accounts.models import State
from accounts.progress.merge import further, state_of
from web.gate import Refusal
from web.redirects import way_back

NAME = "progress"
SALT = "accounts.guest"
VERSION = "1"
MAX_AGE = timedelta(days=400)
MAX_BYTES = 3800  # of name and value; browsers stop at 4096 with the attributes
MAX_TEXT = 64 * 1024  # unpacked; far above what fits into a cookie of ours


class FullError(Refusal):
    """The cookie cannot hold more."""

    def response(self, request, page=""):
        """`page`: where the visitor was, for the way back from a sign-up."""
        page = page or way_back(request, request.POST.get("next", ""), "")
        context = {"page": page}
        return render(request, "accounts/browser_full.html", context, status=413)


@dataclass(frozen=True)
class Guest:
    states: Mapping[str, State] = field(default_factory=dict)
    roadmap: str = ""  # the slug of the one in hand
    undo: tuple[str, State] | None = None  # the step pressed last and its state before
    settled: frozenset[str] = (
        frozenset()
    )  # steps that became others of which the guest has spoken since
    told: Mapping[str, str] = field(
        default_factory=dict
    )  # retired steps that the guest knows of, with the date
    came: bool = False  # the browser sent a cookie
    unreadable: bool = False  # and it was none of ours, or too old

    def press(
        self,
        slug: str,
        state: State,
        is_undo: bool = False,
        roadmap: str = "",
        shown: State = State.NOT_STARTED,
        older: Iterable[str] = (),
    ) -> "Guest":
        """`older`: the steps that became this one; `shown`: what pages say of it, by what those brought along too."""
        before = (
            further(state_of(self.states, slug), shown)
            if older
            else state_of(self.states, slug)
        )
        settled = self.settled.union(older) & self.states.keys()
        if before == state and slug in self.states and settled == self.settled:
            return self
        undo = None if is_undo else (slug, before)
        states = {**self.states, slug: state}
        return replace(
            self,
            states=states,
            undo=undo,
            roadmap=self.roadmap or roadmap,
            settled=settled,
        )

    def tell(self, retired: Mapping[str, str]) -> "Guest":
        return replace(
            self,
            told={
                **self.told,
                **{slug: retired[slug] for slug in retired if slug in self.states},
            },
        )

    def take(self, roadmap: str) -> "Guest":
        return replace(self, roadmap=roadmap)

    def keep(self, response) -> None:
        """Write the cookie anew, for another 400 days."""
        value = packed(self)
        if len(NAME) + len(value) + 1 > MAX_BYTES:
            raise FullError
        response.set_cookie(
            NAME,
            value,
            max_age=MAX_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def guest_of(request) -> Guest:
    """What the browser holds. A cookie that is forged, cut, too old or too large is an empty start."""
    value = request.COOKIES.get(NAME)
    if not value:
        return Guest()
    try:
        return unpacked(value)
    except (
        BadSignature,
        zlib.error,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
    ):
        return Guest(came=True, unreadable=True)


def forget(response) -> None:
    response.delete_cookie(NAME, samesite="Lax")


def packed(guest: Guest) -> str:
    record = {"s": grouped(guest.states), "r": guest.roadmap, "u": guest.undo}
    record |= {"o": " ".join(sorted(guest.settled))} if guest.settled else {}
    record |= {"t": grouped(guest.told)} if guest.told else {}
    text = zlib.compress(json.dumps(record, separators=(",", ":")).encode(), 9)
    return signer().sign(
        f"{VERSION}.{base64.urlsafe_b64encode(text).decode().rstrip('=')}"
    )


def grouped(values: Mapping[str, str]) -> dict[str, str]:
    """The slugs by value: shorter than the other way round."""
    slugs: dict[str, list[str]] = {}
    for slug, value in values.items():
        slugs.setdefault(value, []).append(slug)
    return {value: " ".join(slugs[value]) for value in slugs}


def by_slug(groups: Mapping[str, str]) -> dict[str, str]:
    return {slug: value for value, slugs in groups.items() for slug in slugs.split()}


def unpacked(value: str) -> Guest:
    if len(NAME) + len(value) + 1 > MAX_BYTES:
        raise ValueError("too large")
    version, _, text = signer().unsign(value, max_age=MAX_AGE).partition(".")
    if version != VERSION:
        raise ValueError("of another version")
    record = json.loads(
        inflated(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    )
    states = {slug: State(state) for slug, state in by_slug(record["s"]).items()}
    undo = (record["u"][0], State(record["u"][1])) if record["u"] else None
    settled, told = frozenset(record.get("o", "").split()), by_slug(record.get("t", {}))
    return Guest(states, record["r"], undo, settled, told, came=True)


def inflated(data: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(data, MAX_TEXT)
    if not unpacking.eof:
        raise ValueError("too large or cut")
    return text


def signer() -> TimestampSigner:
    return TimestampSigner(salt=SALT)
