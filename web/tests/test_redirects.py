"""Where a visitor goes after an action: only to an address of this site, and of a sensible length."""

import pytest

from web.redirects import MAX_LENGTH, safe_next_url


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/steps/sql/", "/steps/sql/"),
        ("http://testserver/my/?page=2#sql", "http://testserver/my/?page=2#sql"),
        ("", "/my/"),
        ("https://elsewhere.example/", "/my/"),
        ("//elsewhere.example/", "/my/"),
        ("javascript:alert(1)", "/my/"),
        ("/" + "x" * (MAX_LENGTH - 1), "/" + "x" * (MAX_LENGTH - 1)),
        ("/" + "x" * MAX_LENGTH, "/my/"),
    ],
)
def test_only_an_address_of_this_site_is_a_way_on(rf, asked, goes):
    assert safe_next_url(rf.get("/"), asked, "/my/") == goes
