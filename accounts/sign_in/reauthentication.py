"""What a form sent is kept while its learner types the password again.

django-allauth would store the whole request for that, with every header and cookie. Here only the fields are stored.
"""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponseRedirect, QueryDict
from django.urls import resolve, reverse

from web.refusals import SECRET


class Reauthentication:
    """Stands behind the middleware of django-allauth, so that it is asked first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, ReauthenticationRequired):
            return None
        if request.method == "POST":
            request.session[STATE_SESSION_KEY] = {
                "callback": f"{__name__}.send_again",
                "state": {
                    "path": request.path,
                    "fields": urlencode(fields_of(request)),
                },
            }
        methods = get_adapter().get_reauthentication_methods(request.user)
        page = methods[0]["url"] if methods else reverse("account_login")
        back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return HttpResponseRedirect(f"{page}?{back}")


def fields_of(request) -> list[tuple[str, str]]:
    """What the form sent, but for secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not SECRET.search(name)
    ]


def send_again(request, state: dict[str, str]):
    """django-allauth calls it once the password was right: the form is answered as if it were sent now."""
    page = get_next_redirect_url(request, REDIRECT_FIELD_NAME)
    if page is None or page.partition("?")[0] != state["path"]:
        return HttpResponseRedirect(page or state["path"])
    request.path = request.path_info = state["path"]
    request.GET = QueryDict(page.partition("?")[2])
    request.POST = QueryDict(state["fields"])
    found = resolve(state["path"])
    return found.func(request, *found.args, **found.kwargs)
