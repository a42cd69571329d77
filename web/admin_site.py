"""The admin site: it keeps what was typed when a session ends, and asks for the password before dangerous actions.

What is dangerous: to delete; to open or save accounts, groups and their rights; to split and merge steps; an action on
more than one row of a list, such as publishing and retiring. Everything else can be undone in the same form, the
decision of a conflict too.
"""

from functools import wraps

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.i18n import JavaScriptCatalog

from web.bounds import row_key
from web.recent_password import ask_for_password, gave_password_recently
from web.typed_text import (
    ShowsTypedText,
    keep_typed_text,
    mark_of_writer,
    take_typed_text,
    writer_of,
)

FORMS = ("add_view", "change_view")


class CarefulSite(AdminSite):
    """`pages`: address, view and name of pages that belong to no model; all staff may open them."""

    def __init__(self, name="admin"):
        super().__init__(name)
        self.pages = []

    def get_urls(self):
        own = [
            path(route, self.admin_view(view), name=page)
            for route, view, page in self.pages
        ]
        public = self.admin_view(self.public_page)
        address = "r/<path:content_type_id>/<path:object_id>/"
        own.append(path(address, public, name="view_on_site"))
        return [*own, *super().get_urls()]

    def public_page(self, request, content_type_id, object_id):
        """Django's way to the page of a record, for who may look at its kind: a draft's address tells what it is."""
        kind = ContentType.objects.filter(pk=row_key(content_type_id)).first()
        page = kind and self._registry.get(kind.model_class())
        if page is None or not page.has_view_permission(request):
            raise Http404
        return shortcut(request, content_type_id, object_id)

    def each_context(self, request):
        return super().each_context(request) | {"writer": mark_of_writer(request.user)}

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def careful(request, *args, **kwargs):
            if not self.has_permission(request):
                keep_until_sign_in(request)
            elif is_dangerous(view, request) and not gave_password_recently(request):
                if request.method == "POST" and writer_of(request) == request.user.pk:
                    keep_typed_text(request)
                return ask_for_password(request)
            elif shows_kept_request(view, request) and (
                fields := take_typed_text(request)
            ):
                return self.kept_request_page(request, fields)
            return guarded(request, *args, **kwargs)

        return careful

    def i18n_javascript(self, request, extra_context=None):
        """The words of Django's scripts, and over them those of our own catalogue, which Django would leave out."""
        return JavaScriptCatalog.as_view()(request)

    def kept_request_page(self, request, fields):
        """What was sent before somebody had to sign in again, and a button that sends it once more."""
        context = {
            **self.each_context(request),
            "title": _("You are signed in again"),
            "fields": [
                (name, value) for name, values in fields.lists() for value in values
            ],
        }
        return TemplateResponse(request, "admin/kept_request.html", context)


def keep_until_sign_in(request) -> None:
    """Keep what somebody sends whose session has ended, and say so on the page that asks to sign in."""
    if request.method != "POST" or request.user.is_authenticated:
        return
    if writer_of(request) is None:
        return
    if keep_typed_text(request):
        message = _(
            "Your session ended, so nothing was saved. What you typed is kept for a day: sign in to get it "
            "back."
        )
        messages.info(request, message)
    else:
        message = _(
            "Your session ended, so nothing was saved, and what you typed is too long to keep. Go back in "
            "your browser and copy it before you sign in."
        )
        messages.error(request, message)


def is_dangerous(view, request) -> bool:
    """Whether a view of the admin asks for the password; `dangerous_views` of its ModelAdmin names more of them."""
    page = getattr(view, "__self__", None)
    if view.__name__ in getattr(page, "dangerous_views", ()):
        return True
    if view.__name__ == "delete_view":
        return page.has_delete_permission(request)
    return view.__name__ == "changelist_view" and acts_on_many(request)


def acts_on_many(request) -> bool:
    if request.method != "POST" or "_save" in request.POST:
        return False
    deletes = request.POST.get("action") == "delete_selected"
    return deletes or len(request.POST.getlist("_selected_action")) > 1


def shows_kept_request(view, request) -> bool:
    """Whether what was kept for this view is shown on a page of its own, because no form of it could be filled."""
    page = getattr(view, "__self__", None)
    fills_form = isinstance(page, ShowsTypedText) and view.__name__ in FORMS
    return request.method == "GET" and not fills_form
