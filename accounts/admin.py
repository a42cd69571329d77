"""People are the superusers' business alone: no permission opens these pages to an editor."""

import re

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import (
    CourseProgress,
    CriterionTick,
    Learner,
    ProgressEvent,
    SkillClaim,
    State,
    StepHours,
    StepNote,
    StepProgress,
    Sweep,
    User,
)
from guide.admin.editing.impact import reports_impact, reports_learners
from guide.admin.editing.uses import relations_to, short_link_pattern
from web.typed_text import ShowsTypedText

# Second steps and sessions are kept on the account's own pages; the others come back below, for superusers.
admin.site.unregister([Authenticator, EmailAddress, Group, UserSession])


class ForSuperusers:
    def is_superuser(self, request, obj=None):
        return request.user.is_active and request.user.is_superuser

    has_view_permission = has_add_permission = has_change_permission = (
        has_delete_permission
    ) = is_superuser
    has_module_permission = is_superuser

    def history_view(self, request, object_id, extra_context=None):
        if not self.is_superuser(
            request
        ):  # before Django says whether there is such a row
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)


class LookOnly(ForSuperusers):
    """What a learner did is looked at, to help; it is never edited here, and private texts are left out."""

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


class PeopleAdmin(ShowsTypedText, ForSuperusers):
    """People and their rights: to open or change them asks for the password."""

    dangerous_views = (
        "add_view",
        "change_view",
        "delete_view",
        "user_change_password",
    )


class UserForm(AdminUserCreationForm):
    class Meta:
        model, fields = User, ["email"]


@admin.register(User)
class PersonAdmin(PeopleAdmin, UserAdmin):
    add_form = UserForm
    list_display = [
        "email",
        "is_staff",
        "is_superuser",
        "is_active",
        "date_joined",
        "last_login",
    ]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups"]
    search_fields = ["email"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password", "time_zone"]}),
        (
            _("Rights"),
            {
                "fields": [
                    "is_active",
                    "is_staff",
                    "is_superuser",
                    "groups",
                    "user_permissions",
                ]
            },
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "usable_password", "password1", "password2"]})
    ]

    def get_deleted_objects(self, objs, request):
        """A person goes with everything of theirs, which nobody may delete on its own."""
        deleted, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), protected


@admin.register(Group)
class GroupOfPeopleAdmin(PeopleAdmin, GroupAdmin):
    pass


@admin.register(EmailAddress)
class EmailAddressAdmin(LookOnly, admin.ModelAdmin):
    fields = list_display = ["email", "user", "primary", "verified"]
    list_filter = ["primary", "verified"]
    list_select_related = ["user"]
    search_fields = ["email"]
    ordering = ["email"]


@admin.register(StepProgress)
class StepProgressAdmin(LookOnly, admin.ModelAdmin):
    fields = list_display = [
        "user",
        "step",
        "state",
        "by",
        "started_on",
        "finished_on",
        "changed_at",
    ]
    list_filter = ["state", "by"]
    list_select_related = ["user", "step"]
    search_fields = ["user__email", "step__slug"]
    ordering = ["-changed_at", "-pk"]
    show_full_result_count = False


@admin.register(ProgressEvent)
class ProgressEventAdmin(LookOnly, admin.ModelAdmin):
    fields = list_display = [
        "user",
        "kind",
        "step",
        "course",
        "skill",
        "before",
        "after",
        "by",
        "at",
    ]
    list_filter = ["kind", "by"]
    list_select_related = ["user", "step", "course", "skill"]
    search_fields = ["user__email", "step__slug"]
    ordering = ["-at", "-pk"]
    show_full_result_count = False


@admin.register(Learner)
class LearnerAdmin(LookOnly, admin.ModelAdmin):
    fields = list_display = ["user", "roadmap", "hours_a_week", "currency", "language"]
    list_select_related = ["user", "roadmap"]
    search_fields = ["user__email"]
    ordering = ["user__email"]


class SaidAdmin(LookOnly, admin.ModelAdmin):
    """What learners said of criteria, courses and skills. Notes and links are theirs alone: they have no page here."""

    search_fields = ["user__email"]
    ordering = ["-changed_at", "-pk"]
    show_full_result_count = False


@admin.register(CriterionTick)
class CriterionTickAdmin(SaidAdmin):
    fields = list_display = ["user", "criterion", "state", "changed_at"]
    list_select_related = ["user", "criterion"]


@admin.register(CourseProgress)
class CourseProgressAdmin(SaidAdmin):
    fields = list_display = ["user", "course", "state", "changed_at"]
    list_filter = ["state"]
    list_select_related = ["user", "course"]


@admin.register(SkillClaim)
class SkillClaimAdmin(SaidAdmin):
    fields = list_display = ["user", "skill", "level", "changed_at"]
    list_filter = ["level"]
    list_select_related = ["user", "skill"]


@admin.register(StepHours)
class StepHoursAdmin(LookOnly, admin.ModelAdmin):
    fields = list_display = ["user", "step", "minutes"]
    list_select_related = ["user", "step"]
    search_fields = ["user__email", "step__slug"]
    ordering = ["user__email", "step__slug"]
    show_full_result_count = False


@admin.register(Sweep)
class SweepAdmin(LookOnly, admin.ModelAdmin):
    fields = list_display = [
        "user",
        "kind",
        "roadmap",
        "stage",
        "course",
        "at",
        "undone_at",
    ]
    list_filter = ["kind"]
    list_select_related = ["user", "roadmap", "course"]
    search_fields = ["user__email"]
    ordering = ["-at", "-pk"]
    show_full_result_count = False


@reports_impact
def learners_of(steps):
    """How many learners a change of these steps touches, and in which state: numbers only."""
    events = ProgressEvent.objects.filter(step__in=steps).order_by().values_list("step")
    totals = dict(events.annotate(Count("user", distinct=True)))
    counted = (
        StepProgress.objects.filter(step__in=steps)
        .values_list("step", "state")
        .annotate(Count("pk"))
    )
    numbers = {(step, state): number for step, state, number in counted}
    for step in steps:
        total = totals.get(step.pk, 0)
        states = [
            f"{State(s).label} {numbers[step.pk, s]}"
            for s in State
            if (step.pk, s) in numbers
        ]
        words = ngettext(
            "“%(step)s”: %(n)s learner", "“%(step)s”: %(n)s learners", total
        )
        yield words % {"step": step, "n": total} + (
            f" ({', '.join(states)})" if states else ""
        )


@reports_learners
def learners_with_data_at(row):
    """How many learners did something with a record of the guide, or link to it in a note: the number only."""
    users = set()
    for path, relation in relations_to(type(row)):
        model = relation.related_model
        if model._meta.app_label == "accounts":
            users.update(
                model._base_manager.filter(**{path: row}).values_list("user", flat=True)
            )
    link = f"{row._meta.model_name}:{row.slug}"
    notes = StepNote.objects.filter(text__contains=link).values_list("user", "text")
    pattern = short_link_pattern(row)
    users.update(user for user, text in notes if re.search(pattern, text))
    if users:
        yield ngettext("%(n)s learner", "%(n)s learners", len(users)) % {
            "n": len(users)
        }
