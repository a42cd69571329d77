"""The page of results, and suggestions while somebody types. No answer to a search is kept or given to another."""

from urllib.parse import urlencode

from django.shortcuts import render

from guide.search.answer import (
    SHOWN,
    SHOWN_OF_ONE_KIND,
    answer_from,
)
from guide.search.finding import Wanted, search
from guide.search.forms import SearchForm
from guide.search.missed import note_missed_search
from guide.search.suggestions import names_alike, suggestions_for
from web.public import public_page
from web.rate_limit import seconds_until_allowed
from web.refusals import ask_to_wait

SEARCHES_A_MINUTE = 30
SUGGESTIONS_A_MINUTE = 120


@public_page(unkept=("q", "kind", "as"))
def search_page(request):
    form = SearchForm(request.GET)
    if not form.text:
        return render(request, "guide/search/page.html", {"form": form})
    if seconds := seconds_until_allowed(request, "search", SEARCHES_A_MINUTE):
        return ask_to_wait(request, seconds)
    wanted = Wanted(SHOWN_OF_ONE_KIND if form.kind else SHOWN + 1)
    found = search(form.text, form.is_literal, form.kind, wanted)
    if not found.results and not form.kind:
        note_missed_search(request, form.text)
    context = {
        "form": form,
        "near": [] if found.results else names_alike(form.text),
        "answer": answer_from(found, form.kind),
        "instead": found.instead,
        "literal_query": urlencode({"q": form.text, "as": "typed"}),
    }
    return render(request, "guide/search/page.html", context)


@public_page(unkept=("q", "in"))
def search_suggestions(request):
    """The list under the field, for htmx."""
    form = SearchForm(request.GET)
    seconds = form.text and seconds_until_allowed(
        request, "suggest", SUGGESTIONS_A_MINUTE
    )
    hits = [] if seconds else suggestions_for(form.text, form.subject)
    context = {"form": form, "hits": hits, "is_too_often": bool(seconds)}
    response = render(request, "guide/search/_suggestions.html", context)
    if seconds:
        response.status_code = 429
        response.headers["Retry-After"] = str(seconds)
    return response
