"""Forms of the admin: complete, in both languages side by side, with slugs that stay and rules said in words."""

import pytest
from django.contrib import admin
from django.urls import reverse

from guide.admin.editing.base import ContentAdmin, KeyedAdmin
from guide.admin.stop import StepStopRows
from guide.models import (
    Citation,
    ContentVersion,
    LoadedFile,
    LoadedRecord,
    Revision,
    Skill,
)
from guide.models.content import Content
from guide.sync.files import content_models
from guide.tests.admin_pages import (
    add_url,
    change_url,
    form_of,
    open_form,
    save_form,
    state_of,
    text_of,
)
from guide.tests.factory import (
    make_chapter,
    make_course,
    make_fact,
    make_roadmap,
    make_role,
    make_salary,
    make_skill,
    make_source,
    make_step,
    make_term,
)

# Everything has its place


def pages():
    return {
        model: page
        for model, page in admin.site._registry.items()
        if isinstance(page, KeyedAdmin)
    }


def test_every_model_of_the_guide_has_a_page_or_stands_on_its_owners():
    rows = {inline.model for page in pages().values() for inline in page.inlines}
    looked_at = {LoadedFile, LoadedRecord, ContentVersion, Revision}

    assert {*pages(), *rows} == set(content_models())
    assert looked_at <= set(admin.site._registry)
    assert {model for model in content_models() if model.owner} == {*rows, Citation}


def on_page(fieldsets):
    lines = [line for _name, options in fieldsets for line in options["fields"]]
    return [
        name for line in lines for name in ([line] if isinstance(line, str) else line)
    ]


@pytest.mark.parametrize(
    "model",
    [model for model in content_models() if not model.owner or model is Citation],
)
def test_every_field_stands_on_the_page_once(model):
    fields = [
        field.name
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key
    ]

    assert sorted(on_page(pages()[model].fieldsets)) == sorted(fields)


@pytest.mark.parametrize(
    "page", [inline for page in pages().values() for inline in page.inlines]
)
def test_every_field_of_a_row_stands_in_it_once(page):
    fields = [
        f.name
        for f in page.model._meta.concrete_fields
        if f.editable and not f.primary_key
    ]
    fields.remove(page.model.owner)
    if page is StepStopRows:  # of one step; the stage says which roadmap
        fields.remove("step")

    assert sorted(on_page([("", {"fields": page.fields})])) == sorted(fields)


@pytest.mark.parametrize(
    "page",
    [
        *pages().values(),
        *(inline for page in pages().values() for inline in page.inlines),
    ],
)
def test_both_languages_stand_side_by_side(page):
    lines = (
        page.fields
        if page.fields
        else [line for _n, options in page.fieldsets for line in options["fields"]]
    )
    alone = [
        line
        for line in lines
        if isinstance(line, str) and line.endswith(("_en", "_zh"))
    ]

    assert (
        alone == (["text_en", "text_zh"] if page.__name__ == "CriterionRows" else [])
        if isinstance(page, type)
        else alone == []
    )


def test_every_page_says_whether_it_is_published_and_what_lacks_chinese():
    lists = {
        model: page for model, page in pages().items() if isinstance(page, ContentAdmin)
    }

    assert {
        model for model, page in lists.items() if "published" not in page.list_display
    } == set()
    assert {
        model for model, page in lists.items() if "updated_at" not in page.list_display
    } == set()
    assert {model for model, page in lists.items() if not page.search_fields} == set()
    assert set(lists) == {
        model for model in content_models() if issubclass(model, Content)
    }


MAKERS = [
    make_skill, make_step, make_course, make_roadmap, make_role, make_salary, make_fact, make_term, make_source,
    make_chapter,
]  # fmt: skip


@pytest.mark.parametrize("maker", MAKERS)
def test_a_page_opens_and_saves_in_both_languages(desk, maker):
    row = maker()
    before = state_of(row)

    for start in ("", "/zh-hans"):
        page = desk.get(start + change_url(row))
        assert desk.post(start + change_url(row), form_of(page)).status_code == 302
    assert state_of(row) == before


def test_a_page_asks_the_same_number_of_queries_for_one_row_and_for_ten(
    desk, django_assert_max_num_queries
):
    small, large = make_roadmap(steps=1), make_roadmap(steps=10)
    desk.get(change_url(small))
    with django_assert_max_num_queries(40) as few:
        desk.get(change_url(small))

    with django_assert_max_num_queries(len(few)):
        form = open_form(desk, large)
    with django_assert_max_num_queries(40):
        assert save_form(desk, large, form, order="3").status_code == 302


def test_view_on_site_leads_to_the_page_in_the_editors_language(desk):
    skill = make_skill()

    assert f'href="/skills/{skill.slug}/"' in text_of(desk.get(change_url(skill)))
    assert f'href="/zh-hans/skills/{skill.slug}/"' in text_of(
        desk.get("/zh-hans" + change_url(skill))
    )
    Skill.objects.update(published=False)
    assert f'href="/skills/{skill.slug}/"' not in text_of(desk.get(change_url(skill)))


def test_the_slug_is_made_on_adding_and_stays_once_published(desk):
    assert 'id="id_slug"' in text_of(desk.get(add_url(Skill)))
    assert "django-admin-prepopulated-fields-constants" in text_of(
        desk.get(add_url(Skill))
    )
    skill = make_skill()

    save_form(desk, skill, open_form(desk, skill), slug="other", name_en="Renamed")

    assert (state_of(skill)["slug"], state_of(skill)["name_en"]) == (
        skill.slug,
        "Renamed",
    )


def test_the_slug_of_a_draft_may_change_but_not_of_what_was_retired_or_loaded(desk):
    draft, retired = (
        make_step(published=False),
        make_step(published=False, retired_on="2026-01-01"),
    )
    loaded = make_step(published=False)
    LoadedRecord.objects.create(model="guide.step", key=loaded.slug, fields={})

    for step in (draft, retired, loaded):
        save_form(desk, step, open_form(desk, step), slug=f"new-{step.pk}")

    slugs = [state_of(step)["slug"] for step in (draft, retired, loaded)]
    assert slugs == [f"new-{draft.pk}", retired.slug, loaded.slug]


def test_adding_a_skill_with_its_rows(desk):
    category, needed = make_skill().category, make_skill()
    form = form_of(desk.get(add_url(Skill))) | {
        "name_en": "New", "name_zh": "新", "slug": "new", "category": category.pk,
        "prerequisite_links-TOTAL_FORMS": "1", "prerequisite_links-0-prerequisite": needed.pk,
    }  # fmt: skip

    assert desk.post(add_url(Skill), form).status_code == 302

    skill = Skill.objects.get(slug="new")
    assert (skill.version, skill.sort_zh) == (1, "xin1")
    assert [link.prerequisite for link in skill.prerequisite_links.all()] == [needed]


def test_lines_and_texts_are_stored_as_the_loader_would(desk):
    skill = make_skill()

    save_form(
        desk,
        skill,
        open_form(desk, skill),
        body_en="  One\r\n\r\nTwo \r\n",
        summary_en="One\r\nline",
    )

    after = state_of(skill)
    assert (after["body_en"], after["summary_en"]) == ("One\n\nTwo", "One line")


def test_nothing_is_brought_back_that_was_not_asked_for(desk):
    skill = make_skill()
    before = state_of(skill)
    address = reverse("admin:guide_skill_history", args=[skill.pk])

    assert [desk.get(address).status_code, desk.post(address).status_code] == [200, 302]
    assert desk.put(address).status_code == 405
    assert state_of(skill) == before


def test_the_history_names_the_editor_and_the_fields_in_the_reader_s_language(
    desk, editor
):
    skill = make_skill()
    save_form(desk, skill, open_form(desk, skill), body_zh="梯度。")
    address = reverse("admin:guide_skill_history", args=[skill.pk])

    chinese = text_of(desk.get(f"/zh-hans{address}"))

    assert "Changed text (Chinese)." in text_of(desk.get(address))
    assert "已修改正文（中文）。" in chinese
    assert editor.email in chinese
    assert "None" not in chinese


def test_sentences_of_a_refusal_join_as_the_language_joins_them(desk):
    course = make_course()
    form = open_form(desk, course)

    answer = desk.post(
        f"/zh-hans{change_url(course)}", {**form, "price": "49", "currency": ""}
    )

    assert "也要填货币。现在填的是" in text_of(answer)


def test_a_new_page_begins_with_a_field_and_one_that_exists_with_its_buttons(desk):
    course = make_course()
    new, old = (
        desk.get(add_url(type(course))).content.decode(),
        desk.get(change_url(course)).content.decode(),
    )

    assert [new.count('name="_save"'), old.count('name="_save"')] == [1, 2]
    assert new.index('id="id_title"') < new.index('name="_save"')
