"""What somebody typed into the admin before the session ended, kept for this person alone until the next sign-in.

Every form of the admin carries a signed mark of the person it was made for. A form that comes without a session is
kept in the browser's new, anonymous session: nothing without such a mark, no passwords, and not for long. After
sign-in the same address shows it again (`web/admin_site.py`); to anybody else it is never shown, and dropped.
"""

import copy
import re
import time

from django.core import signing
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

WRITER = "writer"  # name of the form field
SALT = "web.typed_text.writer"
WRITER_SECONDS = 14 * 24 * 60 * 60  # how old a form may be
KEPT_SECONDS = 24 * 60 * 60
LONGEST = 400_000  # characters of all forms that one browser has kept
SESSION_KEY = "typed_text"
FORGOTTEN = ("csrfmiddlewaretoken", WRITER)
# Of a field: the prefix of its inline rows, if any, and its name.
ROW_FIELD = re.compile(r"(?:(.+-)\d+-)?(.*)", re.DOTALL)
SHOWN_AGAIN = _(
    "This is what you typed before you had to sign in again. None of it is saved yet. Check it, then save."
)

DELETED = _("Deleted in the meantime")


def mark_of_writer(user) -> str:
    return signing.dumps(user.pk, salt=SALT)


def writer_of(request: HttpRequest) -> int | None:
    """The primary key of the person for whom the form was made that a request sends."""
    try:
        return signing.loads(
            request.POST.get(WRITER, ""), salt=SALT, max_age=WRITER_SECONDS
        )
    except signing.BadSignature:
        return None


def keep_typed_text(request: HttpRequest) -> bool:
    """Keep what was sent for its writer, for this address. Returns whether there is room for it."""
    if (writer := writer_of(request)) is None:
        return False
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name not in FORGOTTEN and "password" not in name.lower()
    }
    forms = kept_forms(request, writer) | {
        request.get_full_path(): {"at": time.time(), "fields": fields}
    }
    if not fields or length_of(forms) > LONGEST:
        return False
    request.session[SESSION_KEY] = {"writer": writer, "forms": forms}
    return True


def length_of(forms) -> int:
    return sum(
        len(path) + len(name) + sum(map(len, values))
        for path, form in forms.items()
        for name, values in form["fields"].items()
    )


def kept_forms(request: HttpRequest, writer: int) -> dict[str, dict]:
    """By address, the forms of this writer that are not too old."""
    kept = request.session.get(SESSION_KEY, {})
    if kept.get("writer") != writer:
        return {}
    oldest = time.time() - KEPT_SECONDS
    return {path: form for path, form in kept["forms"].items() if form["at"] > oldest}


def take_typed_text(request: HttpRequest) -> QueryDict | None:
    """What the person of this request had sent to this address; it is given out once."""
    if SESSION_KEY not in request.session or request.user.pk is None:
        return None
    forms = kept_forms(request, request.user.pk)
    form = forms.pop(request.get_full_path(), None)
    if forms:
        request.session[SESSION_KEY] = {"writer": request.user.pk, "forms": forms}
    else:
        del request.session[SESSION_KEY]
    if form is None:
        return None
    fields = QueryDict(mutable=True)
    for name, values in form["fields"].items():
        fields.setlist(name, values)
    return fields


def back_to_form(request: HttpRequest) -> HttpResponseRedirect | None:
    """To the form anew, with what was typed, where it was opened before its writer signed in again; else None."""
    if (writer := writer_of(request)) is None:
        return None
    is_theirs = request.user.is_anonymous or writer == request.user.pk
    if is_theirs and keep_typed_text(request):
        return HttpResponseRedirect(request.get_full_path())
    return None


class ShowsTypedText:
    """A ModelAdmin whose form comes back filled with what was typed. It is checked, and never saved unasked.

    Where somebody has deleted the record meanwhile there is no form any more: then the text is shown, to be copied.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "GET" and (fields := take_typed_text(request)):
            request = unsaved_post(request, fields)
        page = super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST" and getattr(request, "is_record_gone", False):
            return self.typed_text_page(request)
        return page

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        request.is_record_gone = found is None
        return found

    def typed_text_page(
        self, request, title=DELETED, words="", status=404, has_form=True
    ):
        """`words`: why nothing could be saved, where nobody deleted the record. `has_form`: whether it is there yet."""
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "words": words,
            "has_form": has_form,
            "has_list": self.has_view_permission(request),
            "opts": self.opts,
            "texts": typed_texts(self, request),
        }
        page = "admin/typed_text.html"
        return TemplateResponse(request, page, context, status=status)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return unsaved_form(form) if getattr(request, "is_unsaved", False) else form


def typed_texts(model_admin, request) -> list[tuple[str, str]]:
    """Label and text of each field that is no choice among other records, those of inline rows too."""
    models = {"": model_admin.model} | {
        f"{formset.get_default_prefix()}-": formset.model
        for formset, _inline in model_admin.get_formsets_with_inlines(request)
    }
    found = []
    for name, text in request.POST.items():
        prefix, field = ROW_FIELD.match(name).groups()
        column = text_column(models.get(prefix or ""), field)
        if column and text.strip():
            number = name.removeprefix(prefix or "").partition("-")[0]
            row = (
                f"{column.model._meta.verbose_name} {int(number) + 1}: "
                if prefix
                else ""
            )
            found.append((capfirst(f"{row}{column.verbose_name}"), text))
    return found


def text_column(model, name: str):
    """The field of that name, if it holds what is typed; else None."""
    columns = model._meta.concrete_fields if model else ()
    return next(
        (
            column
            for column in columns
            if column.name == name and not (column.is_relation or column.primary_key)
        ),
        None,
    )


def unsaved_post(request: HttpRequest, fields: QueryDict) -> HttpRequest:
    """The request as if it had sent these fields."""
    post = copy.copy(request)
    post.method, post.POST, post._files = "POST", fields, MultiValueDict()
    post.is_unsaved = True
    return post


def unsaved_form(form_class):
    """The form with one error more, so that nobody saves what nobody has looked at."""

    class UnsavedForm(form_class):
        def full_clean(self):
            super().full_clean()
            if self.is_bound:
                self.add_error(None, SHOWN_AGAIN)

    return UnsavedForm
