"""What a guest wrote comes along into the account that is made in the same browser."""

import pytest

from accounts.models import CriterionTick, EvidenceLink, ProgressEvent, User
from accounts.tests.journal.guests import ALL, EVERYTHING, held_by, waiting, write_all
from accounts.tests.mails import link_in
from tests.document import document, texts
from tests.people import PASSWORD

pytestmark = pytest.mark.both_databases


def sign_up(client, email="new@example.org"):
    return client.post(
        "/accounts/signup/",
        {"email": email, "password1": PASSWORD, "next": "/steps/sql/"},
    )


# At sign-up


def test_sign_up_brings_everything_along_once(client, course, mailoutbox):
    write_all(client)

    sign_up(client)
    user = User.objects.get(email="new@example.org")
    assert held_by(user) == EVERYTHING
    assert set(ProgressEvent.objects.values_list("by", flat=True)) == {"sign-up"}
    assert waiting(client) == ALL  # as it would for an address that has an account

    response = client.post(link_in(mailoutbox[0]), follow=True)
    assert response.redirect_chain[-1][0] == "/steps/sql/"
    said = texts(document(response), ".//li[@class='message success']")
    assert "Now in your account: 1 tick, 1 course, 1 note, 1 link, 30 min." in said
    assert (held_by(user), waiting(client)) == (EVERYTHING, [])


def test_a_known_address_gets_nothing_and_the_guest_sees_no_difference(
    client, course, learner, mailoutbox
):
    write_all(client)

    sign_up(client, learner.email)

    assert held_by(learner) == {kind: [] for kind in EVERYTHING}
    assert waiting(client) == ALL


def test_what_is_gone_from_the_guide_stops_no_sign_up(client, course, mailoutbox):
    write_all(client)
    course.delete()

    sign_up(client)

    user = User.objects.get(email="new@example.org")
    assert held_by(user) == {**EVERYTHING, "course": []}


def test_what_the_account_changed_before_the_mail_was_read_is_asked_about_not_overwritten(
    client, course, mailoutbox
):
    write_all(client)
    sign_up(client)
    user = User.objects.get(email="new@example.org")
    EvidenceLink.objects.remove(EvidenceLink.objects.get())
    CriterionTick.objects.set_state(
        user, course.skills.first().steps.get().criteria.first(), "open"
    )

    response = client.post(link_in(mailoutbox[0]))

    assert response.url == "/my/browser/?next=%2Fsteps%2Fsql%2F"
    assert held_by(user) == {**EVERYTHING, "criterion": [], "link": []}
    assert waiting(client) == ["criterion"]
