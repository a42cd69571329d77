"""The private note on a step: saved whole or not at all, never over another one, and read by nobody else."""

import gc
import logging

import pytest
from django.core.cache import cache
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import ProgressEvent, StepNote
from accounts.models.step_note import MAX_NOTE_LENGTH
from accounts.tests.journal.notes import SECRET, field, hidden, notes, save
from accounts.tests.pressing import press
from accounts.tests.writing import counted, send
from guide.cache import CACHES
from tests.document import document, texts
from tests.examples import scaled_count
from web import rate_limit

pytestmark = pytest.mark.both_databases


def test_a_note_is_saved_and_shown_as_markdown(signed_in, step):
    response = save(signed_in, "# Joins\r\nan *inner* one", next="/steps/sql/")
    page = document(signed_in.get("/steps/sql/"))

    assert (response.status_code, response.url) == (303, "/steps/sql/#my-note")
    assert notes() == ["# Joins\nan *inner* one"]
    assert texts(page, ".//section[@id='my-note']/div/*") == ["Joins", "an inner one"]
    assert texts(page, ".//p[@class='soft saved']")[0].startswith("Saved on ")
    assert field(signed_in.get("/steps/sql/")) == "# Joins\nan *inner* one"


def test_the_time_of_a_save_is_the_learners(signed_in, learner, step):
    learner.time_zone = "Asia/Shanghai"
    learner.save()
    StepNote.objects.write(learner, step, "a", seen=0, at="2026-11-28T20:30:00+00:00")

    page = document(signed_in.get("/steps/sql/"))

    assert texts(page, ".//p[@class='soft saved']") == [
        "Saved on 29 November 2026, 04:30"
    ]


def test_a_time_of_no_chosen_zone_says_that_it_is_utc(signed_in, step):
    save(signed_in, "Joins.")

    assert texts(document(signed_in.get("/steps/sql/")), ".//p[@class='soft saved']")[
        0
    ].endswith(" UTC")


def test_html_links_and_pictures_do_no_harm(signed_in, step):
    save(
        signed_in,
        "<script>alert(1)</script> ![x](https://a.example/x.png) [a](javascript:alert(1)) [b](https://b.example/?q)",
    )

    html = (
        signed_in.get("/steps/sql/")
        .text.partition('<div class="prose note">')[2]
        .partition("</div>")[0]
    )

    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert (
        '<a href="https://b.example/?q" rel="noopener nofollow ugc">b</a> (b.example)'
        in html
    )


def test_in_place_the_note_comes_back(signed_in, step):
    response = save(signed_in, "one", in_place=True, next="/steps/sql/")

    assert response.text.startswith('<section hx-swap-oob="true" id="my-note">')
    assert "<p>one</p>" in response.text
    assert 'name="seen" value="1"' in response.text
    assert '<p id="press-said" hx-swap-oob="innerHTML">Saved</p>' in response.text


@pytest.mark.parametrize("in_place", [True, False])
def test_a_note_that_is_too_long_says_by_how_much_and_stays(signed_in, step, in_place):
    text = "x" * (MAX_NOTE_LENGTH + 12)

    response = save(signed_in, text, seen=3, in_place=in_place)

    assert (response.status_code, notes()) == (422, [])
    words = "Your note is 12 characters too long: it has 10,012, and 10,000 fit. Nothing is saved yet."
    assert words in response.text
    if in_place:  # the field of the page keeps the text
        assert response.text.startswith('<div hx-swap-oob="true" id="my-note-said"')
        assert "textarea" not in response.text
    else:
        assert (field(response), hidden(response, "seen")) == (text, ["3"])
        before, _, after = " ".join(response.text.split()).partition(
            'aria-describedby="note-error note-help" aria-invalid="true" autofocus'
        )
        assert (
            'id="note-error"' in before,
            'id="note-error"' in after,
            bool(after),
        ) == (True, False, True)


def test_as_many_characters_as_are_said_fit_however_lines_end(signed_in, step):
    assert (
        save(signed_in, "a\r\n" * (MAX_NOTE_LENGTH // 2 - 1) + "ab").status_code == 303
    )


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 20, "1.5"])
def test_an_odd_version_is_refused_and_the_text_stays(signed_in, step, seen):
    response = save(signed_in, SECRET, seen=seen)

    assert (response.status_code, notes(), field(response)) == (422, [], SECRET)


def test_a_null_character_is_refused(signed_in, step):
    assert (save(signed_in, "a\0b").status_code, notes()) == (422, [])


def test_an_emptied_note_is_gone_and_its_versions_stay(signed_in, step):
    save(signed_in, "one")
    save(signed_in, "", seen=1)

    assert notes() == ["one", ""]
    assert "Write a note" in signed_in.get("/steps/sql/").text


# Nobody else


@pytest.mark.parametrize("who", ["other_learner", "editor", "superuser"])
def test_nobody_else_reads_a_note(client, signed_in, step, request, who):
    save(signed_in, SECRET)
    client.force_login(request.getfixturevalue(who))
    addresses = [
        "/steps/sql/",
        "/my/",
        "/admin/accounts/",
        "/admin/accounts/progressevent/",
        "/admin/guide/step/",
    ]

    assert [
        SECRET in client.get(address, follow=True).text for address in addresses
    ] == [False] * 5
    assert (
        save(client, "mine").status_code == 303
    )  # over no version: it is another note


def test_the_admin_knows_no_notes_and_no_links():
    from django.contrib import admin  # the registry, as it stands when all is loaded

    names = {model._meta.model_name for model in admin.site._registry}
    assert names.isdisjoint({"stepnote", "evidencelink", "session"})


def test_a_note_reaches_no_log_no_cache_no_address_and_no_event(
    signed_in, step, caplog, monkeypatch
):
    caplog.set_level(logging.DEBUG)
    written = []
    monkeypatch.setattr(cache, "set", lambda *args, **kwargs: written.append(args))

    answers = [
        save(signed_in, SECRET),
        save(signed_in, SECRET + "x" * MAX_NOTE_LENGTH),
        save(signed_in, f"{SECRET} 2"),
    ]
    signed_in.get("/steps/sql/")

    assert [answer.status_code for answer in answers] == [303, 422, 409]
    assert SECRET not in answers[0].url
    assert SECRET not in " ".join(
        record.getMessage()
        for record in caplog.records
        if record.name != "django.db.backends"
    )
    assert SECRET not in repr(written)
    cached = [gc.get_referents(cache) for cache in CACHES]  # keys and results
    assert step.slug in repr(cached)
    assert SECRET not in repr(cached)
    assert SECRET not in repr(list(ProgressEvent.objects.values()))
    assert answers[1].headers["Cache-Control"] == "private, no-store"


def test_a_failed_save_leaves_no_text_in_the_log(signed_in, step, caplog, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("accounts.journal.note_views.save_note", fail)
    signed_in.raise_request_exception = False

    assert save(signed_in, SECRET).status_code == 500
    assert SECRET not in caplog.text


def test_only_a_post_saves(signed_in, step):
    assert signed_in.get("/progress/steps/sql/note/").status_code == 405
    assert send(signed_in, "steps/flying/note/", text="a").status_code == 404


@pytest.mark.parametrize("versions", [1, 10])
def test_a_save_costs_at_most_six_queries(signed_in, learner, settings, step, versions):
    for version in range(versions):
        save(signed_in, f"text {version}", seen=version)

    with counted(settings) as queries:
        assert (
            save(signed_in, "the last", seen=versions, in_place=True).status_code == 200
        )

    assert (
        len(queries) == 6
    )  # session, user, what stands, the note, its event, and the note as it is now


@hypothesis_settings(max_examples=scaled_count(30))
@given(
    text=st.lists(
        st.one_of(
            st.sampled_from(["[", "](", ")", "<", ">", "http://", "[ip:port]", "//", "@", "`", "|", "\n", "\0", "ı"]),
            st.text(max_size=5),
        ),
        max_size=12,
    ).map("".join)
)  # fmt: skip
@example("[app](http://[ip:port]/)")
def test_any_note_is_shown_or_refused_in_words(signed_in, step, text):
    rate_limit.counts.clear()
    StepNote.objects.all().delete()

    answer = save(signed_in, text)

    assert answer.status_code == (422 if "\0" in text else 303)
    assert signed_in.get("/steps/sql/").status_code == 200


def test_a_guests_note_with_an_address_that_cannot_be_read_is_shown(client, step):
    client.raise_request_exception = False
    for _press in range(2):
        save(client, "[app](http://[ip:port]/)")

    assert client.get("/steps/sql/").status_code == 200
    assert client.get("/my/waiting/").status_code == 200


@pytest.mark.parametrize("zone", ["Mars/Base", "../etc/passwd", "", "\u2100"])
def test_a_time_zone_that_this_machine_does_not_know_breaks_no_page(
    signed_in, learner, step, zone
):
    save(signed_in, "A note")
    type(learner).objects.filter(pk=learner.pk).update(time_zone=zone)

    assert press(signed_in, step).status_code == 303
    pages = [
        "/steps/sql/",
        "/my/",
        "/my/history/",
        "/my/history/?by=step",
        "/my/settings/",
    ]
    assert {signed_in.get(page).status_code for page in pages} == {200}
