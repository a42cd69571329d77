"""What belongs to the site and not to its content: health, errors, the stylesheet."""

from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from careerpath.assets import stylesheet
from careerpath.compression import best_encoding


@require_safe
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request):
    """The process can read its database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
def css(request, digest):
    sheet = stylesheet()
    if digest != sheet.digest:
        raise Http404
    encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
    headers = {"Content-Encoding": encoding} if encoding else {}
    return HttpResponse(sheet.encoded(encoding), content_type="text/css; charset=utf-8", headers=headers)


def unavailable(request):
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = "5"
    return response


def too_many_tries(request):
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "60"
    return response


def not_allowed(request, exception=None):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    return render(request, "403.html", {"csrf": True}, status=403)


def failed(request):
    return render(request, "500.html", status=500)
