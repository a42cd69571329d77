"""A press counts where it comes from a page of ours, and is kept for one more press where it does not."""

import pytest
from django.test import Client

from accounts.progress.guest_cookie import COOKIE_NAME
from accounts.tests.pressing import address, press, press_in_place, states
from guide.tests.factory import make_step

pytestmark = pytest.mark.both_databases


@pytest.fixture
def strict(learner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    return client


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}]
)
def test_a_press_from_our_page_needs_no_token(strict, learner, headers):
    step = make_step()

    assert press(strict, step, headers=headers).status_code == 303
    assert states(learner) == {step.slug: "doing"}


@pytest.mark.usefixtures("template_contexts")
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"}, {"Origin": "https://testserver"}, {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"}, {},
    ],
)  # fmt: skip
def test_a_press_from_another_site_is_refused_and_kept_for_one_more_press(
    strict, learner, headers
):
    step = make_step()

    response = press(strict, step, "done", headers=headers, next="/my/")

    assert (response.status_code, states(learner)) == (403, {})
    assert '<input type="hidden" name="state" value="done">' in response.text
    assert '<input type="hidden" name="next" value="/my/">' in response.text

    token = response.context["csrf_token"]
    again = strict.post(
        address(step),
        {"state": "done", "next": "/my/", "csrfmiddlewaretoken": str(token)},
    )
    assert (again.status_code, states(learner)) == (303, {step.slug: "done"})


@pytest.mark.usefixtures("template_contexts")
def test_a_token_does_not_help_another_site(strict, learner):
    token = press(strict, make_step(), headers={}).context["csrf_token"]

    response = press(
        strict,
        make_step(),
        headers={"Sec-Fetch-Site": "cross-site"},
        csrfmiddlewaretoken=str(token),
    )

    assert (response.status_code, states(learner)) == (403, {})


def test_another_site_presses_for_no_guest_either(db):
    client = Client(enforce_csrf_checks=True)

    response = press(client, make_step(), headers={"Sec-Fetch-Site": "cross-site"})

    assert (response.status_code, COOKIE_NAME in response.cookies) == (403, False)


def test_a_tab_opened_before_sign_in_still_works_after_it(strict, learner):
    """Its form has no token."""
    step = make_step()

    assert press_in_place(strict, step).status_code == 200
    assert states(learner) == {step.slug: "doing"}
