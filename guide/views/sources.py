from django.shortcuts import get_object_or_404, render

from guide.models import Source
from guide.salaries.catalogue import figures_as_given
from guide.source_uses import statements_of
from web.pagination import list_page
from web.public import public_page

SOURCES_A_PAGE = 60
SHOWN = 200  # records of each kind that a source page lists


@public_page("page")
def source_list(request):
    sources = Source.objects.published().articles_first().with_counts()
    return render(
        request,
        "guide/source_list.html",
        {"page": list_page(sources, request.GET.get("page"), SOURCES_A_PAGE)},
    )


@public_page()
def source_detail(request, slug):
    source = get_object_or_404(Source.objects.published().with_counts(), slug=slug)
    salaries = source.salaries.published().with_occupation().newest_first()[:SHOWN]
    context = {
        "source": source,
        "statements": statements_of(source),
        "courses": source.courses.published().by_title()[:SHOWN],
        "figures": figures_as_given(salaries),
        "facts": source.facts.published().by_subject()[:SHOWN],
    }
    return render(request, "guide/source_detail.html", context)
