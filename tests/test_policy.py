"""A strict Content-Security-Policy on every answer, and nothing inline.

That no browser sees it violated, and no request leaves the site, is seen by the visits of tests/test_access.py.
"""

import re
from pathlib import Path

import pytest
from csp.decorators import csp_update
from django.http import HttpResponse

from careerpath.middleware import PolicyMiddleware
from guide.tests.factory import make_role

ROOT = Path(__file__).resolve().parent.parent
POLICY = {
    "default-src": "'none'",
    **dict.fromkeys(
        (
            "script-src",
            "style-src",
            "img-src",
            "font-src",
            "connect-src",
            "manifest-src",
        ),
        "'self'",
    ),
    "form-action": "'self'",
    **dict.fromkeys(("frame-ancestors", "base-uri", "object-src"), "'none'"),
}
INLINE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*(?:\bsrc=|application/json))|<[^>]*\son[a-z]+=|javascript:"
)
TEMPLATES = sorted(
    path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.html")
)
ASKED = {
    "a page": ("/roles/", {}, 200),
    "a page in Chinese": ("/zh-hans/roles/", {}, 200),
    "a fragment": ("/salaries/figures/", {"HX-Request": "true"}, 200),
    "a page with a cookie": ("/roles/", {"Cookie": "a=1"}, 200),
    "sign in": ("/accounts/login/", {}, 200),
    "a redirect": ("/roles", {}, 301),
    "not found": ("/nowhere/", {}, 404),
    "another host": ("/roles/", {"Host": "evil.example"}, 400),
    "health": ("/healthz", {}, 200),
}


def policy(response):
    parts = response.headers.get("Content-Security-Policy", "").split(";")
    return dict(part.split(None, 1) for part in parts if part.strip())


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "headers", "status"), ASKED.values(), ids=ASKED)
def test_every_answer_carries_the_strict_policy(client, address, headers, status):
    response = client.get(address, headers=headers)

    assert (response.status_code, policy(response)) == (status, POLICY)


@pytest.mark.django_db
def test_a_file_may_do_nothing_when_it_is_opened_by_itself(client, settings):
    settings.WHITENOISE_USE_FINDERS = True
    response = client.get("/static/img/mark.svg")
    response.close()

    assert policy(response) == {
        "default-src": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


@pytest.mark.django_db
def test_a_kept_page_and_a_wrong_method_carry_it_too(client):
    make_role()
    client.get("/roles/")

    assert policy(client.get("/roles/")) == POLICY
    assert policy(client.post("/roles/")) == POLICY


@pytest.mark.django_db
def test_every_answer_names_no_referrer_to_others_and_is_not_sniffed_or_framed(client):
    headers = client.get("/roles/").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_template_holds_an_inline_style_or_script(template):
    assert INLINE.findall((ROOT / template).read_text()) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="x">',
        "<style>",
        "<script>x()</script>",
        '<a onclick="x()">',
        '<a href="javascript:x">',
    ],
)
def test_everything_inline_is_seen(markup):
    assert INLINE.search(markup)


def test_the_policy_of_one_page_is_not_that_of_others(rf):
    own_page = csp_update({"img-src": "data:"})(lambda request: HttpResponse())
    pages = [HttpResponse(), own_page(rf.get("/")), HttpResponse()]
    middleware = PolicyMiddleware(lambda request: pages.pop())

    policies = [
        middleware(rf.get("/")).headers["Content-Security-Policy"].split("; ")
        for _ in range(3)
    ]

    assert ["img-src 'self' data:" in policy for policy in policies] == [
        False,
        True,
        False,
    ]
    assert set(policies[0]) == {f"{name} {value}" for name, value in POLICY.items()}
