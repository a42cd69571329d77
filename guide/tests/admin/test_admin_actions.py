"""What editors do to many rows of a list at once: publish, retire, and never what they did not see."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import StepProgress
from guide.models import Course, Skill, Step
from guide.tests.admin_pages import (
    form_of,
    list_url,
    open_form,
    save_form,
    state_of,
    text_of,
)
from guide.tests.factory import make_course, make_roadmap, make_skill, make_step

pytestmark = pytest.mark.both_databases


def act(desk, model, action, rows, form=None, **more):
    form = form or form_of(desk.get(list_url(model)))
    data = {
        **form,
        "action": action,
        "_selected_action": [row.pk for row in rows],
        "index": "0",
        **more,
    }
    return desk.post(list_url(model), data, follow=True)


def retire(desk, model, rows, form=None):
    """Choose the action, read what it asks, and say yes."""
    question = act(desk, model, "retire", rows, form)
    return question, desk.post(list_url(model), form_of(question), follow=True)


def test_a_step_and_a_course_that_retire_keep_their_pages(desk, client):
    step, course = make_step(slug="sql"), make_course(slug="snakes")

    retire(desk, Step, [step])
    _question, answer = retire(desk, Course, [course])

    assert (
        "1 retired. To undo this, select it and choose “Publish, or bring back what has retired”."
        in text_of(answer)
    )
    for row in (step, course):
        after = state_of(row)
        assert (after["published"], after["retired_on"], after["version"]) == (
            True,
            timezone.localdate(),
            2,
        )
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == [
        "Changed retired on."
    ] * 2
    assert "This step is no longer on any roadmap." in text_of(
        client.get("/steps/sql/")
    )
    assert "It is no longer offered (" in text_of(client.get("/courses/snakes/"))


def test_content_without_a_word_for_it_is_withdrawn(desk):
    skill = make_skill()

    question, _answer = retire(desk, Skill, [skill])

    assert "Its page will no longer be found" in text_of(question)
    assert (state_of(skill)["published"], state_of(skill)["version"]) == (False, 2)


def test_retire_says_first_who_points_there_and_changes_nothing(
    desk, learner, other_learner
):
    step = make_step(name_en="Learn SQL")
    make_roadmap([step], name_en="The way")
    make_step(after=[step], name_en="Databases")
    StepProgress.objects.set_state(learner, step, "doing")
    StepProgress.objects.set_state(other_learner, step, "done")
    before = state_of(step)

    page = text_of(act(desk, Step, "retire", [step]))

    assert "<li>Stops: 1 (The way: Learn SQL)</li>" in page
    assert "<li>Prerequisites of steps: 1 (Databases → Learn SQL)</li>" in page
    assert "<li>“Learn SQL”: 2 learners (Under way 1, Done 1)</li>" in page
    assert learner.email not in page
    assert state_of(step) == before


def test_what_changed_since_the_question_is_not_retired(desk):
    step = make_step()
    question = act(desk, Step, "retire", [step])
    step.save()

    answer = desk.post(list_url(Step), form_of(question), follow=True)

    assert (
        "Somebody else changed these while you were editing, so nothing was saved"
        in text_of(answer)
    )
    assert state_of(step)["retired_on"] is None


def test_a_draft_and_what_has_retired_have_nothing_to_retire(desk):
    rows = [make_step(published=False), make_step(retired_on="2026-01-01")]
    before = list(map(state_of, rows))

    assert "Nothing to retire: these are drafts, or already retired." in text_of(
        act(desk, Step, "retire", rows)
    )
    assert list(map(state_of, rows)) == before


def test_the_question_asks_the_same_number_of_queries_for_one_row_and_for_ten(
    desk, django_assert_num_queries
):
    steps = [make_step() for _ in range(10)]
    make_roadmap(steps)
    form = form_of(desk.get(list_url(Step)))
    act(desk, Step, "retire", steps, form)
    with CaptureQueriesContext(connection) as one:
        act(desk, Step, "retire", steps[:1], form)

    with django_assert_num_queries(len(one)):
        act(desk, Step, "retire", steps, form)


@pytest.mark.parametrize("published", [True, False])
def test_publish_brings_back_and_leaves_what_is_published(desk, published):
    withdrawn = make_step(published=published, retired_on=timezone.localdate())
    published = make_step()
    before = state_of(published)

    act(desk, Step, "publish", [withdrawn, published])

    after = state_of(withdrawn)
    assert (after["published"], after["retired_on"], after["version"]) == (
        True,
        None,
        2,
    )
    assert state_of(published) == before


@pytest.mark.parametrize("action", ["publish", "retire"])
def test_an_action_on_a_row_that_changed_is_refused_by_name(desk, action):
    first, second = (
        make_skill(published=action == "retire"),
        make_skill(published=action == "retire"),
    )
    form = form_of(desk.get(list_url(Skill)))
    second.save()
    before = [state_of(first), state_of(second)]

    answer = act(desk, Skill, action, [first, second], form, confirmed="yes")

    assert (
        f"Somebody else changed these while you were editing, so nothing was saved: {second.name}."
        in text_of(answer)
    )
    assert [state_of(first), state_of(second)] == before


def test_an_action_on_rows_that_the_page_does_not_show_is_refused(desk):
    skill = make_skill()

    act(desk, Skill, "retire", [skill], select_across="1", confirmed="yes")
    act(desk, Skill, "retire", [skill], opened="", confirmed="yes")

    assert state_of(skill)["published"] is True


def test_a_day_to_come_retires_nothing(desk):
    step = make_step()
    before = state_of(step)

    answer = save_form(desk, step, open_form(desk, step), retired_on="2999-01-01")

    assert "is in the future. Enter today or an earlier date." in text_of(answer)
    assert state_of(step) == before


def test_nobody_deletes_many_at_once(client, superuser):
    client.force_login(superuser)
    skill = make_skill()

    answer = act(client, Skill, "delete_selected", [skill], post="yes")

    assert "No action selected." in text_of(answer)
    assert Skill.objects.filter(pk=skill.pk).exists()
