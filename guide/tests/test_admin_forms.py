"""Forms of the admin: complete, in both languages side by side, with slugs that stay and rules said in words."""

import pytest
from django.contrib import admin
from django.urls import reverse

from guide.admin.content import ContentAdmin, KeyedAdmin
from guide.models import (
    Citation,
    ContentVersion,
    LoadedFile,
    LoadedRecord,
    Skill,
    SkillPrerequisite,
    Stage,
    StepPrerequisite,
    Stop,
)
from guide.models.content import Content
from guide.rules import SAYS
from guide.sync.files import content_models
from guide.tests.admin_pages import add_url, change_url, form_of, open_form, rows_of, save_form, state_of, text_of
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


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def refused(answer, *words):
    """The page says each of the words, and a form was there to say it."""
    assert answer.status_code == 200
    return [word for word in words if word not in text_of(answer)]


# Everything has its place


def pages():
    return {model: page for model, page in admin.site._registry.items() if isinstance(page, KeyedAdmin)}


def test_every_model_of_the_guide_has_a_page_or_stands_on_its_owners():
    rows = {inline.model for page in pages().values() for inline in page.inlines}
    looked_at = {LoadedFile, LoadedRecord, ContentVersion}

    assert {*pages(), *rows} == set(content_models())
    assert looked_at <= set(admin.site._registry)
    assert {model for model in content_models() if model.owner} == {*rows, Citation}


def on_page(fieldsets):
    lines = [line for _name, options in fieldsets for line in options["fields"]]
    return [name for line in lines for name in ([line] if isinstance(line, str) else line)]


@pytest.mark.parametrize("model", [model for model in content_models() if not model.owner or model is Citation])
def test_every_field_stands_on_the_page_once(model):
    fields = [field.name for field in model._meta.concrete_fields if field.editable and not field.primary_key]

    assert sorted(on_page(pages()[model].fieldsets)) == sorted(fields)


@pytest.mark.parametrize("page", [inline for page in pages().values() for inline in page.inlines])
def test_every_field_of_a_row_stands_in_it_once(page):
    fields = [f.name for f in page.model._meta.concrete_fields if f.editable and not f.primary_key]
    fields.remove(page.model.owner)

    assert sorted(on_page([("", {"fields": page.fields})])) == sorted(fields)


@pytest.mark.parametrize("page", [*pages().values(), *(inline for page in pages().values() for inline in page.inlines)])
def test_both_languages_stand_side_by_side(page):
    lines = page.fields if page.fields else [line for _n, options in page.fieldsets for line in options["fields"]]
    alone = [line for line in lines if isinstance(line, str) and line.endswith(("_en", "_zh"))]

    assert (
        alone == (["text_en", "text_zh"] if page.__name__ == "CriterionRows" else [])
        if isinstance(page, type)
        else alone == []
    )


def test_every_page_says_whether_it_is_published_and_what_lacks_chinese():
    lists = {model: page for model, page in pages().items() if isinstance(page, ContentAdmin)}

    assert {model for model, page in lists.items() if "published" not in page.list_display} == set()
    assert {model for model, page in lists.items() if "updated_at" not in page.list_display} == set()
    assert {model for model, page in lists.items() if not page.search_fields} == set()
    assert set(lists) == {model for model in content_models() if issubclass(model, Content)}


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


def test_a_page_asks_the_same_number_of_queries_for_one_row_and_for_ten(desk, django_assert_max_num_queries):
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
    assert f'href="/zh-hans/skills/{skill.slug}/"' in text_of(desk.get("/zh-hans" + change_url(skill)))
    Skill.objects.update(published=False)
    assert f'href="/skills/{skill.slug}/"' not in text_of(desk.get(change_url(skill)))


def test_the_slug_is_made_on_adding_and_stays_once_published(desk):
    assert 'id="id_slug"' in text_of(desk.get(add_url(Skill)))
    assert "django-admin-prepopulated-fields-constants" in text_of(desk.get(add_url(Skill)))
    skill = make_skill()

    save_form(desk, skill, open_form(desk, skill), slug="other", name_en="Renamed")

    assert (state_of(skill)["slug"], state_of(skill)["name_en"]) == (skill.slug, "Renamed")


def test_the_slug_of_a_draft_may_change_but_not_of_what_was_retired_or_loaded(desk):
    draft, retired = make_step(published=False), make_step(published=False, retired_on="2026-01-01")
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

    save_form(desk, skill, open_form(desk, skill), body_en="  One\r\n\r\nTwo \r\n", summary_en="One\r\nline")

    after = state_of(skill)
    assert (after["body_en"], after["summary_en"]) == ("One\n\nTwo", "One line")


# Rules, in words beside the field


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"currency": "XYZ"}, "“XYZ” is not a currency of the guide."),
        ({"currency": ""}, "This field is required."),
        ({"low": "60000", "mid": "50000"}, "Low, middle and high must rise: none may be above the next."),
        ({"p10": "9", "p90": "5"}, "The percentiles must rise: none may be above the next."),
        ({"mid": ""}, "Give at least one amount."),
        ({"mid": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"source": ""}, "This field is required."),
        ({"source": "999"}, "Select a valid choice."),
        ({"as_of": ""}, "This field is required."),
        ({"as_of": "next year"}, "“next year” is not a date."),
        ({"country": "Spain"}, "at most 2 characters"),
        ({"cautions": "made-up"}, "Unknown: made-up. Allowed: advert-bands,"),
        ({"passage_en": "x" * 601}, "at most 600 characters"),
    ],
)
def test_a_salary_that_breaks_a_rule_is_refused_in_words(desk, changes, words):
    salary = make_salary()
    before = state_of(salary)

    answer = save_form(desk, salary, open_form(desk, salary), **changes)

    assert refused(answer, words) == []
    assert "Constraint" not in text_of(answer)
    assert state_of(salary) == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hours_low": "9", "hours_high": "5", "hours_basis": "stated"}, "at least as much as the hours from"),
        ({"hours_low": "5"}, "Say where the hours come from."),
        ({"price": "5", "price_period": "total"}, "A price needs its currency."),
        ({"price": "5", "currency": "USD"}, "Say what the price is for"),
        ({"languages": "English"}, "Write codes with a space between them: en zh."),
        ({"url": "ftp://example.org/a"}, "Enter a valid URL."),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL."),
        (
            {"note_en": "[this](step:nowhere) and [that](skill:none)"},
            "These links point nowhere: step:nowhere, skill:none.",
        ),
        ({"note_zh": "[page](page:secret)"}, "These links point nowhere: page:secret."),
        ({"note_en": "a\x0bb"}, "An invisible character stands in the text."),
        ({"note_en": "x" * 20_001}, "at most 20000 characters"),
    ],
)
def test_a_course_that_breaks_a_rule_is_refused_in_words(desk, changes, words):
    course = make_course()
    before = state_of(course)

    answer = save_form(desk, course, open_form(desk, course), **changes)

    assert refused(answer, words) == []
    assert "Constraint" not in text_of(answer)
    assert state_of(course) == before


def test_courses_do_not_replace_each_other_in_a_circle(desk):
    new = make_course(title="New")
    old = make_course(title="Old", status="replaced", replaced_by=new)

    answer = save_form(desk, new, open_form(desk, new), replaced_by=old.pk, status="replaced")

    assert refused(answer, "This goes in a circle: ", "Old → New", "New → Old") in ([], ["Old → New"], ["New → Old"])
    assert state_of(new)["replaced_by_id"] is None


def test_every_check_of_the_database_is_said_in_words_or_by_the_field():
    by_fields = ("_known", "_not_negative", "_a_source", "_has_a_currency", "_says_when")
    checks = {
        constraint.name
        for model in content_models()
        for constraint in model._meta.constraints
        if type(constraint).__name__ == "CheckConstraint"
    }
    required = {name for name in checks if name.endswith(by_fields)} - SAYS.keys()
    named = {
        name for name in checks - SAYS.keys() - required if name.split("_")[-1] not in ("checked", "read", "published")
    }

    assert named == {
        "citation_names_its_subject", "course_has_a_language", "price_index_has_a_country", "price_level_has_a_country",
        "source_has_a_publisher", "source_has_a_title",
    }  # fmt: skip
    assert SAYS.keys() <= checks


def prerequisite(form, needed, row=0):
    return {"prerequisite_links-TOTAL_FORMS": str(row + 1), f"prerequisite_links-{row}-prerequisite": needed.pk}


@pytest.mark.parametrize(("maker", "model"), [(make_skill, SkillPrerequisite), (make_step, StepPrerequisite)])
def test_prerequisites_do_not_go_in_a_circle(desk, maker, model):
    first, second, third = maker(name_en="Ann"), maker(name_en="Bob"), maker(name_en="Cyd")
    owner = model.owner
    model.objects.create(**{owner: second, "prerequisite": first})
    model.objects.create(**{owner: third, "prerequisite": second})
    form = open_form(desk, first)

    answer = save_form(desk, first, form, **prerequisite(form, third))

    circle = ["Ann → Cyd → Bob → Ann", "Cyd → Bob → Ann → Cyd", "Bob → Ann → Cyd → Bob"]
    assert len(refused(answer, *circle)) == 2
    assert model.objects.count() == 2


@pytest.mark.parametrize("maker", [make_skill, make_step])
def test_nothing_builds_on_itself(desk, maker):
    row = maker()
    form = open_form(desk, row)

    answer = save_form(desk, row, form, **prerequisite(form, row))

    assert refused(answer, "cannot build on itself.") == []
    assert row.prerequisite_links.count() == 0


def ordered_roadmap():
    """Two stages with a step each; the second builds on the first."""
    first, second = make_step(name_en="Python"), make_step(name_en="Pandas")
    StepPrerequisite.objects.create(step=second, prerequisite=first)
    roadmap = make_roadmap(steps=[first])
    later = Stage.objects.create(roadmap=roadmap, code="later", order=2, name_en="Later")
    Stop.objects.create(roadmap=roadmap, stage=later, step=second, order=1)
    return roadmap


def test_a_step_does_not_stand_before_one_that_it_builds_on(desk):
    roadmap = ordered_roadmap()
    before = rows_of(roadmap, "stops")
    form = open_form(desk, roadmap)

    answer = save_form(desk, roadmap, form, **{"stops-1-stage": form["stops-0-stage"], "stops-1-order": "0"})

    assert refused(answer, "“Pandas” stands before “Python”, which it builds on.") == []
    assert rows_of(roadmap, "stops") == before


def test_stages_that_change_places_take_their_steps_along(desk):
    roadmap = ordered_roadmap()

    answer = save_form(desk, roadmap, open_form(desk, roadmap), **{"stages-0-order": "3"})

    assert refused(answer, "“Pandas” stands before “Python”, which it builds on.") == []
    assert [row["order"] for row in rows_of(roadmap, "stages")] == [1, 2]


def test_a_prerequisite_must_stand_first_on_every_roadmap(desk):
    first, second = make_step(name_en="Python"), make_step(name_en="Pandas")
    roadmap = make_roadmap(steps=[first, second], name_en="The way")
    form = open_form(desk, first)

    answer = save_form(desk, first, form, **prerequisite(form, second))

    said = "On the roadmap “The way”, “Python” stands before “Pandas”. Change the order there first."
    assert refused(answer, said) == []
    assert first.prerequisite_links.count() == 0
    assert roadmap.stops.count() == 2


def test_a_stop_stands_in_a_stage_of_its_own_roadmap(desk):
    roadmap, other = make_roadmap(steps=1), make_roadmap(steps=1)
    before = rows_of(roadmap, "stops")

    answer = save_form(desk, roadmap, open_form(desk, roadmap), **{"stops-0-stage": other.stages.get().pk})

    assert refused(answer, "This stage belongs to another roadmap.") == []
    assert rows_of(roadmap, "stops") == before


def test_a_stage_with_steps_is_not_taken_out(desk):
    roadmap = make_roadmap(steps=1)

    answer = save_form(desk, roadmap, open_form(desk, roadmap), **{"stages-0-DELETE": "on"})

    assert refused(answer, "Steps stand in the stage “First”. Move them to another stage first.") == []
    assert (roadmap.stages.count(), roadmap.stops.count()) == (1, 1)


def test_a_criterion_retires_and_is_never_taken_out(desk):
    step = make_step(criteria=1)

    save_form(desk, step, open_form(desk, step), **{"criteria-0-DELETE": "on", "criteria-0-retired_on": "2026-11-20"})

    assert [str(row["retired_on"]) for row in rows_of(step, "criteria")] == ["2026-11-20"]


def test_a_citation_names_something_that_is_there(desk):
    citation = Citation.objects.create(source=make_source(), subject="skill", subject_slug=make_skill().slug)

    answer = save_form(desk, citation, open_form(desk, citation), subject_slug="nowhere")

    assert refused(answer, "There is no skill with this slug.") == []


@pytest.mark.parametrize("colour", ["red", "#FFF", "#12345g", "#fff; }"])
def test_a_colour_is_six_digits(desk, colour):
    track = make_step().track

    answer = save_form(desk, track, open_form(desk, track), colour_light=colour)

    assert "#2f66c9" in text_of(answer)
    assert state_of(track)["colour_light"] == "#2f66c9"


def test_history_is_only_read(desk):
    skill = make_skill()
    address = reverse("admin:guide_skill_history", args=[skill.pk])

    assert [desk.get(address).status_code, desk.post(address).status_code] == [200, 405]
