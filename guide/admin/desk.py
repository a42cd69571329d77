"""Pages of the desk that are no list of a model: one search over all records, and what visitors searched in vain."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guide.desk.finding import SHOWN, find_records
from guide.editors import may_look_at
from guide.models import OtherName
from guide.search.missed import most_missed_searches
from guide.search.suggestions import names_alike
from guide.sync.files import content_models
from web.bounds import LONGEST_SEARCH
from web.pagination import list_page

GUESSES, ON_A_PAGE = 3, 20


class FindForm(forms.Form):
    q = forms.CharField(max_length=LONGEST_SEARCH, required=False)


@require_safe
def find_page(request):
    """Records of the kinds that the editor may look at and that have a page in the admin."""
    form = FindForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    kinds = [
        model
        for model in content_models()
        if admin.site.is_registered(model) and may_look_at(request.user, model)
    ]
    found = find_records(text, kinds)
    context = {
        **admin.site.each_context(request),
        "title": _("Find a record"),
        "form": form,
        "text": text,
        "found": found[:SHOWN],
        "are_more": len(found) > SHOWN,
    }
    return TemplateResponse(request, "admin/guide/desk/find.html", context)


@require_safe
def missed_searches_page(request):
    """What several visitors searched in vain, each with the records that may have been meant."""
    if not may_look_at(request.user, OtherName):
        raise PermissionDenied
    page = list_page(most_missed_searches(), request.GET.get("page"), ON_A_PAGE)
    searches = [{**row, "guesses": names_alike(row["text"])[:GUESSES]} for row in page]
    context = {
        **admin.site.each_context(request),
        "title": _("Searches without a result"),
        "rows": page,
        "searches": searches,
        "may_add": request.user.has_perm("guide.add_othername"),
    }
    return TemplateResponse(request, "admin/guide/desk/missed_searches.html", context)


admin.site.pages += [
    ("find/", find_page, "find"),
    ("missed-searches/", missed_searches_page, "missed_searches"),
]
