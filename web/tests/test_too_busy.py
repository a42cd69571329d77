"""A request for which the server finds no thread."""

import pytest
from django.http import HttpResponse

from web.request_environ import TOO_BUSY, without_process_environment
from web.too_busy import RefuseWhenBusy


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_a_change_too_many_is_told_so_and_keeps_what_was_typed(rf, prefix):
    middleware = RefuseWhenBusy(lambda request: HttpResponse("ok"))
    sent = {"text": "my <note>", "password": "quieter-lantern-8"}
    flags = {TOO_BUSY: True}

    response = middleware(rf.post(f"{prefix}/progress/x/", sent, **flags))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "my &lt;note&gt;" in response.text
    assert "quieter-lantern-8" not in response.text
    assert ("此刻" in response.text) == bool(prefix)


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", "Too many people are asking for this page right now."),
        ("/zh-hans", "此刻请求这个页面的人太多，请稍后再试。"),
    ],
)
def test_who_only_reads_is_told_so_with_a_link_to_the_same_question(rf, prefix, words):
    middleware = RefuseWhenBusy(lambda request: HttpResponse("ok"))
    address = f"{prefix}/my/plan/?hours=8"

    response = middleware(rf.get(address, **{TOO_BUSY: True}))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert words in response.text
    assert f'href="{address}"' in response.text


def test_others_go_on(rf):
    middleware = RefuseWhenBusy(lambda request: HttpResponse("ok"))

    assert middleware(rf.post("/progress/x/")).text == "ok"


def test_the_word_of_the_server_reaches_the_site():
    seen = []

    without_process_environment(lambda environ, start: seen.append(environ))(
        {TOO_BUSY: True, "PATH": "/bin"}, None
    )

    assert seen == [{TOO_BUSY: True, "SCRIPT_NAME": ""}]
