"""One note in two tabs: no text is lost, and a failed save keeps it on the page."""

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import StepNote, StepProgress
from accounts.models.step_note import MAX_NOTE_LENGTH
from accounts.tests.journal.notes import SECRET, field, hidden, notes, save
from accounts.tests.pressing import press
from accounts.tests.writing import send
from guide.tests.factory import make_step
from tests.document import document, texts
from tests.examples import scaled_count
from web import rate_limit

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("in_place", [True, False])
def test_the_second_tab_sees_both_texts_and_nothing_is_saved(signed_in, step, in_place):
    save(signed_in, "from the first tab")

    response = save(signed_in, "from the second tab", in_place=in_place)

    assert (response.status_code, notes()) == (409, ["from the first tab"])
    page = document(f"<main>{response.text}</main>") if in_place else document(response)
    assert texts(page, ".//p[@class='text']")[:2] == [
        "from the first tab",
        "from the second tab",
    ]
    assert (texts(page, ".//del"), texts(page, ".//ins")) == (["first"], ["second"])
    assert not in_place or response.text.startswith(
        '<div hx-swap-oob="true" id="my-note-said"'
    )
    assert hidden(response, "text") == ["from the second tab"]
    assert in_place or texts(page, ".//textarea") == [
        "from the first tab from the second tab"
    ]  # no form that cannot save


@pytest.mark.parametrize("seen", [2, 99])
def test_a_version_that_is_not_there_yet_overwrites_nothing(signed_in, step, seen):
    """The database alone would take it: no row has that number."""
    save(signed_in, "one")

    response = save(signed_in, "two", seen=seen)

    assert (response.status_code, notes()) == (409, ["one"])


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("theirs", ["one"]), ("mine", ["one", "two"]), ("edited", ["one", "one and two"])],
)
def test_of_both_either_holds_or_one_made_of_them(signed_in, step, choice, kept):
    save(signed_in, "one")
    assert field(save(signed_in, "two"), "edited") == "one\n\ntwo"

    response = save(signed_in, "two", seen=1, choice=choice, edited="one and two")

    assert (response.status_code, notes()) == (303, kept)


def test_a_third_tab_is_told_again(signed_in, step):
    save(signed_in, "one")
    save(signed_in, "two", seen=1)

    response = save(signed_in, "three", seen=1, choice="edited", edited="one and three")

    assert (response.status_code, notes()) == (409, ["one", "two"])
    assert field(response, "edited") == "one and three"
    assert hidden(response, "seen") == [
        "2"
    ]  # of the choice over what is shown; the form that cannot save is gone


def test_a_choice_that_is_too_long_keeps_all_three_texts(signed_in, step):
    save(signed_in, "one")
    long = "x" * (MAX_NOTE_LENGTH + 1)

    response = save(signed_in, "two", seen=1, choice="edited", edited=long)

    assert response.status_code == 422
    assert texts(document(response), ".//p[@class='text']")[:2] == ["one", "two"]
    assert field(response, "edited") == long


@hypothesis_settings(max_examples=scaled_count(25))
@given(
    moves=st.lists(
        st.tuples(st.sampled_from("AB"), st.sampled_from(["open", "save", "press"])),
        max_size=8,
    )
)
def test_two_tabs_on_one_page_lose_no_text_and_no_state(signed_in, learner, moves):
    """Whatever order: an answer that is no refusal is kept, a refusal changes nothing, the last press holds."""
    step, seen, saved, pressed = make_step(), {"A": 0, "B": 0}, [], []
    rate_limit.counts.clear()
    for number, (tab, move) in enumerate(moves):
        if move == "open":
            seen[tab] = len(saved)
        elif move == "press":
            pressed.append(("doing", "done", "skipped")[number % 3])
            press(signed_in, step, pressed[-1])
        else:
            fields = {"text": f"{number} of {tab}", "seen": seen[tab]}
            if send(signed_in, f"steps/{step.slug}/note/", **fields).status_code == 303:
                saved.append(fields["text"])
                seen[tab] = len(saved)
            else:
                assert seen[tab] < len(saved)

    assert (
        list(
            StepNote.objects.filter(step=step)
            .order_by("version")
            .values_list("text", flat=True)
        )
        == saved
    )
    assert (
        list(StepProgress.objects.filter(step=step).values_list("state", flat=True))
        == pressed[-1:]
    )


# When saving fails


def test_too_often_keeps_the_text_on_the_page(signed_in, step, settings):
    settings.PRESSES_A_MINUTE = 1
    save(signed_in, "one")

    response = save(signed_in, "two", seen=1, next="/steps/sql/")

    assert (response.status_code, notes(), field(response)) == (429, ["one"], "two")
    assert (hidden(response, "seen"), hidden(response, "next")[0]) == (
        ["1"],
        "/steps/sql/",
    )


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_a_database_that_is_away_keeps_the_text_on_the_page(
    signed_in, step, monkeypatch, prefix
):
    def fail(*args, **kwargs):
        raise OperationalError("disk is full")

    monkeypatch.setattr("accounts.journal.note_views.save_note", fail)

    response = save(signed_in, SECRET, prefix=prefix)

    assert (response.status_code, response.headers["Retry-After"], field(response)) == (
        503,
        "5",
        SECRET,
    )
    assert document(response).get("lang") == ("zh-Hans" if prefix else "en")


def test_a_press_that_came_from_elsewhere_keeps_the_text(signed_in, step):
    response = signed_in.post(
        "/progress/steps/sql/note/",
        {"text": "a\nb", "seen": 0},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert (response.status_code, notes(), field(response)) == (403, [], "a\nb")
