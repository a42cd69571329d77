"""What something hangs on retires; nothing of it is deleted, not even by superusers."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Learner, ProgressEvent, StepProgress
from guide.models import Skill, Step
from guide.tests.admin_pages import change_url, form_of, list_url, state_of, text_of
from guide.tests.factory import make_roadmap, make_skill, make_step

pytestmark = pytest.mark.both_databases


def delete_url(row):
    return reverse(f"admin:guide_{row._meta.model_name}_delete", args=[row.pk])


@pytest.fixture
def desk(client, superuser):
    client.force_login(superuser)
    return client


def test_a_step_with_progress_is_not_deleted_and_the_page_says_retire(desk, learner):
    step = make_step()
    StepProgress.objects.set_state(learner, step, "done")

    page = desk.get(delete_url(step))
    answer = desk.post(delete_url(step), {"post": "yes", "version": "1"})

    for response in (page, answer):
        assert (
            "cannot be deleted because other content depends on it. Retire it instead"
            in text_of(response)
        )
        assert "<li>Progress with steps: 1</li>" in text_of(response)
        assert "<li>Events of progress: 1</li>" in text_of(response)
        assert learner.email not in text_of(response)
    assert Step.objects.filter(pk=step.pk).exists()
    assert (StepProgress.objects.count(), ProgressEvent.objects.count()) == (1, 1)


def test_a_roadmap_in_hand_is_not_deleted(desk, learner):
    roadmap = make_roadmap(steps=1)
    Learner.objects.set_roadmap(learner, roadmap)

    answer = desk.post(delete_url(roadmap), {"post": "yes", "version": "1"})

    assert "<li>Learners: 1</li>" in text_of(answer)
    assert roadmap.stops.count() == 1


def test_the_page_asks_one_query_a_kind_however_many_learners(
    desk, learner, django_assert_max_num_queries
):
    step = make_step()
    StepProgress.objects.set_state(learner, step, "done")

    with django_assert_max_num_queries(25):
        desk.get(delete_url(step))


def test_a_skill_that_nothing_needs_is_deleted(desk):
    skill = make_skill()

    answer = desk.post(delete_url(skill), form_of(desk.get(delete_url(skill))))

    assert answer.status_code == 302
    assert not Skill.objects.filter(pk=skill.pk).exists()


def test_what_changed_since_the_question_is_not_deleted(desk):
    skill = make_skill()
    form = form_of(desk.get(delete_url(skill)))
    skill.save()
    before = state_of(skill)

    answer = desk.post(delete_url(skill), form, follow=True)

    assert "has changed, so nothing was deleted" in text_of(answer)
    assert state_of(skill) == before


def test_editors_do_not_delete_and_are_led_to_retiring(client, editor):
    client.force_login(editor)
    step = make_step()

    answers = [
        client.get(delete_url(step)),
        client.post(delete_url(step), {"post": "yes", "version": "1"}),
    ]

    for answer in answers:
        assert answer.status_code == 403
        assert "Content is retired, not deleted" in text_of(answer)
        assert f'href="{change_url(step)}"' in text_of(answer)
    assert Step.objects.filter(pk=step.pk).exists()
    question = client.post(list_url(Step), form_of(answers[0]))
    client.post(list_url(Step), form_of(question))
    assert state_of(step)["retired_on"] == timezone.localdate()


def test_who_may_not_edit_is_told_nothing_of_it(client, learner):
    client.force_login(learner)
    step = make_step(name_en="Secret")

    answer = client.get(delete_url(step))

    assert (answer.status_code, "Secret" in text_of(answer)) == (302, False)


def test_the_page_is_chinese_for_chinese_editors(desk, learner):
    step = make_step()
    StepProgress.objects.set_state(learner, step, "done")

    answer = desk.get("/zh-hans" + delete_url(step))

    assert answer.headers["Content-Language"] == "zh-hans"
    assert f"/zh-hans/admin/guide/step/{step.pk}/change/" in text_of(answer)
