"""The salaries pages and their exports. They set no cookie; without one they are the same for every visitor."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from guide.models import Salary
from guide.salaries.catalogue import FigureChoice, figures_of, one_figure
from guide.salaries.contradictions import find_contradictions
from guide.salaries.conversion import DisplayUnits
from guide.salaries.export_rows import csv_header, csv_rows, export_entries
from guide.salaries.forms import (
    ComparisonForm,
    SalaryFilter,
    country_from_slug,
    country_slugs,
)
from guide.salaries.page_context import page_context
from guide.salaries.page_links import page_presets
from guide.salaries.place_form import PlaceForm
from guide.salaries.rendered import compared_pay, salary_view
from web.access import for_everyone
from web.exports import csv_file, json_file
from web.gate import post_gate
from web.public import public_page

PARAMETERS = tuple(SalaryFilter.base_fields)
CHOICES = ["country", "currency"]


@public_page(*PARAMETERS, choices=CHOICES)
def salary_list(request):
    form = SalaryFilter(request.GET, presets=page_presets(request.choices))
    return render(request, "guide/salaries/salaries.html", page_context(request, form))


@public_page(*PARAMETERS, choices=CHOICES)
def salary_figures(request):
    """The title, the answer and the figures of a choice alone; the address shown is that of the whole page."""
    form = SalaryFilter(request.GET, presets=page_presets(request.choices))
    return answer_fragment(request, form, reverse("guide:salaries"))


@public_page(*PARAMETERS, choices=CHOICES)
def country_salaries(request, country):
    code = known_country(country)
    if country != country_slugs()[code]:
        return redirect("guide:salaries-country", country_slugs()[code], permanent=True)
    form = country_form(request, code)
    return render(request, "guide/salaries/salaries.html", page_context(request, form))


@public_page(*PARAMETERS, choices=CHOICES)
def country_figures(request, country):
    code = known_country(country)
    address = reverse("guide:salaries-country", args=[country_slugs()[code]])
    return answer_fragment(request, country_form(request, code), address)


def known_country(text: str) -> str:
    """The code of a country that has figures."""
    code = country_from_slug(text)
    if not code or code not in SalaryFilter({}).countries:
        raise Http404
    return code


def country_form(request, code: str) -> SalaryFilter:
    presets = page_presets(request.choices)
    del presets["country"]
    return SalaryFilter(request.GET, only_country=code, presets=presets)


def answer_fragment(request, form: SalaryFilter, page: str):
    context = page_context(request, form)
    response = render(request, "guide/salaries/_fragment.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    query = form.query_string()
    return push_url(response, f"{page}?{query}" if query else page)


@public_page(*PARAMETERS, "page")
def all_salaries(request):
    return render_list(request, _("All figures"), "")


@public_page(*PARAMETERS, "page")
def salary_series(request):
    return render_list(
        request, _("Official pay, year by year"), Salary.Evidence.OFFICIAL
    )


def render_list(request, title: str, evidence: str):
    form = SalaryFilter(request.GET)
    choice = form.figure_choice
    choice = replace(choice, evidence=evidence) if evidence else choice
    view = salary_view(choice, form.display_units, request.GET.get("page"))
    context = {
        "form": form,
        "view": view,
        "title": title,
        "page_address": request.path,
    }
    return render(request, "guide/salaries/all.html", context)


@public_page()
def salary_contradictions(request):
    [figures] = figures_of(DisplayUnits(), FigureChoice())
    context = {"contradictions": find_contradictions(figures)}
    return render(request, "guide/salaries/contradictions.html", context)


@public_page(*ComparisonForm.base_fields)
def compare_salaries(request):
    form = ComparisonForm(request.GET)
    compared = compared_pay(form.display_units, form.compared_choices)
    context = {"form": form, "compared": compared}
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
