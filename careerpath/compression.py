"""Compressed bodies: quick for answers made for one visitor, at the highest level for what is cached.

Pages that show a secret are not compressed: their size would tell something about it (the attack BREACH).
"""

import gzip
from concurrent.futures import ThreadPoolExecutor

import brotli
from django.utils.cache import patch_vary_headers

QUICK_LEVELS = {"br": 1, "gzip": 2}
FULL_LEVELS = {"br": 11, "gzip": 9}
FULL_COMPRESSION = ThreadPoolExecutor(1, "compression")
TOO_SMALL = 500  # bytes; below this the header costs more than compression saves
COMPRESSIBLE_TYPES = (
    "text/",
    "application/json",
    "application/javascript",
    "image/svg+xml",
    "application/xml",
)

# Beginnings of the names of views whose pages hold a secret: keys and codes of the second step, tokens of mails.
SECRET_VIEWS = ("mfa_", "account_confirm_email", "account_reset_password_from_key")


def shows_secret(request) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name.startswith(SECRET_VIEWS)


def best_encoding(accepted: str) -> str:
    """ "br", "gzip" or "" for an Accept-Encoding header; a quality of zero refuses an encoding."""
    offered = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        offered[name.strip()] = parameters.replace(" ", "") not in (
            "q=0",
            "q=0.0",
            "q=0.00",
            "q=0.000",
        )
    return next((name for name in ("br", "gzip") if offered.get(name)), "")


def compress(body: bytes, encoding: str, levels: dict[str, int]) -> bytes:
    if encoding == "br":
        return brotli.compress(body, quality=levels["br"])
    return gzip.compress(body, levels["gzip"], mtime=0)


def compress_fully(body: bytes, encoding: str) -> bytes:
    """In one thread for the whole worker: what the encoder leaves behind is never given back, 5 MB in each thread."""
    return FULL_COMPRESSION.submit(compress, body, encoding, FULL_LEVELS).result()


class CompressionMiddleware:
    """Compresses what was made for one visitor; cached pages arrive compressed already."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.headers.get("Content-Type", "").startswith(COMPRESSIBLE_TYPES):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
        if (
            encoding
            and not response.streaming
            and not response.has_header("Content-Encoding")
            and len(response.content) >= TOO_SMALL
            and not shows_secret(request)
        ):
            response.content = compress(response.content, encoding, QUICK_LEVELS)
            response.headers["Content-Encoding"] = encoding
            response.headers["Content-Length"] = str(len(response.content))
        return response
