from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guide.admin.editing.base import KeyedAdmin
from guide.admin.editing.change_view import content_write_lock
from guide.admin.editing.forms import OtherNameForm
from guide.models import OtherName


@admin.register(OtherName)
class OtherNameAdmin(KeyedAdmin):
    """A page of the desk lists what was searched in vain, with a button that adds the name."""

    form = OtherNameForm
    list_display = ["name", "subject", "subject_slug"]
    list_filter = ["subject"]
    search_fields = ["name", "subject_slug"]
    ordering = ["subject", "subject_slug", "name"]
    fieldsets = [(_("What it is"), {"fields": ["name", ("subject", "subject_slug")]})]

    def get_urls(self):
        add = self.admin_site.admin_view(self.add_missed)
        return [
            path("missed/", add, name="guide_othername_missed"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def add_missed(self, request):
        """A search without a result becomes a name of a record, in one press."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.get_form(request)(request.POST)
        if form.is_valid():
            with content_write_lock(request):
                name = form.save()
                self.log_addition(request, name, [{"added": {}}])
                self.message_user(request, _("Added: %(name)s") % {"name": name})
        else:
            wrong = [each for errors in form.errors.values() for each in errors]
            self.message_user(request, " ".join(wrong), messages.ERROR)
        return HttpResponseRedirect(reverse("admin:missed_searches"))
