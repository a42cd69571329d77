"""Readers say what is wrong or share a tip, and read at a secret address what became of it."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from guide.models import Report
from guide.reports.forms import ReportForm
from guide.reports.limits import seconds_until_room, words_of_limit
from guide.reports.pages import local_address
from web.access import for_everyone, for_guests
from web.gate import form_gate, post_gate
from web.tokens import SECRET_PAGE_HEADERS


@form_gate
@for_everyone
def report_form(request):
    """The form about a page. Sent, it leads to the secret address."""
    # The other language is about the same page.
    request.public_parameters = request.passing_parameters = frozenset(["page", "kind"])
    if request.method != "POST":
        asked = request.GET
        form = ReportForm.about(asked.get("page", ""), asked.get("kind", ""))
        return form_page(request, form)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return form_page(request, form, 422)
    if seconds := seconds_until_room(request):
        form.add_error(None, words_of_limit(seconds))
        return form_page(request, form, 429, seconds)
    return HttpResponseRedirect(reverse("guide:report", args=[form.save()]), status=303)


def form_page(request, form, status=200, retry_after=0):
    response = render(request, "guide/reports/form.html", {"form": form}, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def find_report(token: str) -> Report:
    found = Report.objects.of_token(token)
    if found is None:
        raise Http404
    return found


@require_safe
@for_guests
def report(request, token):
    """An unknown address and one of a report that is gone are the same 404."""
    found = find_report(token)
    address = local_address(found.page, found.language)
    context = {"report": found, "token": token, "page_address": address}
    html = render_to_string("guide/reports/report.html", context, request)
    return HttpResponse(html, headers=SECRET_PAGE_HEADERS)


@post_gate
@for_guests
def report_deletion(request, token):
    """The reader takes back what they wrote. Pressed twice it is gone all the same."""
    if found := Report.objects.of_token(token):
        found.erase()
    html = render_to_string("guide/reports/deleted.html", {}, request)
    return HttpResponse(html, headers=SECRET_PAGE_HEADERS)
