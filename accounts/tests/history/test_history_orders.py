"""The history in pages and in orders: by day, by step, and one step alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import SkillClaim, State, StepHours, StepProgress
from accounts.tests.history.entries import (
    HISTORY,
    change_everything,
    plain,
    press_often,
    rows,
)
from guide.tests.factory import make_skill, make_step

pytestmark = pytest.mark.both_databases


def test_forty_entries_are_a_page_and_no_entry_is_twice(signed_in, learner):
    press_often(learner, 45)

    first, second = (signed_in.get(HISTORY, {"page": page}) for page in (1, 2))

    shown = [
        re.findall(r'id="change-(\d+)"', response.text) for response in (first, second)
    ]
    assert [len(ids) for ids in shown] == [40, 5]
    assert len({*shown[0], *shown[1]}) == 45


def test_a_page_that_is_not_there_leads_to_the_nearest(signed_in, learner):
    press_often(learner, 3)

    assert (
        "There is no page “9”: this is all."
        in signed_in.get(HISTORY, {"page": "9"}).text
    )


def test_an_order_that_is_not_known_is_named(signed_in, learner):
    press_often(learner, 1)

    response = signed_in.get(HISTORY, {"by": "colour"})

    assert "“colour” is not an option here, so it was ignored." in response.text
    assert len(rows(response)) == 1


def test_by_step_it_says_how_much_was_done_on_each(signed_in, learner):
    first, second = make_step(name_en="Sums"), make_step(name_en="Loops")
    earlier = timezone.now() - timedelta(hours=1)  # perhaps yesterday
    StepProgress.objects.set_state(learner, first, State.DONE, at=earlier)
    StepHours.objects.add(learner, second, 90)
    SkillClaim.objects.set(learner, make_skill().pk, 1)
    today = f"{timezone.now():%-d %B %Y}"

    response = signed_in.get(HISTORY, {"by": "step"})

    found = [
        plain(row)
        for row in re.findall(
            r'(?s)<li>(\s*<a href="\?(?:step|by=other).*?)</li>', response.text
        )
    ]
    assert found[-3:] == [
        f"Loops Not started · 1 change · 1 h 30 min · last on {today}",
        f"Sums Done · 1 change · last on {earlier:%-d %B %Y}",
        "Courses and skills 1 change",
    ]


def test_one_step_has_a_history_of_its_own(signed_in, learner):
    step, other = make_step(name_en="Sums"), make_step()
    StepProgress.objects.set_state(learner, step, State.DOING)
    StepHours.objects.add(learner, step, 90)
    StepProgress.objects.set_state(learner, other, State.DONE)

    response = signed_in.get(HISTORY, {"step": step.slug})

    assert rows(response) == ["+ 1 h 30 min Undo", "Under way before: Not started Undo"]
    assert "Time spent so far: 1 h 30 min." in response.text


def test_a_step_that_was_withdrawn_is_there_for_whoever_did_something_on_it(
    signed_in, learner, client, other_learner
):
    step = press_often(learner, 1)
    step.published = False
    step.save()
    assert len(rows(signed_in.get(HISTORY, {"step": step.slug}))) == 1

    client.force_login(other_learner)

    assert client.get(HISTORY, {"step": step.slug}).status_code == 404


@pytest.mark.parametrize("slug", ["nowhere", "\x00", "x" * 5000, "名字"])
def test_a_step_that_is_not_known_is_404(signed_in, slug):
    assert signed_in.get(HISTORY, {"step": slug}).status_code == 404


def test_courses_and_skills_stand_together(signed_in, learner):
    change_everything(learner)

    response = signed_in.get(HISTORY, {"by": "other"})

    assert [row.partition(" before")[0] for row in rows(response)] == [
        "Python Known: working",
        "A course Finished",
    ]
