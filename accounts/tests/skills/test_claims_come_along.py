"""What a browser says of skills comes into an account as states of steps do: at sign-up, or asked for at sign-in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import By, SkillClaim
from accounts.progress.guest_cookie import (
    COOKIE_NAME,
    GuestClaim,
    GuestProgress,
    pack_cookie,
)
from accounts.progress.merge import gained_levels
from accounts.sign_in.guest_merge import merge_guest
from accounts.tests.pressing import OURS
from guide.tests.factory import make_skill
from tests.document import document, words
from tests.people import PASSWORD

LEVELS = st.dictionaries(st.integers(1, 6), st.sampled_from([-1, 1, 2, 3, 4]))


def merged(own, brought):
    return {**own, **gained_levels(own, brought)}


@given(LEVELS, LEVELS, LEVELS)
def test_merging_is_idempotent_in_any_order_and_nothing_regresses(own, one, other):
    once = merged(own, one)

    assert merged(once, one) == once
    assert merged(merged(own, one), other) == merged(merged(own, other), one)
    assert all(once[skill] >= level for skill, level in {**own}.items() if level)


def browser_with(levels):
    claims = {slug: GuestClaim(level, By.PRESET) for slug, level in levels.items()}
    return GuestProgress(claims=claims)


def levels_of(user):
    rows = SkillClaim.objects.for_user(user).exclude(level=0)
    return dict(rows.values_list("skill__slug", "level"))


@pytest.mark.both_databases
def test_a_browser_is_merged_upward_once_however_often(learner):
    for slug in ("a", "b", "c", "d"):
        make_skill(slug=slug)
    SkillClaim.objects.set(learner, make_skill(slug="e").pk, 4)
    browser = browser_with({"a": 2, "b": -1, "e": 1, "gone": 3})

    for _ in range(2):
        merge_guest(browser, learner, By.MERGE)
    merge_guest(browser_with({"a": 1, "b": 3}), learner, By.MERGE)

    assert levels_of(learner) == {"a": 2, "b": 3, "e": 4}
    assert set(SkillClaim.objects.filter(skill__slug__in="ab").values_list("by", flat=True)) == {"merge"}  # fmt: skip


def test_what_was_taken_back_in_the_account_may_be_brought_again(learner):
    skill = make_skill(slug="a")
    SkillClaim.objects.set(learner, skill.pk, 3)
    SkillClaim.objects.set(learner, skill.pk, 0)

    merge_guest(browser_with({"a": -1}), learner, By.MERGE)

    assert levels_of(learner) == {"a": -1}


def test_a_sign_in_asks_about_levels_that_the_account_does_not_hold(client, learner):
    make_skill(slug="a", name_en="Skill A")
    client.cookies[COOKIE_NAME] = pack_cookie(browser_with({"a": 2}))
    entry = {"login": learner.email, "password": PASSWORD}

    response = client.post("/accounts/login/", entry, headers=OURS, follow=True)

    question = words(document(response).find(".//main"))
    assert "Skill A working" in question
    assert "Of a skill, the higher level counts." in question
    assert levels_of(learner) == {}
    client.post("/my/browser/", {"choice": "add"}, headers=OURS)
    assert levels_of(learner) == {"a": 2}
