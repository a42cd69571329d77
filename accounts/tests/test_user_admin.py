"""Editors reach content and nothing else; people are the superusers' business."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, get_resolver, reverse

from accounts.models import StepProgress, User
from guide.admin.editing.base import KeyedAdmin
from guide.editors import editor_codenames
from guide.models import LoadedFile, LoadedRecord
from guide.tests.admin_pages import form_of, text_of
from guide.tests.factory import make_roadmap, make_skill, make_step
from tests.people import PASSWORD

# Open to everybody; the last one only leads on to the account's own page, which asks who it is.
OPEN = {"admin:login", "admin:logout", "admin:jsi18n", "admin:password_change"}


# What every member of the staff may open, besides the content.
STAFF = {"admin:index", "admin:find", "admin:password_change_done"}


# Pages of the content that need steps to begin with; who may open them is said in their own tests.
SUCCESSION = {"admin:guide_step_split", "admin:guide_step_merge"}


# What changed on the whole site; who may do what there is said in the tests of the history.
REVISIONS = {
    f"admin:guide_revision_{page}" for page in ("changelist", "change", "history")
}
# What was searched in vain, and the press that adds a name to the content; refused to others in their own tests.
MISSED = {"admin:missed_searches", "admin:guide_othername_missed"}
# Texts whose other language is newer or missing; who may say what is right is said in their own tests.
TEXTS = {"admin:stale_texts", "admin:still_right", "admin:missing_texts"}
# What became of links; who may decide about one is said in their own tests.
LINKS = {f"admin:guide_link_{page}" for page in ("changelist", "change", "history")}


def names():
    """Every named page of the admin."""
    patterns = get_resolver().namespace_dict["admin"][1].reverse_dict
    return sorted({f"admin:{name}" for name in patterns if isinstance(name, str)})


def address(name, rows):
    """The page of an existing object where one is needed."""
    model = name.removeprefix("admin:").rpartition("_")[0]
    for arguments in (
        [],
        [rows.get(model, 1)],
        [ContentType.objects.get_for_model(User).pk, 1],
        ["accounts"],
    ):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(f"How is {name} reached?")


@pytest.fixture
def rows(learner):
    step = make_step()
    StepProgress.objects.set_state(learner, step, "doing")
    LoadedRecord.objects.create(pk=1, model="guide.step", key="any", fields={})
    LoadedFile.objects.create(pk=1, name="any", records=1)
    group, _made = Group.objects.get_or_create(name="Any")
    return {
        "guide_step": step.pk, "guide_skill": make_skill().pk, "guide_roadmap": make_roadmap(1).pk,
        "accounts_user": learner.pk, "accounts_stepprogress": StepProgress.objects.get().pk, "auth_group": group.pk,
        "accounts_progressevent": learner.progress_events.get().pk,
        "account_emailaddress": learner.emailaddress_set.get().pk,
    }  # fmt: skip


def content_pages():
    """What an editor may open of the content: lists, and adding, changing, history and preview of a record."""
    pages = {
        model
        for model, page in admin.site._registry.items()
        if isinstance(page, KeyedAdmin)
    }
    start = {f"admin:guide_{model._meta.model_name}_" for model in pages}
    return {
        f"{name}{action}"
        for name in start
        for action in ("changelist", "add", "change", "history", "preview")
    }


@pytest.mark.parametrize("method", ["get", "post"])
def test_guests_and_learners_reach_no_page_of_the_admin(client, rows, learner, method):
    for sign_in in (False, True):
        if sign_in:
            client.force_login(learner)
        for name in set(names()) - OPEN:
            answer = getattr(client, method)(address(name, rows))
            assert (name, answer.status_code) in ((name, 302), (name, 403), (name, 404))
            assert answer.status_code != 302 or "/login/" in answer.headers["Location"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_editors_reach_content_and_nothing_else(client, rows, editor, method):
    client.force_login(editor)
    queues = {
        name
        for name in names()
        if name.startswith(("admin:guide_conflict_", "admin:guide_report_"))
    }
    content = content_pages() | queues | REVISIONS | SUCCESSION | MISSED
    content |= TEXTS | LINKS
    others = set(names()) - OPEN - STAFF - content
    refused = {
        name: getattr(client, method)(address(name, rows)).status_code
        for name in others
    }

    # The shortcut to a public page and the search of a field are refused for what is not content, see below.
    assert {
        name: status
        for name, status in refused.items()
        if status not in (403, 404, 405)
    } == {}


@pytest.mark.both_databases
def test_editors_open_every_page_of_the_content(client, rows, editor):
    client.force_login(editor)
    pages = [
        name
        for name in content_pages()
        if not name.endswith(("_change", "_history", "_preview"))
    ]
    pages += [
        "admin:guide_step_change",
        "admin:guide_skill_history",
        "admin:guide_step_preview",
        "admin:guide_roadmap_change",
    ]

    assert {
        name: client.get(address(name, rows)).status_code for name in pages
    } == dict.fromkeys(pages, 200)


@pytest.mark.both_databases
def test_superusers_open_every_page(client, rows, superuser):
    client.force_login(superuser)
    lists = [name for name in names() if name.endswith(("_changelist", "_history"))]

    statuses = {
        name: client.get(address(name, rows)).status_code
        for name in lists
        if address(name, rows)
    }

    assert {
        name for name, status in statuses.items() if status not in (200, 302)
    } == set()
    assert (
        client.get(
            reverse("admin:accounts_user_change", args=[rows["accounts_user"]])
        ).status_code
        == 200
    )


def test_the_group_of_editors_holds_nothing_but_content(editor):
    held = {
        f"{p.content_type.app_label}.{p.codename}"
        for p in Group.objects.get(name="Editors").permissions.all()
    }

    assert held == {f"guide.{name}" for name in editor_codenames()}
    assert not any("delete" in name for name in held)


def test_secrets_and_the_log_have_no_page_for_anybody():
    registered = {
        f"{model._meta.app_label}.{model._meta.model_name}"
        for model in admin.site._registry
    }

    assert (
        registered
        & {"mfa.authenticator", "account.emailconfirmation", "usersessions.usersession"}
        == set()
    )
    assert (
        registered & {"admin.logentry", "auth.permission", "sessions.session"} == set()
    )


def test_a_form_of_content_takes_no_other_fields(client, editor):
    client.force_login(editor)
    skill = make_skill()
    url = reverse("admin:guide_skill_change", args=[skill.pk])
    extra = {
        "id": "999",
        "version": "1",
        "updated_at": "2020-01-01",
        "sort_zh": "x",
        "is_superuser": "on",
    }

    client.post(url, {**form_of(client.get(url)), **extra, "name_en": "Renamed"})

    skill.refresh_from_db()
    assert (skill.pk, skill.name_en, skill.version, skill.sort_zh) == (
        skill.pk,
        "Renamed",
        2,
        skill.sort_zh,
    )
    assert skill.sort_zh != "x"
    assert not User.objects.get(pk=editor.pk).is_superuser


def test_editors_see_each_others_work_but_no_learner(client, editor, learner):
    client.force_login(editor)
    step = make_step()
    StepProgress.objects.set_state(learner, step, "done")
    url = reverse("admin:guide_step_change", args=[step.pk])
    client.post(url, {**form_of(client.get(url)), "name_en": "Renamed"})

    pages = ["admin:index", "admin:guide_step_changelist"]
    seen = "".join(text_of(client.get(reverse(name))) for name in pages)
    seen += text_of(
        client.get(reverse("admin:guide_step_history", args=[step.pk]))
    ) + text_of(client.get(url))

    assert editor.email in seen
    assert learner.email not in seen
    assert LogEntry.objects.get().user_id == editor.pk


# What superusers do


def test_superusers_make_an_editor_and_look_at_progress(
    client, superuser, learner, editor
):
    client.force_login(superuser)
    url = reverse("admin:accounts_user_change", args=[learner.pk])
    form = form_of(client.get(url)) | {
        "is_staff": "on",
        "groups": Group.objects.get(name="Editors").pk,
    }

    assert client.post(url, form).status_code == 302

    learner.refresh_from_db()
    assert (learner.is_staff, learner.is_superuser) == (True, False)
    assert learner.check_password(PASSWORD)


def test_progress_is_looked_at_and_not_edited(client, superuser, rows):
    client.force_login(superuser)
    progress = StepProgress.objects.get()
    url = reverse("admin:accounts_stepprogress_change", args=[progress.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, {"state": "done"}).status_code == 403
    assert client.post(reverse("admin:accounts_stepprogress_add")).status_code == 403
    assert (
        client.post(
            reverse("admin:accounts_stepprogress_delete", args=[progress.pk])
        ).status_code
        == 403
    )
    assert StepProgress.objects.get().state == "doing"


def test_private_texts_stand_on_no_page():
    private = {
        "note",
        "evidence",
        "evidence_link",
        "link",
        "token",
        "token_hash",
        "key",
        "data",
    }
    pages = [
        page
        for model, page in admin.site._registry.items()
        if model._meta.app_label in ("accounts", "account")
    ]

    assert {name for page in pages for name in (page.fields or [])} & private == set()
    assert {name for page in pages for name in page.list_display} & private == set()
    assert [page for page in pages if not page.fields and not page.fieldsets] == []


@pytest.mark.both_databases
def test_superusers_delete_a_person_with_everything_of_theirs(
    client, superuser, rows, learner
):
    client.force_login(superuser)
    url = reverse("admin:accounts_user_delete", args=[learner.pk])

    assert client.post(url, form_of(client.get(url))).status_code == 302
    assert not User.objects.filter(pk=learner.pk).exists()


def test_a_new_person_signs_in_with_an_address(client, superuser):
    client.force_login(superuser)
    form = {"email": "New@Example.org", "usable_password": "true"}
    form |= {"password1": "another-lantern-8", "password2": "another-lantern-8"}

    assert client.post(reverse("admin:accounts_user_add"), form).status_code == 302
    assert User.objects.get(email="new@example.org").check_password("another-lantern-8")


def test_the_admin_sends_people_to_their_own_page_for_a_password(client, editor):
    client.force_login(editor)

    answer = client.post(
        reverse("admin:password_change"),
        {"old_password": PASSWORD, "new_password1": "x"},
    )

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        reverse("account_change_password"),
    )


@pytest.mark.usefixtures("template_contexts")
def test_no_two_sections_of_the_admin_have_one_name(admin_client):
    sections = [
        str(section["name"])
        for section in admin_client.get("/admin/").context["app_list"]
    ]

    assert sorted(sections) == [
        "Accounts",
        "Authentication and Authorization",
        "Guide",
        "People",
    ]
