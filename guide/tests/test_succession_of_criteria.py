"""Criteria and skills of a step that was split or merged: nothing is deleted that ticks hang on."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from guide.models import Criterion
from guide.step_succession import MoveTo
from guide.tests.factory import make_skill, make_step
from guide.tests.successions import merge, said, split, unsaved

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_criteria_retire_and_say_which_one_counts_today():
    old = make_step(slug="old", criteria=4)
    part = make_step(slug="part", criteria=1)
    first, second, third, _fourth = old.criteria.order_by("order")
    new = unsaved(old, "new")
    kept = part.criteria.get()

    criteria = {
        first.pk: MoveTo(part=1),
        second.pk: MoveTo(same=kept),
        third.pk: MoveTo(part=0),
    }
    changes = split(old, part, new, criteria=criteria)

    rows = old.criteria.order_by("order").values_list(
        "retired_on", "replaced_by__step__slug", "replaced_by__code"
    )
    today = timezone.localdate()
    assert list(rows) == [
        (today, "new", "c-0"), (today, "part", "c-0"), (today, "part", "c-2"), (today, None, None)
    ]  # fmt: skip
    assert list(part.criteria.values_list("code", "order", "text_zh")) == [
        ("c-0", 0, "做事0"),
        ("c-2", 1, "做事2"),
    ]
    assert said(changes)["old"][1:] == [
        "Ticks of “do thing 0” count for “do thing 0” of “New”.",
        f"Ticks of “do thing 1” count for “do thing 0” of “{part}”.",
        f"Ticks of “do thing 2” count for “do thing 2” of “{part}”.",
        "“do thing 3” retires; ticks stay in the history.",
    ]


def test_a_code_that_the_part_has_already_gets_a_number():
    old, part = make_step(criteria=1), make_step(criteria=1)

    merge([old], part, criteria={old.criteria.get().pk: MoveTo(part=0)})

    assert list(part.criteria.values_list("code", flat=True)) == ["c-0", "c-0-2"]


def test_two_old_criteria_may_become_one():
    one, two = make_step(criteria=1), make_step(criteria=1)
    first, second = one.criteria.get(), two.criteria.get()

    merge(
        [one, two],
        unsaved(one, "both"),
        criteria={first.pk: MoveTo(part=0), second.pk: MoveTo(same=first)},
    )

    new = Criterion.objects.get(step__slug="both")
    assert set(new.replaces.all()) == {first, second}


def test_the_same_as_one_that_goes_nowhere_is_refused():
    one, two = make_step(criteria=1), make_step(criteria=1)
    first, second = one.criteria.get(), two.criteria.get()

    with pytest.raises(ValidationError, match="“do thing 0” has no target itself"):
        merge(
            [one, two], unsaved(one, "both"), criteria={second.pk: MoveTo(same=first)}
        )


def test_parts_teach_the_skills_that_they_are_given_up_to_the_higher_level():
    python, sql = make_skill(slug="python"), make_skill(slug="sql")
    old, part = make_step(skills=[python, sql]), make_step(skills=[python])
    part.skill_links.update(level=1)

    split(old, part, unsaved(old, "new"), skills=[python.pk])

    assert list(part.skill_links.values_list("skill__slug", "level")) == [("python", 2)]
    assert old.skill_links.count() == 2  # its page stays complete
