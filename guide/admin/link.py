"""What the link checker found. A move is accepted in one press, and so is that an address is still right."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from guide.admin.editing.change_view import content_write_lock
from guide.freshness.content_links import content_links
from guide.freshness.moves import accept_move, records_of
from guide.models import Link, Revision
from web.bounds import row_key
from web.links import readable_address


class LinkState(admin.SimpleListFilter):
    title, parameter_name = _("state"), "state"

    def lookups(self, request, model_admin):
        return [*Link.State.choices, ("all", _("all"))]

    def choices(self, changelist):
        """Without a parameter the list shows what an editor should look at."""
        unasked, *others = super().choices(changelist)
        return [unasked | {"display": _("gone or moved")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        if self.value():
            return queryset.filter(state=self.value())
        return queryset.dead_or_moved()


class LinkList(ChangeList):
    """Each row knows the records that name its address: two queries, and one for each kind of record."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        uses = content_links()
        for link in self.result_list:
            link.records = list(records_of(uses.get(link.address, [])))


@admin.display(description=_("address"), ordering="address")
def address(link):
    """The address, where it moved to, and a button of the form around the list."""
    moved = link.final_address and format_html("→ {}", outer_link(link.final_address))
    parts = [outer_link(link.address), moved, decision(link)]
    return format_html_join(
        "", '<div class="link">{}</div>', ((part,) for part in parts if part)
    )


def outer_link(target):
    return format_html(
        '<a href="{}" rel="noopener noreferrer">{}</a>',
        target,
        readable_address(target),
    )


def decision(link):
    if link.state == Link.State.MOVED:
        name, label = "move", _("Take the new address")
    elif link.state == Link.State.GONE:
        name, label = "open", _("I opened it: it is there")
    else:
        return ""
    return format_html(
        '<button class="button" formaction="{}" name="link" value="{}">{}</button>',
        reverse(f"admin:guide_link_{name}"),
        link.pk,
        label,
    )


@admin.display(description=_("answer"), ordering="said")
def said(link):
    known = dict(Link.Said.choices)
    return known.get(link.said, link.said)


@admin.display(description=_("named by"))
def records(link):
    return format_html_join(
        gettext(", "),
        '<a href="{}">{}</a>',
        ((change_address(row), row) for row in link.records),
    )


def change_address(row):
    """Of the record, or of the one that the row belongs to."""
    while row.owner:
        row = getattr(row, row.owner)
    return reverse(f"admin:guide_{row._meta.model_name}_change", args=[row.pk])


@admin.action(permissions=["change"], description=_("Take the new addresses"))
def take_moves(page, request, links):
    page.move(request, links.moved())


@admin.action(permissions=["change"], description=_("I opened them: they are there"))
def believe(page, request, links):
    page.vouch(request, links)


@admin.register(Link)
class LinkAdmin(admin.ModelAdmin):
    list_display = [
        address, records, "state", said, "first_failed_at", "checked_at",
    ]  # fmt: skip
    list_display_links = None
    list_filter = [LinkState]
    search_fields = ["address", "final_address"]
    ordering = ["state", "address"]
    list_per_page = 50
    actions = [take_moves, believe]
    readonly_fields = [field.name for field in Link._meta.fields if field.name != "id"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_changelist(self, request, **kwargs):
        return LinkList

    def get_urls(self):
        views = {"move": self.move_view, "open": self.open_view}
        mine = [
            path(
                f"{name}/", self.admin_site.admin_view(view), name=f"guide_link_{name}"
            )
            for name, view in views.items()
        ]
        return [*mine, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        titled = {"title": _("What became of links"), **(extra_context or {})}
        with content_write_lock(request, Revision.Reason.MOVED):
            return super().changelist_view(request, titled)

    @method_decorator(require_POST)
    def move_view(self, request):
        with content_write_lock(request, Revision.Reason.MOVED):
            self.move(request, self.asked_link(request).moved())
        return self.back(request)

    @method_decorator(require_POST)
    def open_view(self, request):
        with content_write_lock(request, Revision.Reason.STILL_RIGHT):
            self.vouch(request, self.asked_link(request))
        return self.back(request)

    def asked_link(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        found = Link.objects.filter(pk=row_key(request.POST.get("link")))
        get_object_or_404(found)
        return found

    def back(self, request):
        """To the list as it was filtered."""
        query = request.GET.urlencode()
        return HttpResponseRedirect(
            reverse("admin:guide_link_changelist") + (f"?{query}" if query else "")
        )

    def move(self, request, links):
        done = 0
        for link in list(links):
            self.refuse_without_right(request, link)
            changed, left = accept_move(link)
            done += len(changed)
            for row in changed:
                self.log_change(request, row, str(Revision.Reason.MOVED.label))
            for row in left:
                words = gettext(
                    "Change this one by hand: %(record)s names %(address)s."
                )
                named = {"record": row, "address": link.address}
                self.message_user(request, words % named, messages.WARNING)
        message = ngettext(
            "%(n)s record has the new address.",
            "%(n)s records have the new address.",
            done,
        )
        self.message_user(request, message % {"n": done}, messages.SUCCESS)

    def refuse_without_right(self, request, link):
        for use in content_links().get(link.address, []):
            if not request.user.has_perm(f"guide.change_{use.model._meta.model_name}"):
                raise PermissionDenied

    def vouch(self, request, links):
        addresses = list(links.values_list("address", flat=True))
        Link.objects.vouch(addresses, request.user.get_username())
        message = ngettext(
            "%(n)s address is believed for three months.",
            "%(n)s addresses are believed for three months.",
            len(addresses),
        )
        self.message_user(request, message % {"n": len(addresses)}, messages.SUCCESS)
