"""Which answers are kept for everybody who comes without cookies, and which are not."""

import threading
import time

import pytest
from django.http import HttpResponse, HttpResponseRedirect

from careerpath.page_cache import PageCacheMiddleware

pytestmark = pytest.mark.django_db


COURSES = "/courses/"  # a public page that knows the parameter “page”


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

    first, second = (middleware(rf.get(COURSES, {"page": 2})) for _ in range(2))

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
        (public_answer, {"headers": {"Cookie": "visitor=1"}}),
    ],
)
def test_what_belongs_to_one_visitor_is_not_kept(rf, answer, request_options):
    middleware = PageCacheMiddleware(answer)

    response = middleware(rf.get(COURSES, **request_options))

    assert response.headers["Cache-Control"] == "private, no-store"
    assert len(middleware.pages.pages) == 0


def test_unknown_parameters_give_the_kept_page_to_nobody_else(rf):
    middleware = PageCacheMiddleware(public_answer)
    kept = middleware(rf.get(COURSES, {"page": 2}))

    response = middleware(
        rf.get(
            "/courses/?utm_source=a&page=2&b",
            headers={"If-None-Match": kept.headers["ETag"]},
        )
    )

    assert (response.status_code, response.content) == (200, kept.content)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers
    assert len(middleware.pages.pages) == 1


def test_who_sends_unknown_parameters_first_has_the_page_kept_for_others(rf):
    asked = []

    def answer(request):
        asked.append(request.get_full_path())
        return public_answer(request)

    middleware = PageCacheMiddleware(answer)
    for number in range(3):
        middleware(rf.get(f"/courses/?page=2&visitor={number}"))

    assert asked == ["/courses/?page=2"]


def test_a_redirect_is_told_all_that_was_asked(rf):
    def answer(request):
        return HttpResponseRedirect(f"/elsewhere/?{request.META['QUERY_STRING']}")

    middleware = PageCacheMiddleware(answer)

    response = middleware(rf.get("/courses/?visitor=1"))

    assert response.headers["Location"] == "/elsewhere/?visitor=1"


@pytest.mark.parametrize(("answer", "rendered"), [(public_answer, 1), (is_missing, 50)])
def test_many_who_ask_at_once_have_a_page_rendered_once(rf, answer, rendered):
    asked, first = [], threading.Event()

    def slow(request):
        asked.append(request)
        first.wait(5)
        return answer(request)

    middleware = PageCacheMiddleware(slow)
    middleware.cache_key = lambda request: "key"  # no database in these threads
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(middleware(rf.get(COURSES))))
        for _ in range(50)
    ]
    for thread in threads:
        thread.start()
    while not asked:
        time.sleep(0.001)
    first.set()
    for thread in threads:
        thread.join(10)

    assert {response.content for response in answers} == {b"<h1>A page</h1>"}
    assert (len(answers), len(asked)) == (50, rendered)
    assert middleware.pages.rendering == {}


def test_a_page_that_fails_does_not_hold_up_the_next(rf):
    def broken(request):
        raise ZeroDivisionError

    middleware = PageCacheMiddleware(broken)
    with pytest.raises(ZeroDivisionError):
        middleware(rf.get(COURSES))

    assert middleware.pages.rendering == {}


def test_the_memory_is_bounded(rf, settings):
    settings.PAGE_CACHE_BYTES = 30_000
    middleware = PageCacheMiddleware(public_answer)

    for number in range(20):
        middleware(rf.get(COURSES, {"page": number}))

    pages = middleware.pages
    assert pages.size == sum(page.size for page in pages.pages.values()) <= 30_000
    assert [key[2] for key in pages.pages][-1] == "page=19"
