"""Bundles the stylesheets of static/css: one bundle for every page, others for pages that need more.

The address of a bundle changes with its content, so that a browser may cache it for a year.
"""

import hashlib
import re
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from careerpath.compression import best_encoding, compress_fully
from web.access import for_everyone

# layers.css fixes the order of the layers. Within a layer no sheet overrides another, so their order does not matter.
FIRST_SHEET = "layers.css"
COMMON_SHEET = "page"
# The bundles beside the common one, and the files of each. Under "" are the files that the admin, and its
# previews, load by themselves.
SPECIAL_SHEETS = {
    "content": (
        "choices.css",
        "columns.css",
        "contents.css",
        "dots.css",
        "filters.css",
        "folds.css",
        "go.css",
        "groups.css",
        "lists.css",
        "numbers.css",
        "pagination.css",
        "progress.css",
        "proof.css",
        "reach.css",
        "reply.css",
        "rows.css",
        "tables.css",
        "tiles.css",
    ),
    "route": ("reply.css", "overview.css", "stages.css", "stage-rows.css"),
    "home": ("home.css", "starts.css", "worth.css", "back.css"),
    "account": ("account.css", "forms.css"),
    "report": ("forms.css", "reports.css"),
    "my": (
        "history.css",
        "study-days.css",
        "weeks.css",
        "my-path.css",
        "now.css",
        "forms.css",
        "plan.css",
        "plan-pictures.css",
    ),
    "roles": ("roles.css",),
    "skills": ("advert.css", "forms.css", "gaps.css", "roles.css"),
    "pay": ("pay-picture.css", "pay-axis.css"),
    "reading": ("pictures.css", "reading.css", "chapters.css", "find.css"),
    "shared": ("portfolio.css",),
    "search": ("search.css", "find.css", "go.css", "lists.css"),
    "salaries": (
        "salaries.css",
        "pay-page.css",
        "ranges.css",
        "pay-charts.css",
        "years.css",
    ),
    "writing": (
        "checks.css",
        "my-courses.css",
        "step.css",
        "writing.css",
        "conflicts.css",
    ),
    "": (
        "admin.css",
        "admin-desk.css",
        "admin-forms.css",
        "admin-history.css",
        "admin-rows.css",
        "admin-stops.css",
        "preview-bar.css",
    ),
}
# Bundles that hold the common one too: the first view of their pages fits into the first window of a connection.
WHOLE_SHEETS = {"route"}
COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
# Space beside these signs has no meaning. Elsewhere one space is enough: between "a" and ":hover", around a "+".
SPACE = re.compile(rb'\s*([{};,>]|:(?=\s)|"[^"]*")\s*|\s+')


class Stylesheet(NamedTuple):
    body: bytes
    digest: str

    def encoded(self, encoding: str) -> bytes:
        return compressed_body(self.body, encoding) if encoding else self.body


def without_spaces(css: bytes) -> bytes:
    """Without comments and indentation, which cost bytes before the first paint."""
    return (
        SPACE.sub(lambda found: found[1] or b" ", COMMENT.sub(b"", css))
        .replace(b";}", b"}")
        .strip()
    )


def read_sheet(sheet: str) -> Stylesheet:
    folder = settings.BASE_DIR / "static" / "css"
    special = {name for names in SPECIAL_SHEETS.values() for name in names}
    common = sorted(
        path.name for path in folder.glob("*.css") if path.name not in special
    )
    common.sort(key=lambda name: name != FIRST_SHEET)
    own = SPECIAL_SHEETS.get(sheet, ())
    names = [*common, *own] if sheet in {COMMON_SHEET, *WHOLE_SHEETS} else own
    body = without_spaces(b"".join((folder / name).read_bytes() for name in names))
    return Stylesheet(body, hashlib.sha256(body).hexdigest()[:12])


cached_sheet = cache(read_sheet)


@cache
def compressed_body(body: bytes, encoding: str) -> bytes:
    return compress_fully(body, encoding)


def stylesheet(sheet: str = COMMON_SHEET) -> Stylesheet:
    return read_sheet(sheet) if settings.DEBUG else cached_sheet(sheet)


def sheet_names() -> list[str]:
    """The names of all bundles."""
    return [COMMON_SHEET, *filter(None, SPECIAL_SHEETS)]


@for_everyone
@require_safe
@cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
def serve_stylesheet(request, name, digest):
    if name not in sheet_names() or digest != stylesheet(name).digest:
        raise Http404
    sheet = stylesheet(name)
    encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
    headers = {"Content-Encoding": encoding} if encoding else {}
    return HttpResponse(
        sheet.encoded(encoding), content_type="text/css; charset=utf-8", headers=headers
    )
