"""The pages for what goes wrong. Django and django-allauth look for them by the names in settings and urls."""

from django.shortcuts import render


def unavailable(request):
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = "5"
    return response


def explain_wrong_method(request, response):
    """Whoever opens or loads again the address of a form: what it sent before is not sent once more."""
    response.content = render(request, "405.html").content


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
