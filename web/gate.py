"""The one gate before every view of ours that changes something.

It asks in this order: the method; whether the request comes from a page of ours, by the word of the browser or by
Django's token; how often this account and this address have sent something within the minute. Who is turned away gets
a page that holds what was sent (web/refusals.py), and so does everybody whom the database refuses. A view raises a
`Refusal` of its own for what only it can explain.

    @post_gate          the view answers POST only
    @form_gate          the view also shows its form: GET and HEAD pass the gate unasked
"""

from functools import wraps

from django.db import DatabaseError, InterfaceError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from web.access import is_signed_in
from web.database_errors import answer_database_error
from web.rate_limit import seconds_to_wait
from web.refusals import ask_to_confirm, ask_to_wait
from web.same_origin import is_from_our_page

SAFE = ("GET", "HEAD")


class Refusal(Exception):
    """A change that cannot go through, and the page that says why."""

    def response(self, request):
        raise NotImplementedError


def gate_for(*methods):
    def gate(view):
        @wraps(view)
        def gated(request, *args, **kwargs):
            if request.method in SAFE:
                return view(request, *args, **kwargs)
            return answer_change(view, request, *args, **kwargs)

        # The gate looks at the token itself, where the browser does not say more than a token can.
        return csrf_exempt(require_http_methods(methods)(gated))

    return gate


def answer_change(view, request, *args, **kwargs):
    if not is_from_our_page(request):
        return ask_to_confirm(request)
    try:
        if seconds := seconds_to_wait(request, is_signed_in(request)):
            return ask_to_wait(request, seconds)
        return view(request, *args, **kwargs)
    except Refusal as refusal:
        return refusal.response(request)
    except (DatabaseError, InterfaceError) as error:
        if response := answer_database_error(request, error):
            return response
        raise


post_gate = gate_for("POST")
form_gate = gate_for(*SAFE, "POST")
