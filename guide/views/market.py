from django.shortcuts import render

from guide.models import Employer, Fact, Industry
from web.public import public_page


@public_page()
def industry_list(request):
    context = {
        "industries": Industry.objects.published().by_name(),
        "employers": Employer.objects.published().by_name(),
    }
    return render(request, "guide/industries.html", context)


@public_page()
def market_facts(request):
    return render(
        request,
        "guide/market.html",
        {"facts": Fact.objects.published().select_related("source").by_subject()},
    )
