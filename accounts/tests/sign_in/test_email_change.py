"""Changing the address one signs in with."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.keys import make_key
from accounts.tests.mails import link_in
from tests.people import PASSWORD, make_person

PAGE = "/accounts/email/"


@pytest.fixture
def at_home(client, learner):
    """The learner, signed in, who has just shown once more that it is them."""
    client.force_login(learner)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def change(client, email="new@example.org"):
    return client.post(PAGE, {"email": email, "action_add": ""})


def test_the_new_address_counts_when_its_link_is_opened(at_home, learner, mailoutbox):
    change(at_home)
    assert User.objects.get().email == "learner@example.org"

    assert at_home.post(link_in(mailoutbox[0])).url == PAGE

    assert User.objects.get().email == "new@example.org"
    assert [*EmailAddress.objects.values_list("email", "verified", "primary")] == [
        ("new@example.org", True, True)
    ]
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["new@example.org"], "Confirm your email address"),
        (["learner@example.org"], "Your email address was changed"),
    ]


def test_it_asks_once_more_who_is_there_and_then_goes_on(client, learner, mailoutbox):
    client.force_login(learner)

    response = change(client)
    client.post(response.url, {"password": PASSWORD})

    assert response.url.startswith(reverse("account_reauthenticate"))
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]]


def test_the_change_can_be_taken_back(at_home, learner):
    change(at_home)

    at_home.post(PAGE, {"email": "new@example.org", "action_remove": ""})

    assert [*EmailAddress.objects.values_list("email", flat=True)] == [
        "learner@example.org"
    ]


def test_asking_for_a_taken_address_tells_nothing(at_home, other_learner, mailoutbox):
    assert (
        change(at_home, "other@example.org").status_code
        == change(at_home, "free@example.org").status_code
        == 302
    )


def test_an_address_of_another_account_stays_there(
    at_home, learner, other_learner, mailoutbox
):
    change(at_home, "other@example.org")

    assert (
        "already belongs to another account" in at_home.get(link_in(mailoutbox[0])).text
    )
    at_home.post(link_in(mailoutbox[0]))

    assert User.objects.get(pk=learner.pk).email == "learner@example.org"


def test_an_address_of_another_account_that_is_not_confirmed_yet_stays_there_too(
    at_home, learner, mailoutbox
):
    make_person("late@example.org").emailaddress_set.update(verified=False)
    change(at_home, "late@example.org")

    response = at_home.post(link_in(mailoutbox[0]), follow=True)

    assert "already belongs to another account" in response.text
    assert User.objects.get(pk=learner.pk).email == "learner@example.org"


def test_somebody_with_a_second_step_may_change_the_address(
    at_home, learner, mailoutbox
):
    make_key(learner)

    assert change(at_home).status_code == 302
    assert [mail.to for mail in mailoutbox][-1] == ["new@example.org"]


@pytest.mark.parametrize(
    "email", ["nonsense", "", "learner@example.org", f"{'a' * 64}@{'b.' * 100}org"]
)
def test_what_is_no_new_address_is_refused_in_words(at_home, email):
    response = change(at_home, email)

    assert response.status_code == 200
    assert 'class="form-errors"' in response.text


def test_a_guest_is_asked_to_sign_in(db):
    assert Client().get(PAGE).url == "/accounts/login/?next=/accounts/email/"
