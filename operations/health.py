"""What a load balancer or a monitor asks."""

from django.db import DatabaseError
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from web.access import for_everyone
from web.pending_migrations import pending_migrations


@for_everyone
@require_safe
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@for_everyone
@require_safe
def readyz(request):
    """The process can read its database, and finds the tables there that it knows."""
    try:
        lacking = pending_migrations()
    except DatabaseError:
        return HttpResponse(
            "the database does not answer\n", status=503, content_type="text/plain"
        )
    if lacking:
        return HttpResponse(
            "migrations are pending: run manage.py prepare\n",
            status=503,
            content_type="text/plain",
        )
    return HttpResponse("ready\n", content_type="text/plain")
