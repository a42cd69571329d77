"""Dangerous actions of the admin ask for the password where it was given a while ago."""

import re
import time

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import User
from guide.models import Skill, Term
from guide.tests.admin_pages import (
    change_url,
    form_of,
    list_url,
    open_form,
    save_form,
    state_of,
    text_of,
)
from guide.tests.factory import make_skill, make_step, make_term
from tests.people import PASSWORD
from tests.staff_sessions import SHOWN, rewind

pytestmark = pytest.mark.both_databases


ASKS = "/accounts/reauthenticate/"


# Dangerous actions


def give_password(client, answer):
    assert answer.url.startswith(ASKS)
    return client.post(answer.url, {"password": PASSWORD}, follow=True)


def chosen(desk, model, action, rows):
    form = form_of(desk.get(list_url(model)))
    return form | {
        "action": action,
        "_selected_action": [row.pk for row in rows],
        "index": "0",
    }


@pytest.mark.parametrize("action", ["publish", "retire"])
def test_publishing_and_retiring_many_asks_for_the_password(desk, editor, action):
    skills = make_skill(), make_skill(published=False), make_skill()
    fields = chosen(desk, Skill, action, skills)
    before = [state_of(skill) for skill in skills]
    rewind(desk, editor, 16 * 60)

    page = give_password(desk, desk.post(list_url(Skill), fields))

    assert "nothing has happened yet" in text_of(page)
    assert [state_of(skill) for skill in skills] == before
    page = desk.post(list_url(Skill), form_of(page), follow=True)
    if action == "retire":
        page = desk.post(list_url(Skill), form_of(page), follow=True)
    assert re.search(r"\d (published|retired)\.", text_of(page))


def test_one_row_and_a_recent_password_are_not_asked_about(desk, editor):
    one, two = make_skill(published=False), make_skill(published=False)
    rewind(desk, editor, 14 * 60)
    desk.post(list_url(Skill), chosen(desk, Skill, "publish", [one, two]))
    assert Skill.objects.published().count() == 2
    Skill.objects.update(published=False)
    rewind(desk, editor, 16 * 60)

    desk.post(list_url(Skill), chosen(desk, Skill, "publish", [one]))

    assert Skill.objects.published().count() == 1


def test_saving_asks_for_nothing(desk, editor):
    term = make_term()
    rewind(desk, editor, 11 * 3600)

    assert save_form(
        desk, term, open_form(desk, term), body_en="New"
    ).url == change_url(term)


def dangerous_pages(step, person, group):
    yield reverse("admin:guide_step_delete", args=[step.pk])
    yield f"{reverse('admin:guide_step_split')}?step={step.pk}"
    yield f"{reverse('admin:guide_step_merge')}?step={step.pk}&step={make_step().pk}"
    yield reverse("admin:accounts_user_add")
    yield reverse("admin:accounts_user_change", args=[person.pk])
    yield reverse("admin:accounts_user_delete", args=[person.pk])
    yield reverse("admin:auth_user_password_change", args=[person.pk])
    yield reverse("admin:auth_group_add")
    yield reverse("admin:auth_group_change", args=[group.pk])
    yield reverse("admin:auth_group_delete", args=[group.pk])


@pytest.mark.parametrize("method", ["get", "post"])
def test_deleting_splitting_merging_and_people_ask_for_the_password(
    client, superuser, learner, method
):
    client.force_login(superuser)
    group = Group.objects.create(name="Any")
    pages = list(dangerous_pages(make_step(), learner, group))
    rewind(client, superuser, 16 * 60)

    answers = {page: getattr(client, method)(page) for page in pages}

    assert {
        page: answer.url.split("?")[0] for page, answer in answers.items()
    } == dict.fromkeys(pages, ASKS)
    give_password(client, answers[pages[0]])
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(
        pages, 200
    )


def test_deleting_many_people_asks_even_for_one(client, superuser, learner):
    client.force_login(superuser)
    rewind(client, superuser, 16 * 60)
    fields = {
        "action": "delete_selected",
        "_selected_action": [learner.pk],
        "post": "yes",
    }

    answer = client.post(reverse("admin:accounts_user_changelist"), fields)

    assert answer.url.startswith(ASKS)
    assert User.objects.filter(pk=learner.pk).exists()


def test_an_editor_who_may_not_delete_is_told_so_unasked(desk, editor):
    step = make_step()
    rewind(desk, editor, 16 * 60)

    assert "Retired, not deleted" in text_of(
        desk.get(reverse("admin:guide_step_delete", args=[step.pk]))
    )


def test_what_was_typed_into_the_form_of_a_person_comes_back(
    client, superuser, learner
):
    client.force_login(superuser)
    address = reverse("admin:accounts_user_change", args=[learner.pk])
    form = form_of(client.get(address))
    rewind(client, superuser, 16 * 60)

    page = give_password(client, client.post(address, {**form, "is_staff": "on"}))

    assert SHOWN in text_of(page)
    assert form_of(page)["is_staff"] == "on"
    learner.refresh_from_db()
    assert not learner.is_staff


def test_a_link_of_a_mail_is_no_password(desk, editor):
    session = desk.session
    session["account_authentication_methods"] = [{"method": "email", "at": time.time()}]
    session.save()
    rows = [make_skill(), make_skill()]

    answer = desk.post(list_url(Skill), chosen(desk, Skill, "publish", rows))

    assert answer.url.startswith(ASKS)


def test_a_form_of_a_split_that_took_long_comes_back(desk, editor):
    step = make_step(criteria=1)
    address = f"{reverse('admin:guide_step_split')}?step={step.pk}"
    form = form_of(desk.get(address)) | {
        "part-0-name_en": "First half",
        "do": "preview",
    }
    rewind(desk, editor, 16 * 60)

    page = give_password(desk, desk.post(address, form))

    assert form_of(page)["part-0-name_en"] == "First half"
    assert Term.objects.count() == 0
