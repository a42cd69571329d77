"""A database that can be read and not written: pages are there, and a change is refused in words that keep it."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection
from django.http import HttpResponse

from accounts.tests.writing import send
from careerpath.middleware import GuardedSessionMiddleware
from guide.tests.factory import make_step


@pytest.fixture
def read_only(db):
    make_step(slug="sql", criteria=1)

    def switch(on):
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA query_only = {'ON' if on else 'OFF'}")

    switch(True)
    yield
    switch(False)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a switch of SQLite")
@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("steps/sql/note/", {"text": "my <note>", "seen": 0}),
        ("steps/sql/links/", {"url": "https://code.example/", "title": "my <note>"}),
        ("steps/sql/hours/", {"minutes": 30, "next": "/my <note>"}),
        ("criteria/sql/c-0/", {"tick": "ticked", "next": "/my <note>"}),
    ],
)
def test_what_a_guest_writes_is_refused_and_kept(client, read_only, address, fields):
    response = send(client, address, **fields)

    assert response.status_code == 503
    assert "my &lt;note&gt;" in response.text
    assert client.get("/steps/sql/").status_code == 200


def test_a_session_that_cannot_be_saved_after_the_view_is_no_error(rf, monkeypatch):
    def no(*args, **kwargs):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(SessionStore, "save", no)

    def view(request):
        request.session["something"] = "new"
        return HttpResponse("ok")

    response = GuardedSessionMiddleware(view)(
        rf.post("/zh-hans/x/", {"text": "my <note>"})
    )

    assert response.status_code == 503
    assert "my &lt;note&gt;" in response.content.decode()
    assert 'lang="zh-Hans"' in response.content.decode()
