"""What lists and pages of the desk show to somebody who may look at some kinds of records, and not at others."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from guide.editorial.keeping import keeping_revisions
from guide.models import DraftNote, Revision, Skill
from guide.tests.admin_pages import change_url, text_of
from guide.tests.editorial.desk import keep_draft, open_desk
from guide.tests.editorial.test_states import make_conflict
from guide.tests.factory import make_skill, make_term

INDEX = reverse("admin:index")
pytestmark = pytest.mark.django_db


def desk_of(*codenames):
    """Of a person with these rights alone."""
    desk = open_desk(f"{'.'.join(codenames)}@example.org")
    desk.person.groups.clear()
    rights = Permission.objects.filter(codename__in=codenames)
    desk.person.user_permissions.set(rights)
    return desk


@pytest.fixture
def skill():
    return make_skill(slug="secret", name_en="Secret", summary_en="In rows.", summary_zh="一行行的数。")  # fmt: skip


def test_the_desk_names_and_counts_missed_drafts_of_kinds_that_one_may_look_at(skill):
    editor = open_desk("editor@example.org")
    for row in (skill, make_term(slug="shown")):
        draft = keep_draft(editor, row, name_en="Of the draft")
        DraftNote.objects.create(draft=draft, kind="missed", at=timezone.now())
    later = keep_draft(editor, skill, name_en="Later")
    at = timezone.now() + timedelta(days=1)
    Revision.objects.filter(pk=later.pk).update(publish_at=at)
    make_conflict(skill, origin=str(later.pk))

    page = text_of(desk_of("view_term", "view_revision").get(INDEX))

    assert "Term shown" in page
    assert "secret" not in page
    assert "draft has a time" not in page
    assert "published draft waits for a decision" not in page
    assert "Skill secret" in text_of(editor.get(INDEX))


def test_conflicts_are_listed_and_counted_of_kinds_that_one_may_look_at(skill):
    make_conflict(skill)
    make_conflict(make_term(slug="shown"))
    address = reverse("admin:guide_conflict_changelist")
    desk = desk_of("view_term", "view_conflict")

    page = text_of(desk.get(address))

    assert "shown" in page
    assert "secret" not in page
    assert "guide.skill" not in page
    assert "0 conflicts" in text_of(desk.get(f"{address}?q=secret"))
    assert '<b class="desk__number">1</b>' in text_of(desk.get(INDEX))
    assert "secret" in text_of(open_desk("editor@example.org").get(address))


def test_stale_texts_are_those_of_kinds_that_one_may_look_at(skill):
    skill.summary_en = "In columns."
    with keeping_revisions():
        skill.save()
    address, desk = reverse("admin:stale_texts"), desk_of("view_term", "view_staletext")

    assert "columns" not in text_of(desk.get(address))
    assert "desk__number" not in text_of(desk.get(INDEX))
    assert "columns" in text_of(open_desk("e@example.org").get(address))


def test_the_form_names_drafts_to_who_may_open_them(skill):
    keep_draft(open_desk("editor@example.org"), skill, name_en="Of the draft")
    words = "A draft of editor@example.org waits"

    assert words not in text_of(desk_of("view_skill").get(change_url(skill)))
    for other in ("change_skill", "view_revision"):
        page = desk_of("view_skill", other).get(change_url(skill))
        assert words in text_of(page)


def test_the_way_to_the_public_page_is_for_who_may_look_at_the_kind(skill):
    kind = ContentType.objects.get_for_model(Skill).pk
    found = []
    for desk in (desk_of("view_term"), desk_of("view_skill")):
        for asked in (kind, "9" * 30, "x"):
            address = reverse("admin:view_on_site", args=[asked, skill.pk])
            found.append(desk.get(address).status_code)

    assert found == [404, 404, 404, 302, 404, 404]


@pytest.mark.parametrize("key", ["1" * 18 + "x", "1" * 5000, "²", "x", "9" * 19, ""])
def test_a_key_that_no_link_can_have_is_not_found(key):
    desk = open_desk("e@example.org")

    assert desk.post(reverse("admin:guide_link_open"), {"link": key}).status_code == 404
