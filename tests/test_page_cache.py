"""Which answers are kept for everybody who comes without cookies, and which are not."""

import pytest
from django.http import HttpResponse

from careerpath.page_cache import PageCacheMiddleware

pytestmark = pytest.mark.django_db


def public_answer(request, **options):
    response = HttpResponse("<h1>A page</h1>", **options)
    response.public_parameters = frozenset({"page"})
    return response


def sets_a_cookie(request):
    response = public_answer(request)
    response.set_cookie("visitor", "1")
    return response


def is_missing(request):
    return public_answer(request, status=404)


def test_a_public_page_is_kept_once_and_public(rf):
    middleware = PageCacheMiddleware(public_answer)

    first, second = middleware(rf.get("/?page=2")), middleware(rf.get("/?page=2"))

    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (second.content, second.headers["ETag"]) == (
        first.content,
        first.headers["ETag"],
    )
    assert len(middleware.pages.pages) == 1


@pytest.mark.parametrize(
    ("answer", "request_options"),
    [
        (sets_a_cookie, {}),
        (is_missing, {}),
        (public_answer, {"query_params": {"visitor": "1"}}),
        (public_answer, {"headers": {"Cookie": "visitor=1"}}),
    ],
)
def test_what_belongs_to_one_visitor_is_not_kept(rf, answer, request_options):
    middleware = PageCacheMiddleware(answer)

    response = middleware(rf.get("/", **request_options))

    assert response.headers["Cache-Control"] == "private, no-store"
    assert len(middleware.pages.pages) == 0
