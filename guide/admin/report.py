"""The queue of what readers tell: found by state, kind, age and language, answered with a word."""

from urllib.parse import quote

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from guide.desk.public_pages import RECORDS, address_of_form
from guide.models import Report
from guide.reports.forms import DecisionForm
from guide.reports.pages import CODES, local_address
from guide.reports.sentence import mark_sentence, page_text

ANY = "all"
SHOWN = 120  # characters in the list


class ReportState(admin.SimpleListFilter):
    title, parameter_name = _("state"), "state"

    def lookups(self, request, model_admin):
        return [*Report.State.choices[1:], (ANY, _("all"))]

    def choices(self, changelist):
        """Without a parameter the list shows what waits."""
        unasked, *others = super().choices(changelist)
        return [unasked | {"display": pgettext_lazy("reports", "open")}, *others]

    def queryset(self, request, queryset):
        if self.value() == ANY:
            return queryset
        return queryset.filter(state=self.value() or Report.State.OPEN)


class ReportAge(admin.SimpleListFilter):
    title, parameter_name = _("age"), "days"

    def lookups(self, request, model_admin):
        return [
            ("2", _("older than two days")),
            ("7", _("older than a week")),
            ("30", _("older than a month")),
        ]

    def queryset(self, request, queryset):
        return queryset.older_than(int(self.value())) if self.value() else queryset


@admin.display(description=_("page"), ordering="page")
def page_link(report):
    address = local_address(report.page, report.language)
    return format_html('<a href="{}">{}</a>', address, report.page)


@admin.display(description=_("what the reader says"))
def short_words(report):
    return Truncator(report.words).chars(SHOWN)


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    list_display = [
        "made_at",
        "kind",
        short_words,
        page_link,
        "language",
        "state",
        "decided_by",
    ]
    list_filter = [ReportState, "kind", ReportAge, "language"]
    search_fields = ["page", "sentence", "words", "answer"]
    ordering = ["made_at", "pk"]
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        """What stands on a page is taken off first."""
        is_shown = obj is not None and obj.state == Report.State.ACCEPTED
        return super().has_delete_permission(request, obj) and not is_shown

    def changelist_view(self, request, extra_context=None):
        titled = {"title": self.opts.verbose_name_plural, **(extra_context or {})}
        return super().changelist_view(request, titled)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def change_view(self, request, object_id, form_url="", extra_context=None):
        report = self.get_object(request, object_id)
        if report is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        if request.method != "POST":
            return self.report_page(request, report)
        if not self.has_change_permission(request, report):
            raise PermissionDenied
        return self.save_decision(request, report)

    def save_decision(self, request, report):
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self.report_page(request, report, form, 422)
        state, answer = form.cleaned_data["state"], form.cleaned_data["answer"]
        if not may_decide(report, form) or not report.decide(
            state, answer, request.user.get_username()
        ):
            words = gettext(
                "This changed while you were deciding, so nothing was saved. Look again, then decide."
            )
            messages.error(request, words)
            now = self.get_object(request, str(report.pk)) or report
            return self.report_page(request, now, form, 409)
        label = Report.State(state).label
        self.log_change(request, report, str(label))
        messages.success(request, gettext("Saved: %(state)s.") % {"state": label})
        return HttpResponseRedirect(reverse("admin:guide_report_changelist"))

    def report_page(self, request, report, form=None, status=200):
        address = local_address(report.page, report.language)
        marked = find_sentence(request, report)
        if marked:
            address += f"#:~:text={quote(marked[1], safe='')}"
        context = {
            **self.admin_site.each_context(request),
            "title": str(report),
            "opts": self.opts,
            "report": report,
            "marked": marked,
            "page_address": address,
            "record_form": record_form(report),
            "choices": report.choices,
            "form": form or DecisionForm(initial={"answer": report.answer}),
            "may_decide": self.has_change_permission(request, report),
            "may_delete": self.has_delete_permission(request, report),
        }
        template = "admin/guide/reports/report.html"
        return TemplateResponse(request, template, context, status=status)


def may_decide(report, form) -> bool:
    """Whether the page that was open showed this button, and what is there now."""
    asked, seen = form.cleaned_data["state"], form.cleaned_data["seen"]
    return asked in dict(report.choices) and seen == report.decisions


def find_sentence(request, report) -> tuple[str, str, str] | None:
    if not report.sentence:
        return None
    with override(CODES[report.language]):
        return mark_sentence(page_text(request, report), report.sentence)


def record_form(report) -> str:
    """The address of the form of the record that the page is about; empty where there is none."""
    model = RECORDS.get(report.subject)
    return address_of_form(model, report.subject_slug) if model else ""
