"""A guest's progress: one signed, compressed cookie, keyed by the permanent slugs of steps and skills."""

import base64
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.shortcuts import render

from accounts.models import By, SkillClaim, State
from accounts.progress.merge import further_state, state_of
from web.gate import Refusal
from web.redirects import safe_next_url

COOKIE_NAME = "progress"
SALT = "accounts.guest"
VERSION = "1"
MAX_AGE = timedelta(days=400)
MAX_BYTES = 3800  # of name and value; browsers stop at 4096 with the attributes
PACKED_CLAIM = re.compile(r"(-1|[0-4])([a-z-]+)")
MAX_TEXT = 64 * 1024  # unpacked; far above what fits into a cookie of ours


class FullError(Refusal):
    """The cookie cannot hold more."""

    def response(self, request, page=""):
        """`page`: where the visitor was, for the way back from a sign-up."""
        page = page or safe_next_url(request, request.POST.get("next", ""), "")
        context = {"page": page}
        return render(
            request, "accounts/progress/browser_full.html", context, status=413
        )


class GuestClaim(NamedTuple):
    """What a guest says of a skill, as SkillClaim holds it."""

    level: int
    by: By

    def packed(self) -> str:
        return f"{self.level}{self.by}"

    @classmethod
    def unpacked(cls, text: str) -> "GuestClaim":
        """Raises ValueError for what no cookie of ours holds."""
        found = PACKED_CLAIM.fullmatch(text)
        if not found:
            raise ValueError("no claim")
        return cls(int(found[1]), By(found[2]))


NOT_CLAIMED = GuestClaim(SkillClaim.NOTHING, By.UNDO)


@dataclass(frozen=True)
class GuestProgress:
    states: Mapping[str, State] = field(default_factory=dict)
    # The slug of the roadmap that the guest follows.
    roadmap: str = ""
    # The step pressed last and its state before.
    undo: tuple[str, State] | None = None
    # The roadmap and the steps of a stage of it that the last press marked as known. One undo at most is kept.
    swept: tuple[str, tuple[str, ...]] | None = None
    # Steps that became others, where the guest has set a state of the new one since.
    superseded: frozenset[str] = frozenset()
    # The date of retirement that the guest has seen, by retired step.
    retirements_seen: Mapping[str, str] = field(default_factory=dict)
    # By slug of the skill.
    claims: Mapping[str, GuestClaim] = field(default_factory=dict)
    # What the last press that changed claims replaced, by slug of the skill.
    claims_before: Mapping[str, GuestClaim] = field(default_factory=dict)
    # The browser sent a cookie.
    has_cookie: bool = False
    # The cookie is none of ours, or too old.
    unreadable: bool = False

    def with_state(
        self,
        slug: str,
        state: State,
        is_undo: bool = False,
        roadmap: str = "",
        shown: State = State.NOT_STARTED,
        older: Iterable[str] = (),
    ) -> "GuestProgress":
        """After a press. `older`: the steps that became this one; `shown`: its state on pages, theirs included."""
        before = state_of(self.states, slug)
        if older:
            before = further_state(before, shown)
        superseded = self.superseded.union(older) & self.states.keys()
        is_old = before == state and slug in self.states
        if is_old and superseded == self.superseded:
            return self
        return replace(
            self,
            states={**self.states, slug: state},
            undo=None if is_undo else (slug, before),
            swept=None,
            claims_before={},
            roadmap=self.roadmap or roadmap,
            superseded=superseded,
        )

    def with_stage_known(
        self, slugs: Iterable[str], roadmap: str, older: Iterable[str] = ()
    ) -> "GuestProgress":
        """After a press that marked steps of a stage as known. `older`: the steps that became these."""
        slugs = tuple(slugs)
        if not slugs:
            return self
        return replace(
            self,
            states={**self.states, **dict.fromkeys(slugs, State.KNOWN)},
            undo=None,
            swept=(roadmap, slugs),
            claims_before={},
            roadmap=self.roadmap or roadmap,
            superseded=self.superseded.union(older) & self.states.keys(),
        )

    def without_swept(self) -> "GuestProgress":
        """After the undo of that press. Nothing can have changed those steps since: that would have been the undo."""
        slugs = self.swept[1] if self.swept else ()
        back = dict.fromkeys(slugs, State.NOT_STARTED)
        return replace(self, states={**self.states, **back}, swept=None)

    def with_claims(self, levels: Mapping[str, int], by: By) -> "GuestProgress":
        """After a press that said levels of skills, by slug."""
        claims = dict(self.claims)
        before = {}
        for slug, level in levels.items():
            old = claims.get(slug, NOT_CLAIMED)
            if old.level != level:
                before[slug] = old
                claims[slug] = GuestClaim(level, by)
        claims = {
            slug: claim
            for slug, claim in claims.items()
            if claim.level != SkillClaim.NOTHING
        }
        if not before:
            return self
        return replace(self, claims=claims, claims_before=before, undo=None, swept=None)

    def without_last_claims(self) -> "GuestProgress":
        """After the undo of that press."""
        claims = {**self.claims, **self.claims_before}
        left = {slug: one for slug, one in claims.items() if one.level}
        return replace(self, claims=left, claims_before={})

    def with_retirements_seen(self, dates: Mapping[str, str]) -> "GuestProgress":
        """`dates` of retirement by slug; only steps of which the guest has a state are kept."""
        seen = {slug: day for slug, day in dates.items() if slug in self.states}
        return replace(self, retirements_seen={**self.retirements_seen, **seen})

    def with_roadmap(self, slug: str) -> "GuestProgress":
        return replace(self, roadmap=slug)

    def write_to(self, response) -> None:
        """Set the cookie, for another 400 days. Raises FullError."""
        value = pack_cookie(self)
        if len(COOKIE_NAME) + len(value) + 1 > MAX_BYTES:
            raise FullError
        response.set_cookie(
            COOKIE_NAME,
            value,
            max_age=MAX_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def guest_progress(request) -> GuestProgress:
    """What the cookie holds, read once a request."""
    if not hasattr(request, "_guest_progress"):
        request._guest_progress = read_cookie(request.COOKIES.get(COOKIE_NAME))
    return request._guest_progress


def read_cookie(value: str | None) -> GuestProgress:
    """One that is forged, cut, too old or too large counts as empty."""
    if not value:
        return GuestProgress()
    try:
        return unpack_cookie(value)
    except (
        BadSignature,
        zlib.error,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
    ):
        return GuestProgress(has_cookie=True, unreadable=True)


def delete_cookie(response) -> None:
    response.delete_cookie(COOKIE_NAME, samesite="Lax")


def pack_cookie(guest: GuestProgress) -> str:
    """The value of the cookie. Its keys are one letter each, since browsers take 4096 bytes at most."""
    record = {"s": group_by_value(guest.states), "r": guest.roadmap, "u": guest.undo}
    record |= {"o": " ".join(sorted(guest.superseded))} if guest.superseded else {}
    record |= (
        {"t": group_by_value(guest.retirements_seen)} if guest.retirements_seen else {}
    )
    record |= {"c": pack_claims(guest.claims)} if guest.claims else {}
    record |= {"d": pack_claims(guest.claims_before)} if guest.claims_before else {}
    record |= {"k": [guest.swept[0], *guest.swept[1]]} if guest.swept else {}
    text = zlib.compress(json.dumps(record, separators=(",", ":")).encode(), 9)
    return cookie_signer().sign(
        f"{VERSION}.{base64.urlsafe_b64encode(text).decode().rstrip('=')}"
    )


def pack_claims(claims: Mapping[str, GuestClaim]) -> dict[str, str]:
    return group_by_value({slug: claim.packed() for slug, claim in claims.items()})


def unpack_claims(groups: Mapping[str, str]) -> dict[str, GuestClaim]:
    return {slug: GuestClaim.unpacked(text) for slug, text in ungroup(groups).items()}


def group_by_value(values: Mapping[str, str]) -> dict[str, str]:
    """The slugs by value: shorter than the other way round."""
    slugs: dict[str, list[str]] = {}
    for slug, value in values.items():
        slugs.setdefault(value, []).append(slug)
    return {value: " ".join(slugs[value]) for value in slugs}


def ungroup(groups: Mapping[str, str]) -> dict[str, str]:
    return {slug: value for value, slugs in groups.items() for slug in slugs.split()}


def unpack_cookie(value: str) -> GuestProgress:
    if len(COOKIE_NAME) + len(value) + 1 > MAX_BYTES:
        raise ValueError("too large")
    version, _, text = cookie_signer().unsign(value, max_age=MAX_AGE).partition(".")
    if version != VERSION:
        raise ValueError("of another version")
    record = json.loads(
        inflate(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    )
    states = {slug: State(state) for slug, state in ungroup(record["s"]).items()}
    undo = (record["u"][0], State(record["u"][1])) if record["u"] else None
    swept = record.get("k")
    return GuestProgress(
        states=states,
        roadmap=record["r"],
        undo=undo,
        swept=(swept[0], tuple(swept[1:])) if swept else None,
        superseded=frozenset(record.get("o", "").split()),
        retirements_seen=ungroup(record.get("t", {})),
        claims=unpack_claims(record.get("c", {})),
        claims_before=unpack_claims(record.get("d", {})),
        has_cookie=True,
    )


def inflate(data: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(data, MAX_TEXT)
    if not unpacking.eof:
        raise ValueError("too large or cut")
    return text


def cookie_signer() -> TimestampSigner:
    return TimestampSigner(salt=SALT)
