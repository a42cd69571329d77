"""What a browser holds of a visitor's choices: nothing but values that can be chosen."""

import pytest
from django.http import HttpResponse

from web.choices import COOKIE_NAME, Choices, choices_of_browser, keep_in_browser


@pytest.mark.parametrize(
    ("cookie", "choices"),
    [
        ("GB.GBP.8", Choices("GB", "GBP", 8)),
        ("..12", Choices(None, None, 12)),
        (".CNY.", Choices(None, "CNY", None)),
        ("ZZ.GBP.8", Choices(None, "GBP", 8)),
        ("GB.ABC.8", Choices("GB", None, 8)),
        ("GB.GBP.99", Choices("GB", "GBP", None)),
        ("GB.GBP.0", Choices()),
        ("GB.GBP.-8", Choices()),
        ("GB.GBP.٨", Choices()),
        ("GB.GBP.8\n", Choices()),
        ("gb.gbp.8", Choices()),
        ("GB.GBP.8.1", Choices()),
        ("<script>", Choices()),
        ("GB.GBP." + "8" * 5000, Choices()),
        ("", Choices()),
    ],
)
def test_a_cookie_means_only_what_can_be_chosen(rf, cookie, choices):
    request = rf.get("/")
    request.COOKIES[COOKIE_NAME] = cookie

    assert choices_of_browser(request) == choices


@pytest.mark.parametrize(
    "choices", [Choices("GB", "GBP", 8), Choices(hours_a_week=80), Choices("CN")]
)
def test_what_is_kept_is_read_again(rf, choices):
    response, request = HttpResponse(), rf.get("/")
    keep_in_browser(response, choices)
    request.COOKIES[COOKIE_NAME] = response.cookies[COOKIE_NAME].value

    assert choices_of_browser(request) == choices


def test_a_choice_is_no_matter_of_scripts_and_other_sites():
    response = HttpResponse()
    keep_in_browser(response, Choices(hours_a_week=8))

    cookie = response.cookies[COOKIE_NAME]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
        True, "Lax", 400 * 24 * 3600,
    )  # fmt: skip


def test_nothing_chosen_needs_no_cookie():
    response = HttpResponse()
    keep_in_browser(response, Choices())

    assert response.cookies[COOKIE_NAME]["max-age"] == 0
