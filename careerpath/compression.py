"""Compressed bodies: quick for answers made for one visitor, at full strength for what is kept."""

import gzip

import brotli
from django.utils.cache import patch_vary_headers

QUICK = {"br": 4, "gzip": 4}
FULL = {"br": 11, "gzip": 9}
TOO_SMALL = 500  # bytes; below this the header costs more than compression saves
TYPES = (
    "text/",
    "application/json",
    "application/javascript",
    "image/svg+xml",
    "application/xml",
)


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


def compress(body: bytes, encoding: str, strength: dict[str, int]) -> bytes:
    if encoding == "br":
        return brotli.compress(body, quality=strength["br"])
    return gzip.compress(body, strength["gzip"], mtime=0)


class Compress:
    """Compresses what was made for one visitor; kept pages arrive compressed already."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.headers.get("Content-Type", "").startswith(TYPES):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
        if (
            encoding
            and not response.streaming
            and not response.has_header("Content-Encoding")
            and len(response.content) >= TOO_SMALL
        ):
            response.content = compress(response.content, encoding, QUICK)
            response.headers["Content-Encoding"] = encoding
            response.headers["Content-Length"] = str(len(response.content))
        return response
