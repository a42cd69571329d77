"""“My data”: what the site holds of somebody, out, in, and gone."""

import gzip
from base64 import b64decode, b64encode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.own_data.browser import browser_document, forget_browser
from accounts.own_data.counts import count_rows
from accounts.own_data.deletion import (
    HoldsRights,
    delete_account,
    holds_rights,
    who_can_take_rights,
)
from accounts.own_data.document import compact, learner_document, write_document
from accounts.own_data.history_file import HISTORY_HEADER, history_rows, notes_text
from accounts.own_data.import_plan import plan_import
from accounts.own_data.importing import (
    ChangedSince,
    can_be_taken_back,
    import_file,
    take_back_import,
)
from accounts.own_data.preview import preview_rows
from accounts.own_data.reading import BadFile, read_file
from web.access import for_guests, for_learners, is_signed_in
from web.exports import csv_file
from web.gate import form_gate, post_gate
from web.recent_password import ask_for_password, gave_password_recently

PAGE = "accounts:my-data"


class FileForm(forms.Form):
    """A file, or the same one again as the preview packed it: the site keeps nothing of it in between."""

    file = forms.FileField(required=False)
    packed = forms.CharField(required=False)

    def clean(self):
        values = super().clean()
        if values.get("file"):
            return {"content": values["file"].read()}
        try:
            content = b64decode(values.get("packed", ""), validate=True)
        except ValueError:
            content = b""
        if not content:
            raise forms.ValidationError(_("Choose the file that you downloaded here."))
        return {"content": content}


@require_safe
@for_guests
def my_data(request):
    context = {}
    if is_signed_in(request):
        context["counts"] = count_rows(request.user)
        context["last_import"] = can_be_taken_back(request.user)
    return render(request, "accounts/own_data/my_data.html", context)


def private_file(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@for_guests
def data_file(request):
    """All of an account; without one what this browser holds."""
    document = (
        write_document(learner_document(request.user, timezone.now()))
        if is_signed_in(request)
        else compact(browser_document(request)) + "\n"
    )
    return private_file(document, "my-data.json", "application/json")


@require_safe
@for_learners
def history_file(request):
    response = csv_file("history.csv", HISTORY_HEADER, history_rows(request.user))
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@for_learners
def notes_file(request):
    text = notes_text(request.user)
    return private_file(text, "notes.md", "text/markdown; charset=utf-8")


@form_gate
@for_learners
def data_import(request):
    """Shows what a file would bring; sent again with `confirmed` it brings it. The file itself is not kept."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse(PAGE))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return refuse_file(request, form.non_field_errors()[0])
    content = form.cleaned_data["content"]
    try:
        if request.POST.get("confirmed"):
            plan = import_file(request.user, content)
        else:
            plan = plan_import(request.user, read_file(content))
    except BadFile as error:
        return refuse_file(request, error.words)
    if request.POST.get("confirmed"):
        said = _("Imported.") if plan.changes_something else _("All of it was here.")
        messages.success(request, said)
        return HttpResponseRedirect(reverse(PAGE), status=303)
    packed = b64encode(gzip.compress(content)).decode()
    context = {"plan": plan, "rows": preview_rows(plan), "packed": packed}
    return render(request, "accounts/own_data/preview.html", context)


def refuse_file(request, words: str):
    context = {"problem": words, "counts": count_rows(request.user)}
    return render(request, "accounts/own_data/my_data.html", context, status=422)


@form_gate
@for_learners
def undo_import(request):
    if request.method != "POST":
        return HttpResponseRedirect(reverse(PAGE))
    try:
        if take_back_import(request.user):
            messages.success(request, _("Undone: your account is as it was before."))
        else:
            messages.info(request, _("There is no import to undo any more."))
    except ChangedSince:
        messages.warning(
            request,
            _(
                "You have changed something since, so the import is not undone: that would lose it."
            ),
        )
    return HttpResponseRedirect(reverse(PAGE), status=303)


@form_gate
@for_learners
def account_deletion(request):
    if not gave_password_recently(request):
        return ask_for_password(request)
    if holds_rights(request.user):
        context = {"who": who_can_take_rights(request.user)}
        return render(request, "accounts/own_data/rights_first.html", context)
    if request.method == "POST" and request.POST.get("confirmed"):
        return delete_and_say(request)
    context = {"counts": count_rows(request.user)}
    return render(request, "accounts/own_data/delete.html", context)


def delete_and_say(request):
    try:
        delete_account(request, request.user)
    except HoldsRights:
        return HttpResponseRedirect(request.path, status=303)
    messages.success(request, _("Your account and everything in it are deleted."))
    return forget_browser(
        request, HttpResponseRedirect(reverse("guide:home"), status=303)
    )


@post_gate
@for_guests
def browser_forgotten(request):
    """Only without an account: what an account holds is not the browser's."""
    response = HttpResponseRedirect(reverse(PAGE), status=303)
    if is_signed_in(request):
        return response
    messages.success(request, _("This browser holds nothing of you any more."))
    return forget_browser(request, response)
