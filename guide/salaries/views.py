"""The salaries pages and their exports. They set no cookie and are the same for every visitor."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from guide.models import Salary
from guide.salaries.catalogue import figures_of, one_figure
from guide.salaries.export_rows import columns, csv_rows, entries
from guide.salaries.forms import (
    Comparison,
    PlaceForm,
    SalaryFilter,
    country_of,
    country_slugs,
)
from guide.salaries.placement import answer
from guide.salaries.rendered import comparison_of, view_of
from web.access import for_everyone
from web.exports import csv_file, json_file
from web.gate import post_gate
from web.public import public_page

PARAMETERS = (*SalaryFilter.base_fields, "page")


@public_page(*PARAMETERS)
def salaries(request):
    return explore(request, SalaryFilter(request.GET))


@public_page(*PARAMETERS)
def country(request, country):
    code = country_of(country)
    form = SalaryFilter(request.GET, only_country=code)
    if code not in form.countries or not code:
        raise Http404
    if country != country_slugs()[code]:
        return redirect("guide:salaries-country", country_slugs()[code], permanent=True)
    return explore(request, form, country=code)


def explore(request, form, country=""):
    view = view_of(form.choice, form.wish, request.GET.get("page"))
    units = {"currency": form.wish.currency, "prices": form.wish.prices}
    context = {
        "form": form,
        "view": view,
        "query": form.query(),
        "place": PlaceForm(
            initial={**units, "back": form.file_query}, places=view.places
        ),
        "country_code": country,
        "country_slug": country_slugs().get(form.choice.country),
    }
    if not request.htmx:
        return render(request, "guide/salaries.html", context)
    address = f"{request.path}?{form.query()}" if form.query() else request.path
    return push_url(render(request, "guide/_salary_result.html", context), address)


@public_page(*Comparison.base_fields)
def compare(request):
    form = Comparison(request.GET)
    context = {"form": form, "comparison": comparison_of(form.wish, form.sides)}
    return render(request, "guide/salary_compare.html", context)


@sensitive_post_parameters("amount")
@post_gate
@for_everyone
def place(request):
    """Place an amount in a distribution. POST, so that the amount is in no address and no log."""
    form = PlaceForm(request.POST)
    context = {"place": form}
    if form.is_valid():
        shown = Salary.objects.shown()
        salary = get_object_or_404(shown, slug=form.cleaned_data["figure"])
        figure = one_figure(salary, form.wish)
        context["answer"] = answer(form.cleaned_data["amount"], figure)
    template = "guide/_salary_place.html" if request.htmx else "guide/salary_place.html"
    status = 200 if form.is_valid() or request.htmx else 422
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def export(kind):
    """The view that exports all figures of a choice, not only those of one page."""

    @require_safe
    def file(request):
        form = SalaryFilter(request.GET)
        [figures] = figures_of(form.wish, form.choice)
        if kind == "csv":
            return csv_file("careerpath-salaries.csv", columns(), csv_rows(figures))
        return json_file("careerpath-salaries.json", "figures", entries(figures))

    file.audience = "public"
    return file


as_csv = export("csv")
as_json = export("json")
