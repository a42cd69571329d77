"""An editor who was given every permission there is, by mistake, stays an editor."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from accounts.models import User


@pytest.fixture
def overpowered(editor):
    editor.user_permissions.set(Permission.objects.all())
    return editor


def people():
    return list(
        User.objects.order_by("pk").values(
            "email", "password", "is_staff", "is_superuser", "is_active"
        )
    )


@pytest.mark.parametrize(
    "name",
    ["user_change", "user_add", "user_delete", "user_history", "user_changelist"],
)
def test_no_permission_opens_the_pages_of_people(client, overpowered, superuser, name):
    client.force_login(overpowered)
    before = people()

    for target in (overpowered, superuser):
        arguments = [] if name.endswith(("_add", "_changelist")) else [target.pk]
        url = reverse(f"admin:accounts_{name}", args=arguments)
        data = {
            "email": target.email,
            "is_superuser": "on",
            "is_staff": "on",
            "is_active": "on",
            "post": "yes",
        }
        assert [client.get(url).status_code, client.post(url, data).status_code] == [
            403,
            403,
        ]
        assert client.post(url, {**data, "_popup": "1"}).status_code == 403

    assert people() == before


def test_no_permission_changes_anothers_password(client, overpowered, superuser):
    client.force_login(overpowered)
    url = reverse("admin:auth_user_password_change", args=[superuser.pk])
    before = people()

    answer = client.post(
        url, {"password1": "another-lantern-8", "password2": "another-lantern-8"}
    )

    assert answer.status_code == 403
    assert people() == before


def test_no_permission_opens_groups(client, overpowered):
    client.force_login(overpowered)
    group = Group.objects.get(name="Editors")
    held = set(group.permissions.values_list("pk", flat=True))
    everything = {
        "name": "Editors",
        "permissions": list(Permission.objects.values_list("pk", flat=True)),
    }

    statuses = [
        client.post(
            reverse("admin:auth_group_add"), {**everything, "name": "Mine"}
        ).status_code,
        client.post(
            reverse("admin:auth_group_change", args=[group.pk]), everything
        ).status_code,
        client.get(reverse("admin:auth_group_changelist")).status_code,
    ]

    assert statuses == [403, 403, 403]
    assert list(Group.objects.values_list("name", flat=True)) == ["Editors"]
    assert set(group.permissions.values_list("pk", flat=True)) == held


@pytest.mark.parametrize(
    ("app", "model", "field"),
    [
        ("accounts", "stepprogress", "user"), ("accounts", "user", "groups"), ("account", "emailaddress", "user"),
        ("admin", "logentry", "user"), ("auth", "permission", "content_type"), ("guide", "step", "slug"),
    ],
)  # fmt: skip
def test_the_search_of_a_field_finds_no_people(client, overpowered, app, model, field):
    client.force_login(overpowered)
    query = {"app_label": app, "model_name": model, "field_name": field, "term": "o"}

    assert client.get(reverse("admin:autocomplete"), query).status_code == 403


def test_the_shortcut_to_a_page_tells_nothing_of_people(client, overpowered, learner):
    client.force_login(overpowered)
    kind = ContentType.objects.get_for_model(User)

    assert (
        client.get(
            reverse("admin:view_on_site", args=[kind.pk, learner.pk])
        ).status_code
        == 404
    )
