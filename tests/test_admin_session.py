"""Sessions of the staff end after twelve hours; those of learners last."""

import time

import pytest
from django.contrib.sessions.models import Session

from guide.models import Term
from guide.tests.admin_pages import form_of, list_url, open_form, save_form
from guide.tests.factory import make_term
from tests.staff_sessions import rewind, sign_in

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(("hours", "status"), [(11.9, 200), (12.1, 302)])
def test_a_session_of_staff_ends_after_twelve_hours(desk, editor, hours, status):
    rewind(desk, editor, hours * 3600)

    assert desk.get(list_url(Term)).status_code == status


def test_it_ends_on_every_page_and_for_good(desk, editor):
    rewind(desk, editor, 12.1 * 3600)

    desk.get("/my/history/")

    assert not Session.objects.exists()


def test_asking_for_the_password_does_not_prolong_it(desk, editor):
    rewind(desk, editor, 11.9 * 3600)
    session = desk.session
    methods = session["account_authentication_methods"]
    session["account_authentication_methods"] = [
        *methods,
        {"method": "password", "at": time.time()},
    ]
    session.save()
    rewound = desk.session["account_authentication_methods"]
    rewound[0]["at"] -= 3600
    session = desk.session
    session["account_authentication_methods"] = rewound
    session.save()

    assert desk.get(list_url(Term)).status_code == 302


def test_a_session_that_does_not_know_its_sign_in_ends_too(desk, monkeypatch):
    session = desk.session
    del session["account_authentication_methods"]
    session.save()
    assert desk.get(list_url(Term)).status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 12.1 * 3600)

    assert desk.get(list_url(Term)).status_code == 302


def test_sessions_of_learners_last(signed_in, learner):
    rewind(signed_in, learner, 5 * 24 * 3600)

    assert signed_in.get("/my/history/").status_code == 200


def test_what_is_typed_is_kept_when_the_twelve_hours_are_over(desk, editor):
    term = make_term()
    form = open_form(desk, term)
    rewind(desk, editor, 12.1 * 3600)

    page = sign_in(desk, editor, save_form(desk, term, form, body_en="Mine"))

    assert form_of(page)["body_en"] == "Mine"
