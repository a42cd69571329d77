"""The salaries pages and their exports. They set no cookie and are the same for every visitor."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from guide.models import Salary
from guide.salaries.catalogue import figures_of, one_figure
from guide.salaries.export_rows import csv_header, csv_rows, export_entries
from guide.salaries.forms import (
    ComparisonForm,
    SalaryFilter,
    country_from_slug,
    country_slugs,
)
from guide.salaries.place_form import PlaceForm, currency_at_hand
from guide.salaries.rendered import salary_comparison, salary_view
from web.access import for_everyone
from web.exports import csv_file, json_file
from web.gate import post_gate
from web.public import public_page

PARAMETERS = (*SalaryFilter.base_fields, "page")


@public_page(*PARAMETERS)
def salary_list(request):
    return render_salaries(request, SalaryFilter(request.GET))


@public_page(*PARAMETERS)
def country_salaries(request, country):
    code = country_from_slug(country)
    form = SalaryFilter(request.GET, only_country=code)
    if code not in form.countries or not code:
        raise Http404
    if country != country_slugs()[code]:
        return redirect("guide:salaries-country", country_slugs()[code], permanent=True)
    return render_salaries(request, form, country=code)


def render_salaries(request, form, country=""):
    view = salary_view(form.figure_choice, form.display_units, request.GET.get("page"))
    units = {
        "currency": form.display_units.currency,
        "prices": form.display_units.prices,
    }
    paid_in = currency_at_hand(form.display_units, form.figure_choice.country)
    context = {
        "form": form,
        "view": view,
        "query": form.query_string(),
        "place": PlaceForm(
            initial={**units, "paid_in": paid_in, "back": form.file_query},
            places=view.places,
        ),
        "country_code": country,
        "country_slug": country_slugs().get(form.figure_choice.country),
    }
    if not request.htmx:
        return render(request, "guide/salaries/salaries.html", context)
    address = (
        f"{request.path}?{form.query_string()}" if form.query_string() else request.path
    )
    return push_url(render(request, "guide/salaries/_result.html", context), address)


@public_page(*ComparisonForm.base_fields)
def compare_salaries(request):
    form = ComparisonForm(request.GET)
    context = {
        "form": form,
        "comparison": salary_comparison(form.display_units, form.compared_choices),
    }
    return render(request, "guide/salaries/compare.html", context)


@sensitive_post_parameters("amount")
@post_gate
@for_everyone
def place_pay(request):
    """Place an amount in a distribution. POST, so that the amount is in no address and no log."""
    form = PlaceForm(request.POST)
    context = {"place": form}
    if form.is_valid():
        shown = Salary.objects.publicly_visible()
        salary = get_object_or_404(shown, slug=form.cleaned_data["figure"])
        figure = one_figure(salary, form.display_units)
        context["answer"] = form.answer_within(figure)
    template = (
        "guide/salaries/_place.html" if request.htmx else "guide/salaries/place.html"
    )
    status = 200 if form.is_valid() or request.htmx else 422
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def export_view(kind):
    """The view that exports all figures of a choice, not only those of one page."""

    @require_safe
    def file(request):
        form = SalaryFilter(request.GET)
        [figures] = figures_of(form.display_units, form.figure_choice)
        # Whole before they are sent: what is streamed is written after the language of the request is gone.
        if kind == "csv":
            rows = list(csv_rows(figures))
            return csv_file("careerpath-salaries.csv", csv_header(), rows)
        entries = list(export_entries(figures))
        return json_file("careerpath-salaries.json", "figures", entries)

    file.audience = "public"
    return file


as_csv = export_view("csv")
as_json = export_view("json")
