"""Secrets of addresses: made once, shown once, kept hashed."""

import secrets
from hashlib import sha256

TOKEN_BYTES = 24  # 192 bits
LONGEST_TOKEN = 64  # characters of what may be asked for
# Of a page that whoever knows its address may read.
SECRET_PAGE_HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def hash_of_asked(token: str) -> str | None:
    """Of what somebody asks for; None where no token can be so long."""
    return token_hash(token) if len(token) <= LONGEST_TOKEN else None
