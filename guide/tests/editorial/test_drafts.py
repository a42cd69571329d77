"""A draft changes nothing until it is published; then it is merged with what happened since, and nothing is lost."""

import re

import pytest
from django.apps import apps
from django.urls import reverse
from lxml.html import fromstring

from guide.models import (
    Conflict,
    ContentVersion,
    Course,
    Criterion,
    DraftNote,
    Revision,
    Role,
    Skill,
    Step,
    Term,
)
from guide.tests.admin_pages import change_url, forms_of, open_form, text_of
from guide.tests.editorial.desk import draft_url, keep_draft
from guide.tests.factory import make_course, make_term
from tests.people import make_person
from web.kept_pages.memory import MEMORY

pytestmark = pytest.mark.both_databases


def save(desk, row, **changes):
    answer = desk.post(change_url(row), {**open_form(desk, row), **changes})
    assert answer.status_code == 302


def decide(desk, draft, do="publish"):
    form = forms_of(text_of(desk.get(draft_url(draft))))[-1]
    return desk.post(draft_url(draft), {**form, "do": do}, follow=True)


def preview_url(row, draft=None):
    url = reverse(f"admin:guide_{row._meta.model_name}_preview", args=[row.pk])
    return f"{url}?draft={draft.pk}" if draft else url


def everything_but_revisions():
    models = [each for each in apps.get_models() if each._meta.app_label == "guide"]
    return {
        model: list(model._base_manager.order_by("pk").values())
        for model in models
        if model not in (Revision, DraftNote)
    }


def test_a_draft_changes_nothing_until_it_is_published(desk, step):
    before = everything_but_revisions()

    draft = keep_draft(desk, step, name_en="First steps", name_zh="第一步")

    assert everything_but_revisions() == before
    assert (draft.by, draft.key, draft.fields) == (
        "editor@example.org",
        "first",
        "|name_en|name_zh|",
    )
    page = text_of(desk.get(draft_url(draft)))
    assert "First<ins> steps</ins>" in page
    assert "A draft of editor@example.org waits" in text_of(desk.get(change_url(step)))
    assert "The draft is published." in text_of(decide(desk, draft))
    assert Step.objects.get(pk=step.pk).name_zh == "第一步"
    live = Revision.objects.live().exclude(model="").get()
    assert (live.reason, live.by) == ("draft", "editor@example.org")
    assert not Revision.objects.drafts().exists()


def test_publishing_merges_with_what_happened_since_and_leaves_a_conflict(
    desk, world, step
):
    draft = keep_draft(desk, step, name_en="Of the draft", hours_low="6")
    save(desk, step, name_en="Of somebody else", hours_high="12")

    page = text_of(decide(desk, draft))

    step = Step.objects.get(pk=step.pk)
    assert (step.name_en, step.hours_low, step.hours_high) == (
        "Of somebody else",
        6,
        12,
    )
    assert "1 field was changed since the draft was made." in page
    conflict = Conflict.objects.open().get()
    assert (conflict.base, conflict.ours, conflict.theirs) == (
        "First",
        "Of somebody else",
        "Of the draft",
    )
    world.set("guide.course", "snakes", title="Theirs")
    world.load()
    assert Conflict.objects.open().get() == conflict  # a load settles its own alone
    url = reverse("admin:guide_conflict_change", args=[conflict.pk])
    page = desk.get(url)
    assert "Take the draft’s" in text_of(page)
    desk.post(url, {**forms_of(text_of(page))[-1], "how": "theirs"})
    assert Step.objects.get(pk=step.pk).name_en == "Of the draft"
    assert not Conflict.objects.open().exists()


def test_a_draft_is_edited_again_with_its_new_rows(desk, step):
    added = {
        "criteria-1-code": "say",
        "criteria-1-order": "2",
        "criteria-1-text_en": "say why",
    }
    draft = keep_draft(desk, step, **added)
    url = f"{change_url(step)}?draft={draft.pk}"

    page = desk.get(url)
    form = forms_of(text_of(page))[-1]
    assert 'name="_save"' not in text_of(page)
    assert form["criteria-1-text_en"] == "say why"
    answer = desk.post(url, {**form, "criteria-1-text_en": "say how", "_draft": "1"})

    assert answer.headers["Location"] == draft_url(draft)
    assert Criterion.objects.count() == 1
    decide(desk, draft)
    assert Criterion.objects.get(code="say").text_en == "say how"
    assert Criterion.objects.get(code="say").pk < 1_000_000


def test_a_draft_with_an_error_is_not_kept_and_the_typed_text_stays(desk, step):
    form = {
        **open_form(desk, step),
        "name_en": "",
        "summary_en": "typed",
        "_draft": "1",
    }

    page = desk.post(change_url(step), form)

    assert page.status_code == 200
    assert forms_of(text_of(page))[-1]["summary_en"] == "typed"
    assert not Revision.objects.drafts().exists()


def test_a_draft_that_says_what_is_there_is_none(desk, step):
    page = desk.post(
        change_url(step), {**open_form(desk, step), "_draft": "1"}, follow=True
    )

    assert "there is no draft to keep" in text_of(page)
    assert not Revision.objects.exclude(model="").exists()


def test_a_discarded_draft_waits_no_more_and_is_published_once(desk, step):
    draft = keep_draft(desk, step, name_en="Other")
    page = desk.get(draft_url(draft))
    form = forms_of(text_of(page))[-1]

    decide(desk, draft, "discard")
    again = desk.post(draft_url(draft), {**form, "do": "publish"}, follow=True)

    assert "does not wait any more" in text_of(again)
    assert Step.objects.get(pk=step.pk).name_en == "First"
    assert desk.get(f"{change_url(step)}?draft={draft.pk}").status_code == 404


CHANGES = {
    Step: ("first", {"name_en": "Other name", "body_en": "Other text."}),
    Skill: ("python", {"name_en": "Other name", "body_en": "Other text."}),
    Role: ("engineer", {"name_en": "Other name"}),
    Course: ("snakes", {"title": "Other title", "weeks": "7"}),
}


@pytest.mark.parametrize("model", CHANGES)
def test_the_preview_is_the_page_after_publishing_and_leaves_no_trace(
    desk, world, model
):
    slug, changes = CHANGES[model]
    row = model.objects.get(slug=slug)
    draft = keep_draft(desk, row, **changes)
    page = row.get_absolute_url()
    desk.get(draft_url(draft))  # takes what was said of the draft
    old = desk.get(page).content
    before, number = everything_but_revisions(), ContentVersion.current()
    kept = dict(MEMORY.texts)

    preview = desk.get(preview_url(row, draft))

    assert everything_but_revisions() == before
    assert (ContentVersion.current(), dict(MEMORY.texts)) == (number, kept)
    assert tokenless(desk.get(page).content) == tokenless(old)
    assert "no-store" in preview.headers["Cache-Control"]
    decide(desk, draft)  # and the answer what was said of publishing
    after = tokenless(desk.get(page).content)
    assert without_bar(preview.content) == after
    assert after != tokenless(old)


def tokenless(content):
    """Without the tokens of a page, and the keys of its presses, which are others each time."""
    text = re.sub(r'[\w-]{64}(?=")', "TOKEN", content.decode())
    return re.sub(r'name="key" value="[\w-]+"', "KEY", text)


def without_bar(content):
    bar = re.compile(r'<link rel="stylesheet" href="[^"]*preview-bar.*?</aside>', re.S)
    assert bar.search(content.decode())
    return tokenless(bar.sub("", content.decode()).encode())


def test_an_unpublished_record_is_previewed(desk, step):
    save(desk, step, name_en="New one")
    Step.objects.filter(pk=step.pk).update(published=False)

    assert desk.get(step.get_absolute_url()).status_code == 404
    assert "New one" in text_of(desk.get(preview_url(step)))
    assert not Step.objects.get(pk=step.pk).published
    assert "Not published: only editors see it." in text_of(desk.get(change_url(step)))


def test_nobody_else_sees_a_draft(client, desk, step, learner):
    draft = keep_draft(desk, step, name_en="Xylophone", body_en="Xylophone.")
    staff = make_person("staff@example.org", is_staff=True)
    mine = [
        preview_url(step, draft),
        draft_url(draft),
        f"{change_url(step)}?draft={draft.pk}",
    ]
    public = [
        step.get_absolute_url(),
        "/search/?q=xylophone",
        "/sitemap.xml",
        "/roadmaps/engineer/",
    ]

    for person in (None, learner, staff):
        client.logout()
        if person:
            client.force_login(person)
        for url in mine:
            assert client.get(url).status_code in (302, 403, 404)
            assert client.post(url, {"do": "publish"}).status_code in (
                302,
                403,
                404,
                405,
            )
        for url in public:
            assert "ylophone</" not in text_of(client.get(url))
    assert Step.objects.get(pk=step.pk).name_en == "First"
    assert Revision.objects.drafts().count() == 1


@pytest.mark.parametrize("wrong", ["x", "0", "99999999999999999999", "-1"])
def test_a_draft_that_is_not_there_is_not_found(desk, step, wrong):
    assert desk.get(f"{change_url(step)}?draft={wrong}").status_code == 404
    assert desk.get(f"{preview_url(step)}?draft={wrong}").status_code == 404


def test_retired_and_disputed_records_say_so(desk, world, step):
    save(desk, step, retired_on="2026-11-01")
    Step.objects.filter(slug="second").update(name_en="Ours")
    world.set("guide.step", "second", name_en="Theirs")
    world.load()

    assert "Retired: its page stays" in text_of(desk.get(change_url(step)))
    second = text_of(desk.get(change_url(Step.objects.get(slug="second"))))
    assert "A conflict over “name (English)” is open" in second
    assert "Retired" not in fromstring(second).find_class("states")[0].text_content()


def test_whichever_button_is_pressed_on_its_form_it_stays_a_draft_and_nothing_else_is_said(
    desk, db
):
    course = make_course()
    draft = keep_draft(desk, course, title="Of the draft")
    address = f"{change_url(course)}?draft={draft.pk}"
    page = text_of(desk.get(address))
    assert 'name="_still_right"' not in page

    for number, button in enumerate(["_save", "_continue", "_still_right"]):
        form = {**forms_of(text_of(desk.get(address)))[-1], "title": f"Again {number}"}
        answer = desk.post(address, {**form, button: "1"}, follow=True)
        said = fromstring(text_of(answer)).find_class("messagelist")[0].text_content()
        assert (
            said.split()
            == "Kept as a draft. The site shows nothing of it until it is published.".split()
        )
        assert answer.redirect_chain == [(draft_url(draft), 302)]


def test_drafts_of_a_record_that_was_deleted_go_on_when_it_is_back(
    client, superuser, db
):
    client.force_login(superuser)
    term = make_term(slug="term", name_en="First")
    draft = keep_draft(client, term, name_en="Of the draft")
    address = reverse("admin:guide_term_delete", args=[term.pk])
    client.post(address, forms_of(text_of(client.get(address)))[-1])
    gone = Revision.objects.live().filter(model="guide.term").latest("pk")
    client.post(draft_url(gone))

    decide(client, draft)

    assert Term.objects.get().name_en == "Of the draft"
