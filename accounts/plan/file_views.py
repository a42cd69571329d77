"""A plan as a file: with its question and data, for anybody to check (`manage.py verify_plan`)."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.plan.asked_plan import asked_for
from accounts.plan.kept_plan import plan_document
from web.access import for_guests


@require_safe
@for_guests
def plan_file(request):
    """Of the question in the address; without one, of the plan that is kept."""
    shown, kept = asked_for(request)
    if shown is None:
        return HttpResponseRedirect(reverse("accounts:plan"))
    text = kept.row.document if kept else plan_document(shown)
    return download(text, "application/json; charset=utf-8", "careerpath-plan.json")


def download(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
