"""What is added is a draft; what is published can be taken back while nothing points at it, and the form says what."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import (
    CourseProgress,
    Learner,
    SkillClaim,
    State,
    StepNote,
    StepProgress,
)
from guide.models import Course, Criterion, Roadmap, Skill, Step, StepPrerequisite, Term
from guide.models.content import Content
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
    make_belief,
    make_chapter,
    make_citation,
    make_course,
    make_fact,
    make_mention,
    make_requirement,
    make_roadmap,
    make_role,
    make_salary,
    make_skill,
    make_source,
    make_step,
    make_term,
)

pytestmark = pytest.mark.both_databases

KINDS = sorted(
    (model for model in Content.__subclasses__() if not model._meta.abstract),
    key=str,
)


def take_back(desk, row):
    form = open_form(desk, row)
    form.pop("published")
    return save_form(desk, row, form)


def is_live(row):
    return state_of(row)["published"]


@pytest.mark.parametrize("kind", [*KINDS, Step, Skill, Roadmap, Term])
def test_what_is_added_is_a_draft(desk, kind):
    assert kind().published is False
    assert "published" not in form_of(desk.get(add_url(kind)))


def test_the_first_save_shows_nothing_to_visitors(desk):
    form = form_of(desk.get(add_url(Term)))
    desk.post(add_url(Term), {**form, "name_en": "Overfit", "slug": "overfit"})

    assert not Term.objects.get(slug="overfit").published
    assert "Overfit" not in text_of(Client().get(reverse("guide:glossary")))


@pytest.mark.parametrize(
    ("make", "page"),
    [
        (make_step, "step"),
        (make_course, "course"),
        (make_role, "role"),
        (make_skill, "skill"),
    ],
)
def test_what_nothing_points_at_is_taken_back_and_gone_with_the_next_request(
    desk, make, page, django_capture_on_commit_callbacks
):
    row, visitor = make(), Client()
    address = reverse(f"guide:{page}", args=[row.slug])
    assert visitor.get(address).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        take_back(desk, row)

    assert not is_live(row)
    assert visitor.get(address).status_code == 404


def test_what_was_taken_back_is_published_again(desk, client):
    step = make_step()
    take_back(desk, step)

    save_form(desk, step, open_form(desk, step), published="on")

    assert client.get(step.get_absolute_url()).status_code == 200


def a_state(learner, step):
    StepProgress.objects.set_state(learner, step, State.DONE)


def a_note(learner, step):
    StepNote.objects.write(learner, step, "mine", 0)


def a_link_in_a_note(learner, step):
    text = f"see [it](step:{step.slug})"
    StepNote.objects.write(learner, make_step(), text, 0)


@pytest.mark.parametrize("data", [a_state, a_note, a_link_in_a_note])
def test_what_a_learner_used_is_retired_not_taken_back(desk, learner, data):
    step = make_step()
    data(learner, step)

    answer = text_of(take_back(desk, step))

    assert "It cannot be unpublished because this points to it: 1 learner." in answer
    assert "enter today’s date under “retired on”" in answer
    assert learner.email not in answer
    assert is_live(step)


def test_learners_are_counted_once_over_all_that_they_keep(
    desk, learner, other_learner
):
    course, skill, roadmap = make_course(), make_skill(), make_roadmap(steps=0)
    for person in (learner, other_learner):
        CourseProgress.objects.set(person, course.pk, "done")
        SkillClaim.objects.set(person, skill.pk, 2)
        Learner.objects.update_or_create(user=person, defaults={"roadmap": roadmap})

    for row in (course, skill, roadmap):
        assert "2 learners" in text_of(take_back(desk, row))
        assert is_live(row)


def a_stop():
    roadmap = make_roadmap(steps=1, name_en="The short way")
    return roadmap.stops.get().step, "Roadmaps: 1 (The short way)"


def a_step_that_builds_on_it():
    step = make_step()
    make_step(after=[step], name_en="The next one")
    return step, "Steps: 1 (The next one)"


def a_criterion_that_follows_one_of_it():
    old = make_step(criteria=1)
    new = make_step(criteria=1, name_en="Of today")
    Criterion.objects.filter(step=new).update(
        replaced_by=old.criteria.get(), retired_on="2026-01-01"
    )
    return old, "Steps: 1 (Of today)"


def a_course_that_teaches_it():
    skill = make_skill()
    make_course([skill], title="Snakes")
    return skill, "Courses: 1 (Snakes)"


def a_figure_of_a_source():
    source = make_source()
    make_salary(source=source)
    return source, "Salaries: 1 ("


def a_role_that_asks_for_it():
    requirement = make_requirement(role=make_role(name_en="Engineer"))
    return requirement.skill, "Roles: 1 (Engineer)"


def a_citation():
    belief = make_belief()
    make_citation(belief, source=make_source(title="The survey"))
    return belief, "Sources: 1 (The survey)"


def a_mention():
    source = make_source(kind="article")
    make_mention(make_skill(name_en="Patience"), source)
    return source, "Skills: 1 (Patience)"


@pytest.mark.parametrize(
    "make",
    [
        a_stop,
        a_step_that_builds_on_it,
        a_criterion_that_follows_one_of_it,
        a_course_that_teaches_it,
        a_figure_of_a_source,
        a_role_that_asks_for_it,
        a_citation,
        a_mention,
    ],
)
def test_what_a_published_record_points_at_stays_and_the_form_names_it(desk, make):
    row, named = make()

    assert named in text_of(take_back(desk, row))
    assert is_live(row)


def test_a_draft_that_points_at_it_keeps_nothing(desk):
    step = make_step()
    StepPrerequisite.objects.create(step=make_step(published=False), prerequisite=step)

    take_back(desk, step)

    assert not is_live(step)


def test_its_own_rows_and_its_own_links_keep_nothing(desk):
    step = make_step(
        slug="loops", criteria=2, skills=[make_skill()], after=[make_step()]
    )
    Step.objects.filter(pk=step.pk).update(body_en="[this](step:loops)")
    roadmap = make_roadmap(steps=2)

    take_back(desk, step)
    take_back(desk, roadmap)

    assert not is_live(step)
    assert not is_live(roadmap)


@pytest.mark.parametrize(
    "text", ["[a](step:loops)", '[a](step:loops "title")', "[a]\n\n[a]: step:loops"]
)
@pytest.mark.parametrize("published", [True, False])
def test_a_short_link_keeps_it_wherever_it_stands(desk, text, published):
    step = make_step(slug="loops")
    make_chapter(name_en="On loops", body_zh=text, published=published)

    assert "Chapters: 1 (On loops)" in text_of(take_back(desk, step))
    assert is_live(step)


def test_a_short_link_in_a_row_names_the_record_of_the_row(desk):
    term, step = make_term(slug="loop"), make_step(criteria=1, name_en="Loops")
    step.criteria.update(text_en="explain a [loop](term:loop)")

    assert "Steps: 1 (Loops)" in text_of(take_back(desk, term))


def test_longer_slugs_and_other_kinds_are_other_links(desk):
    step = make_step(slug="loops")
    make_chapter(body_en="[a](step:loops-2) [b](term:loops) [c](step:for-loops)")

    take_back(desk, step)

    assert not is_live(step)


def test_many_are_named_in_part(desk):
    skill = make_skill()
    for _ in range(7):
        make_requirement(skill=skill)

    answer = text_of(take_back(desk, skill))

    assert "Roles: 7 (" in answer
    assert ", …)" in answer


def test_it_says_so_in_chinese(desk, learner):
    step = make_step()
    a_state(learner, step)
    form = open_form(desk, step)
    form.pop("published")

    answer = text_of(desk.post("/zh-hans" + change_url(step), form))

    assert "不能取消发布" in answer
    assert "1位学习者" in answer


def test_what_is_published_with_a_draft_behind_it_says_so(desk):
    fact = make_fact()
    type(fact.source).objects.update(published=False)

    page = desk.post(change_url(fact), open_form(desk, fact), follow=True)

    assert (
        f"Published, but what it belongs to is still a draft: {fact.source.title}."
        in text_of(page)
    )


def test_the_summary_of_a_form_names_the_fields_that_are_wrong(desk):
    step = make_step(criteria=1)
    form = open_form(desk, step) | {
        "name_en": "",
        "hours_low": "ten",
        "criteria-0-order": "ten",
    }

    page = text_of(save_form(desk, step, form))

    summary = page.partition('class="wrong-fields"')[2].partition("</ul>")[0]
    for target in ("#id_name_en", "#id_hours_low", "#id_criteria-0-order"):
        assert f'href="{target}"' in summary
    assert "Name (English)" in summary


def test_the_summary_is_there_for_people_too(client, superuser):
    client.force_login(superuser)

    page = text_of(
        client.post(reverse("admin:accounts_user_add"), {"email": "no address"})
    )

    assert (
        'href="#id_email"'
        in page.partition('class="wrong-fields"')[2].partition("</ul>")[0]
    )


def test_courses_that_replace_one_another(desk):
    old = make_course(title="Old")
    new = make_course(title="New")
    Course.objects.filter(pk=old.pk).update(replaced_by=new, status="replaced")

    assert "Courses: 1 (Old)" in text_of(take_back(desk, new))
    assert is_live(new)
