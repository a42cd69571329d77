"""Which answers are kept for everybody who comes without cookies, and which are not."""

import threading

import pytest
from django.http import HttpResponse

from careerpath import page_cache
from careerpath.compression import compress_fully
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

    first, second = (middleware(rf.get("/", {"page": 2})) for _ in range(2))

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


def test_many_who_ask_at_once_have_a_page_compressed_once(rf, monkeypatch):
    together, compressed = threading.Barrier(20), []

    def answer(request):
        together.wait(10)
        response = HttpResponse("<h1>A page</h1>" * 1000)
        response.public_parameters = frozenset()
        return response

    def count(body, encoding):
        compressed.append(body)
        return compress_fully(body, encoding)

    monkeypatch.setattr(page_cache, "compress_fully", count)
    middleware = PageCacheMiddleware(answer)
    middleware.cache_key = lambda request: "key"  # no database in these threads
    answers = []

    def ask():
        request = rf.get("/", headers={"Accept-Encoding": "br"})
        answers.append(middleware(request).content)

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert (len(answers), len(set(answers)), len(compressed)) == (20, 1, 1)
    assert middleware.pages.size == middleware.pages.get("key").size


def test_the_memory_is_bounded(rf, settings):
    settings.PAGE_CACHE_BYTES = 30_000
    middleware = PageCacheMiddleware(public_answer)

    for number in range(20):
        middleware(rf.get("/", {"page": number}))

    pages = middleware.pages
    assert pages.size == sum(page.size for page in pages.pages.values()) <= 30_000
    assert [key[2] for key in pages.pages][-1] == "page=19"
