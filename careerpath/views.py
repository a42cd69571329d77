"""What belongs to the site and not to its content: health, errors, the stylesheet, light and dark."""

from django import forms
from django.db import DatabaseError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Learner
from accounts.models.learner import Theme
from accounts.progress import is_signed_in
from accounts.theme import keep_theme
from careerpath import assets
from careerpath.compression import best_encoding
from guide.same_origin import is_ours
from guide.sync.schema import pending_migrations


@require_safe
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request):
    """The process can read its database, and finds the tables there that it knows."""
    try:
        lacking = pending_migrations()
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    if lacking:
        return HttpResponse("migrations are pending: run manage.py prepare\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
def css(request, name, digest):
    if name not in assets.names() or digest != assets.stylesheet(name).digest:
        raise Http404
    sheet = assets.stylesheet(name)
    encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
    headers = {"Content-Encoding": encoding} if encoding else {}
    return HttpResponse(sheet.encoded(encoding), content_type="text/css; charset=utf-8", headers=headers)


healthz.audience = readyz.audience = css.audience = "public"


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=Theme)
    next = forms.CharField(required=False)


@csrf_exempt  # the pages that hold the form are the same for everybody and have no token; is_ours looks instead
@require_POST
def theme(request):
    """Light, dark, or as the system has it: for this browser, and for the account of whoever is signed in."""
    form = ThemeForm(request.POST)
    if not is_ours(request):
        return not_allowed(request)
    back = form.data.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/", status=303)
    chosen = form.cleaned_data["theme"] if form.is_valid() else Theme.SYSTEM
    keep_theme(response, chosen)
    if form.is_valid() and is_signed_in(request):
        Learner.objects.choose(request.user, theme=chosen)
    return response


theme.audience = "public"


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
