"""Texts whose other language is newer or missing: what changed since beside both texts, and one press where only the
wording did."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guide.desk.missing_texts import LackingRow, missing_texts
from guide.desk.stale_rows import may_change, model_of, rows_in_words
from guide.editors import kinds_seen_by, may_look_at
from guide.models import StaleText
from web.pagination import list_page

STALE_ON_A_PAGE, MISSING_ON_A_PAGE = 10, 100


class SeenForm(forms.Form):
    """What the other language said where somebody found that only its wording changed."""

    digest = forms.CharField(max_length=32)


@require_safe
def stale_texts_page(request):
    if not may_look_at(request.user, StaleText):
        raise PermissionDenied
    seen = StaleText.objects.filter(model__in=kinds_seen_by(request.user))
    page = list_page(seen, request.GET.get("page"), STALE_ON_A_PAGE)
    context = {
        **admin.site.each_context(request),
        "title": _("Texts older than their other language"),
        "rows": page,
        "texts": [
            (row, may_change(request.user, row.mark))
            for row in rows_in_words(list(page))
        ],
    }
    return TemplateResponse(request, "admin/guide/desk/stale_texts.html", context)


@require_POST
@transaction.atomic
def still_right(request, pk):
    """Only wording changed: the translation stays right. Who said so, and when, is in the log of the record."""
    back = HttpResponseRedirect(reverse("admin:stale_texts"))
    mark = StaleText.objects.select_for_update().filter(pk=pk).first()
    if mark is None:
        messages.info(request, _("This text is current already."))
        return back
    if not may_change(request.user, mark):
        raise PermissionDenied
    [row], form = rows_in_words([mark]), SeenForm(request.POST)
    if not form.is_valid() or form.cleaned_data["digest"] != row.digest:
        words = _("It has changed again since you looked, so nothing was done. Look again.")  # fmt: skip
        messages.error(request, words)
        return back
    mark.delete()
    words = _("Only wording changed in “%(text)s”: the translation stays right.") % {"text": row.text_name}  # fmt: skip
    record = get_object_or_404(model_of(mark.model), pk=mark.row)
    LogEntry.objects.log_actions(request.user.pk, [record], CHANGE, change_message=words)  # fmt: skip
    messages.success(request, f"{row.record}: {words}")
    return back


@require_safe
def missing_texts_page(request):
    if not may_look_at(request.user, StaleText):
        raise PermissionDenied
    page = list_page(missing_texts(), request.GET.get("page"), MISSING_ON_A_PAGE)
    context = {
        **admin.site.each_context(request),
        "title": _("Texts that stand in one language only"),
        "rows": page,
        "lacking": [LackingRow(*row) for row in page],
    }
    return TemplateResponse(request, "admin/guide/desk/missing_texts.html", context)


admin.site.pages += [
    ("stale-texts/", stale_texts_page, "stale_texts"),
    ("stale-texts/<int:pk>/still-right/", still_right, "still_right"),
    ("missing-texts/", missing_texts_page, "missing_texts"),
]
