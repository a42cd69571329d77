"""What changes something passes one gate. What it turns away stays on the page, and one press more sends it again."""

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from accounts.models import Learner, State, StepProgress
from guide.tests.factory import make_step
from guide.tests.salaries.figures import make_percentiles
from tests.document import document

ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}
HERE = {"Sec-Fetch-Site": "same-origin"}
ANSWERS = {
    "/salaries/place/": 200,
    "/my/route/none/reset/": 404,
    "/my/browser/": 302,
}  # else 303
CHANGES = ["undo", "settings", "theme", "place", "reset", "step", "drafts", "browser"]


@pytest.fixture
def change(request, learner):
    """The address of a change, and what a form of ours would send there."""
    step = make_step(slug="sql")
    StepProgress.objects.set_state(learner, step, State.DONE)
    make_percentiles(slug="p")
    event = learner.progress_events.get().pk
    return {
        "undo": (f"/my/history/{event}/undo/", {"seen": "done", "next": "/my/history/"}),
        "settings": ("/my/settings/", {"theme": "dark", "initial-theme": "system"}),
        "theme": ("/theme/", {"theme": "dark", "next": "/roles/"}),
        "place": ("/salaries/place/", {"amount": "25", "figure": "p"}),
        "reset": ("/my/route/none/reset/", {"seen": "x" * 20}),
        "step": ("/progress/steps/sql/", {"state": "doing"}),
        "drafts": ("/my/waiting/", {"entry": "note:1", "choice": "forget"}),
        "browser": ("/my/browser/", {"choice": "leave"}),
    }[request.param]  # fmt: skip


@pytest.fixture
def strict(learner):
    """A learner whose browser says nothing, and whose tokens are looked at."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    return client


def sent_again(response):
    """Names and values in the form of a refusal, and its token."""
    form = document(response).find(".//main//form")
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    return fields.pop("csrfmiddlewaretoken"), fields


@pytest.mark.parametrize("change", CHANGES, indirect=True)
def test_what_came_from_elsewhere_is_asked_once_more_with_what_was_sent(strict, change):
    address, fields = change

    response = strict.post(address, fields, headers=ELSEWHERE)

    token, kept = sent_again(response)
    assert (response.status_code, kept) == (403, fields)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not Learner.objects.exists()
    assert StepProgress.objects.get().state == State.DONE
    again = strict.post(address, {**kept, "csrfmiddlewaretoken": token})
    assert again.status_code == ANSWERS.get(address, 303)


@pytest.mark.parametrize("site", ["same-site", "none", "SAME-ORIGIN", "x"])
@pytest.mark.parametrize("change", ["step"], indirect=True)
def test_only_the_same_origin_is_here(strict, change, site):
    """Not another name of the same domain, and not what somebody typed or opened from elsewhere."""
    address, fields = change

    response = strict.post(address, fields, headers={"Sec-Fetch-Site": site})

    assert response.status_code == 403
    assert StepProgress.objects.get().state == State.DONE


@pytest.mark.parametrize("change", CHANGES, indirect=True)
def test_who_sends_too_often_waits_and_nothing_typed_is_lost(strict, change, settings):
    address, fields = change
    settings.PRESSES_A_MINUTE = 0
    cache.clear()

    response = strict.post(address, fields, headers=HERE)

    assert (response.status_code, sent_again(response)[1]) == (429, fields)
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert StepProgress.objects.get().state == State.DONE


@pytest.mark.parametrize("change", CHANGES, indirect=True)
def test_nothing_typed_is_lost_while_the_database_is_away(strict, change, monkeypatch):
    def fail(*args):
        raise OperationalError("away")

    address, fields = change
    monkeypatch.setattr("web.gate.seconds_to_wait", fail)

    response = strict.post(address, fields, headers=HERE)

    assert (response.status_code, sent_again(response)[1]) == (503, fields)


def test_a_secret_is_never_on_the_page_of_a_refusal(client, db):
    typed = {
        "password": "quiet", "new-Password": "quiet", "csrfmiddlewaretoken": "quiet", "client_secret": "quiet",
        "theme": ["dark", "light"], "next": "",
    }  # fmt: skip

    response = client.post("/theme/", typed, headers=ELSEWHERE)

    form = document(response).find(".//main//form")
    fields = [(field.get("name"), field.get("value")) for field in form.iter("input")]
    assert "quiet" not in response.text
    assert fields[1:] == [("theme", "dark"), ("theme", "light")]


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_only_the_named_methods_pass(client, db, method):
    answers = [
        getattr(client, method)(address) for address in ("/theme/", "/my/settings/")
    ]

    assert [answer.status_code for answer in answers] == [405, 405]


def test_reading_a_page_with_a_form_is_not_counted(strict, settings):
    settings.PRESSES_A_MINUTE = 0

    assert strict.get("/my/settings/").status_code == 200


def test_a_form_of_ours_works_in_a_browser_that_says_nothing(strict, learner):
    page = document(strict.get("/my/settings/"))
    form = page.find(".//main//form")
    token = form.find(".//input[@name='csrfmiddlewaretoken']").get("value")
    typed = {"theme": "dark", "initial-theme": "system", "csrfmiddlewaretoken": token}

    assert strict.post("/my/settings/", typed).status_code == 303
    assert strict.post("/my/settings/", {"theme": "dark"}).status_code == 403
