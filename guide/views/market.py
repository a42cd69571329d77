from django.shortcuts import render

from guide.forms import WordFilter
from guide.models import Employer, Fact, Industry, OutlookNumber
from web.public import public_page


@public_page()
def industry_list(request):
    context = {
        "industries": Industry.objects.published().by_name(),
        "groups": Employer.objects.published().in_groups(),
    }
    return render(request, "guide/industries.html", context)


@public_page(*WordFilter.base_fields)
def market_facts(request):
    form = WordFilter(request.GET)
    facts = list(
        Fact.objects.published().of_the_outlook().select_related("source").by_subject()
    )
    context = {
        "form": form,
        "count": len(facts),
        "facts": form.pick(facts, "subject", "metric", "value_text", "body"),
        "numbers": OutlookNumber.objects.published().with_facts().in_order(),
    }
    return render(request, "guide/market.html", context)
