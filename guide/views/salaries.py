from django.shortcuts import render

from guide.forms import SalaryFilter
from guide.models import Salary
from guide.paging import page_of
from guide.public import public_page

FIGURES_A_PAGE = 100


@public_page(*SalaryFilter.base_fields, "page")
def salaries(request):
    form = SalaryFilter(request.GET)
    figures = Salary.objects.published().with_occupation().filtered(**form.chosen()).by_kind_and_place()
    page = page_of(figures, request.GET.get("page"), FIGURES_A_PAGE)
    return render(request, "guide/salaries.html", {"form": form, "page": page, "query": form.query()})
